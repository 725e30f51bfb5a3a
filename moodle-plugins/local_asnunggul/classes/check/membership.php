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

namespace local_asnunggul\check;

use core\check\result;
use local_asnunggul\local\membership\membership as site_membership;

/**
 * Whether this site has joined and lets the centre read.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class membership extends page_check {
    #[\Override]
    public function get_result(): result {
        $membership = site_membership::current();
        if (!$membership) {
            return new result(result::INFO, get_string('selftest_joined_not', 'local_asnunggul'));
        }
        if ($membership->paused) {
            return new result(result::WARNING, get_string('selftest_joined_paused', 'local_asnunggul'));
        }
        return new result(result::OK, get_string('joinedto', 'local_asnunggul', s($membership->centre)));
    }
}
