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
 * What Moodle still asks of lib.php: the checks of the status report, and a place in the navigation of a course.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\check\row;
use local_asnunggul\output\rating_link;

/**
 * The checks this plugin adds to Moodle's status report.
 *
 * @return \core\check\check[]
 */
function local_asnunggul_status_checks(): array {
    return [...row::of_site(), ...row::of_network()];
}

/**
 * The link to the ratings of a course.
 *
 * @param navigation_node $navigation
 * @param stdClass $course
 */
function local_asnunggul_extend_navigation_course(navigation_node $navigation, stdClass $course): void {
    rating_link::add($navigation, $course);
}
