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
 * Caches: what may be lost without harm.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$definitions = [
    // The last good tenant status of the centre, shown with its age.
    'answers' => [
        'mode' => cache_store::MODE_APPLICATION,
        'simplekeys' => true,
    ],
    // Since when pages of the marketplace do not wait for the centre.
    'breaker' => [
        'mode' => cache_store::MODE_APPLICATION,
        'simplekeys' => true,
    ],
    // The last good answers of the centre about the marketplace: few places, and nothing of who asked.
    'market' => [
        'mode' => cache_store::MODE_APPLICATION,
        'simplekeys' => true,
    ],
    // When the database was last as new as the code of every plugin.
    'versions' => [
        'mode' => cache_store::MODE_APPLICATION,
        'simplekeys' => true,
    ],
];
