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

namespace local_asnunggul\local\rating;

use core\context\course as course_context;

/**
 * Whether the person who is signed in may do something about ratings, and if not, why; reads only.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class entitlement {
    /**
     * Why this person may not rate this course.
     *
     * @param \stdClass $course
     * @return string|null the string that says so; null: they may
     */
    public static function refusal(\stdClass $course): ?string {
        global $CFG, $USER;

        return match (true) {
            (bool)($refusal = self::refusal_of_anything()) => $refusal,
            !has_capability('local/asnunggul:rate', course_context::instance($course->id)) => 'ratingrefused_capability',
            (int)$course->id === (int)SITEID, !$course->enablecompletion, !$CFG->enablecompletion => 'ratingrefused_untracked',
            !self::completed((int)$course->id, (int)$USER->id) => 'ratingrefused_incomplete',
            default => null,
        };
    }

    /**
     * Why this person may not say anything in their own name.
     *
     * @return string|null the string that says so; null: they may
     */
    public static function refusal_of_anything(): ?string {
        return match (true) {
            !isloggedin(), isguestuser() => 'ratingrefused_guest',
            // What a person thinks of a course nobody says for them.
            \core\session\manager::is_loggedinas() => 'ratingrefused_loginas',
            default => null,
        };
    }

    /**
     * Why this person may not report a rating as abuse.
     *
     * @param \stdClass $rating
     * @return string|null the string that says so; null: they may
     */
    public static function refusal_of_report(\stdClass $rating): ?string {
        global $USER;

        return match (true) {
            (bool)($refusal = self::refusal_of_anything()) => $refusal,
            (int)$rating->userid === (int)$USER->id => 'ratingrefused_own',
            abuse::is_reported((int)$rating->id, (int)$USER->id) => 'ratingrefused_reported',
            default => null,
        };
    }

    /**
     * Ends the request of somebody who may not do something.
     *
     * @param string|null $refusal
     */
    public static function enforce(?string $refusal): void {
        if ($refusal) {
            throw new \moodle_exception($refusal, 'local_asnunggul');
        }
    }

    /**
     * Whether somebody has a completion of a course now.
     *
     * @param int $courseid
     * @param int $userid
     * @return bool
     */
    private static function completed(int $courseid, int $userid): bool {
        global $DB;
        $where = 'course = ? AND userid = ? AND timecompleted > 0';
        return $DB->record_exists_select('course_completions', $where, [$courseid, $userid]);
    }
}
