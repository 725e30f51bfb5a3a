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
 * What the marketplace does beside its pages, which are complete without it: titles are suggested, pages turn in their place.
 *
 * @module     local_asnunggul/marketplace
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

import {init as suggest} from 'local_asnunggul/suggestions';
import {init as turn} from 'local_asnunggul/turning';

/**
 * Begins both where the page has what they need.
 */
export const init = () => {
    const field = document.querySelector('#local-asnunggul-q[data-suggests]');
    if (field) {
        suggest(field);
    }
    if (document.querySelector('#local-asnunggul-results')) {
        turn();
    }
};
