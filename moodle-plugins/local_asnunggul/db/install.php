<?php
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
 * What happens once, after the tables exist.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Stores the settings' defaults, makes the course custom fields the catalogue reads, and remembers the completions, awards
 * and badges that exist.
 *
 * @return bool
 */
function xmldb_local_asnunggul_install(): bool {
    \local_asnunggul\local\feed\course_fields::create_missing();
    \local_asnunggul\local\feed\watched_rows::begin();
    \local_asnunggul\local\feed\badge_homes::begin();
    \local_asnunggul\local\setting::store_defaults();
    return true;
}
