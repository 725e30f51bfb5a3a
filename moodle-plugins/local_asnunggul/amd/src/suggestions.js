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
 * Suggests titles below the search field, as a combobox that works by keyboard. This site is asked, never another server.
 *
 * @module     local_asnunggul/suggestions
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

import {call} from 'core/ajax';
import {getString} from 'core/str';

const LIST = 'local-asnunggul-suggestions';
// Milliseconds without a key before anybody is asked, and the fewest characters that say something.
const PAUSE = 250;
const LEAST = 2;

/**
 * Suggests for a field.
 *
 * @param {HTMLInputElement} field
 */
export const init = async(field) => {
    const list = document.createElement('ul');
    list.id = LIST;
    list.className = LIST;
    list.hidden = true;
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', await getString('market_suggestions', 'local_asnunggul'));
    const status = document.createElement('span');
    status.className = 'sr-only visually-hidden';
    status.setAttribute('role', 'status');
    field.after(list, status);
    field.setAttribute('role', 'combobox');
    field.setAttribute('aria-autocomplete', 'list');
    field.setAttribute('aria-controls', LIST);
    field.setAttribute('aria-expanded', 'false');

    let timer = 0;
    let asked = 0;

    const options = () => [...list.children];
    const current = () => options().findIndex((option) => option.getAttribute('aria-selected') === 'true');

    const close = () => {
        asked++;
        list.hidden = true;
        list.replaceChildren();
        field.setAttribute('aria-expanded', 'false');
        field.removeAttribute('aria-activedescendant');
        status.textContent = '';
    };

    const choose = (title) => {
        field.value = title;
        close();
        field.form.requestSubmit();
    };

    const mark = (place) => {
        options().forEach((option, number) => option.setAttribute('aria-selected', String(number === place)));
        field.setAttribute('aria-activedescendant', `${LIST}-${place}`);
    };

    const show = async(titles) => {
        const mine = asked;
        list.replaceChildren(...titles.map((title, number) => {
            const option = document.createElement('li');
            option.id = `${LIST}-${number}`;
            option.setAttribute('role', 'option');
            option.setAttribute('aria-selected', 'false');
            const text = document.createElement('bdi');
            // Foreign text: as text, never as markup.
            text.textContent = title;
            option.append(text);
            option.addEventListener('mousedown', (event) => {
                event.preventDefault();
                choose(title);
            });
            return option;
        }));
        list.hidden = titles.length === 0;
        field.setAttribute('aria-expanded', String(titles.length > 0));
        field.removeAttribute('aria-activedescendant');
        const said = titles.length ? await getString('market_suggested', 'local_asnunggul', titles.length) : '';
        if (mine === asked) {
            status.textContent = said;
        }
    };

    const ask = async() => {
        const words = field.value.trim();
        const mine = ++asked;
        if (words.length < LEAST) {
            close();
            return;
        }
        try {
            const [answer] = call([{methodname: 'local_asnunggul_suggest', args: {words}}]);
            const titles = await answer;
            // What was asked before the last key is no answer to it.
            if (mine === asked) {
                show(titles);
            }
        } catch (error) {
            // The page searches without suggestions just as well.
            close();
        }
    };

    field.addEventListener('input', () => {
        window.clearTimeout(timer);
        timer = window.setTimeout(ask, PAUSE);
    });
    field.addEventListener('blur', () => {
        window.clearTimeout(timer);
        close();
    });
    field.addEventListener('keydown', (event) => {
        const length = list.children.length;
        if (event.key === 'Escape' && length) {
            event.preventDefault();
            close();
        } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && length) {
            event.preventDefault();
            const step = event.key === 'ArrowDown' ? 1 : -1;
            mark(current() < 0 ? (step > 0 ? 0 : length - 1) : (current() + step + length) % length);
        } else if (event.key === 'Enter' && current() >= 0) {
            event.preventDefault();
            choose(options()[current()].textContent);
        }
    });
};
