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
 * Scheduled tasks.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

// Every few minutes, once an hour, or once a day; what is not said here is "every".
$tasks = [
    ['classname' => \local_asnunggul\task\catch_up::class, 'minute' => 'R'],
    ['classname' => \local_asnunggul\task\fetch_marketplace::class, 'minute' => 'R'],
    ['classname' => \local_asnunggul\task\make_images::class, 'minute' => '*/5'],
    ['classname' => \local_asnunggul\task\prune::class, 'minute' => 'R', 'hour' => 'R'],
    ['classname' => \local_asnunggul\task\rotate_keys::class, 'minute' => 'R', 'hour' => 'R'],
];
