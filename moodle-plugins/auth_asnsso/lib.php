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
 * What Moodle still asks of lib.php: the checks of the status and the security report.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * The checks this plugin adds to Moodle's status report.
 *
 * @return \core\check\check[]
 */
function auth_asnsso_status_checks(): array {
    return \auth_asnsso\local\health::checks(\auth_asnsso\local\health::STATUS);
}

/**
 * The checks this plugin adds to Moodle's security report.
 *
 * @return \core\check\check[]
 */
function auth_asnsso_security_checks(): array {
    return \auth_asnsso\local\health::checks(\auth_asnsso\local\health::SECURITY);
}
