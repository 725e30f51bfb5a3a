// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.


/**
 * Turns pages of results in their place: the next page is fetched from this site, and its results take the place of those shown.
 *
 * @module     local_asnunggul/turning
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

const RESULTS = '#local-asnunggul-results';

/**
 * Shows the results of a page of this site; goes there as any link does where that fails.
 *
 * @param {string} address
 */
const show = async(address) => {
    const results = document.querySelector(RESULTS);
    results.setAttribute('aria-busy', 'true');
    try {
        const answer = await fetch(address, {credentials: 'same-origin'});
        // A script in a document that was only parsed never runs.
        const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : '', 'text/html');
        const found = page.querySelector(RESULTS);
        if (!found) {
            throw new Error('there are no results');
        }
        results.replaceWith(found);
        found.focus({preventScroll: true});
        found.scrollIntoView({block: 'start'});
    } catch (error) {
        window.location.assign(address);
    }
};

/**
 * Begins with the links of the page.
 */
export const init = () => {
    const here = () => window.location.pathname + window.location.search;
    let shown = here();

    document.addEventListener('click', (event) => {
        const link = event.target.closest(`${RESULTS} a[data-turns]`);
        const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
        if (link && plain && link.origin === window.location.origin) {
            event.preventDefault();
            window.history.pushState({}, '', link.href);
            shown = here();
            show(link.href);
        }
    });
    window.addEventListener('popstate', () => {
        // Another place of the same page is no other page.
        if (shown !== here()) {
            shown = here();
            show(window.location.href);
        }
    });
};
