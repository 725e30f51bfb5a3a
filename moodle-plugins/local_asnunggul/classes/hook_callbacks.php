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

namespace local_asnunggul;

use local_asnunggul\local\feed\badge_homes;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\fan_out;
use local_asnunggul\local\feed\offers;

/**
 * Writes down the rows that are about to vanish, while their ids are still known, and what was decided about a course.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hook_callbacks {
    /**
     * A course is about to be deleted with everything in it.
     *
     * @param \core_course\hook\before_course_deleted $hook
     */
    public static function before_course_deleted(\core_course\hook\before_course_deleted $hook): void {
        $courseid = (int)$hook->course->id;
        change_log::guarded(fn() => badge_homes::remember('b.courseid = ?', [$courseid]));
        change_log::guarded(fn() => change_log::remember("course $courseid", fn() => fan_out::courses($courseid)));
        // Its admin may have withheld it a moment ago; afterwards nobody can ask.
        change_log::guarded(fn() => offers::recompute([$courseid]));
    }

    /**
     * An account is about to be deleted; leftovers of its enrolments go without an event.
     *
     * @param \core_user\hook\before_user_deleted $hook
     */
    public static function before_user_deleted(\core_user\hook\before_user_deleted $hook): void {
        $userid = (int)$hook->user->id;
        change_log::guarded(fn() => change_log::remember("user $userid", fn() => fan_out::person($userid)));
    }
}
