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
use local_asnunggul\local\membership\membership;

/**
 * How long ago the centre last read this site.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class lastread extends page_check {
    /** Seconds after which the centre is late: it asks every few minutes. */
    private const LATE = HOURSECS;

    #[\Override]
    public function get_result(): result {
        $membership = membership::current();
        if (!$membership || $membership->paused) {
            return new result(result::NA, get_string('lastread_notread', 'local_asnunggul'));
        }
        $now = \core\di::get(\core\clock::class)->time();
        $last = (int) get_config('local_asnunggul', 'lastread');
        $age = $now - max($last, $membership->joined);
        $status = match (true) {
            $age > DAYSECS => result::ERROR,
            $age > self::LATE => result::WARNING,
            default => result::OK,
        };
        $summary = $last === 0
            ? get_string('lastread_never', 'local_asnunggul')
            : get_string('lastread_ago', 'local_asnunggul', format_time(max(1, $now - $last)));
        return new result($status, $summary);
    }
}
