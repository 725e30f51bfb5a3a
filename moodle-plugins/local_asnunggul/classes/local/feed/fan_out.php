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

namespace local_asnunggul\local\feed;

/**
 * Logs all rows that one change touches, by one INSERT … SELECT per kind; reads Moodle's tables, writes the change log only.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class fan_out {
    /**
     * All rows about people in these courses, and their badges.
     *
     * @param int ...$courseids
     */
    public static function courses(int ...$courseids): void {
        global $DB;

        foreach (array_chunk($courseids, 5000) as $chunk) {
            [$in, $params] = $DB->get_in_or_equal($chunk);
            change_log::add_selected(
                'enrolment',
                "SELECT ue.id FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.courseid $in",
                $params
            );
            change_log::add_selected(
                'completion',
                "SELECT cc.id FROM {course_completions} cc WHERE cc.course $in AND cc.timecompleted IS NOT NULL",
                $params
            );
            change_log::add_selected('badge_class', "SELECT b.id FROM {badge} b WHERE b.courseid $in", $params);
            change_log::add_selected(
                'assertion',
                "SELECT bi.id FROM {badge_issued} bi JOIN {badge} b ON b.id = bi.badgeid WHERE b.courseid $in",
                $params
            );
        }
    }

    /**
     * All completions of a course.
     *
     * @param int $courseid
     */
    public static function course_completions(int $courseid): void {
        change_log::add_selected(
            'completion',
            'SELECT cc.id FROM {course_completions} cc WHERE cc.course = ? AND cc.timecompleted IS NOT NULL',
            [$courseid]
        );
    }

    /**
     * All enrolments made through one enrolment method.
     *
     * @param int $enrolid
     */
    public static function enrol_instance(int $enrolid): void {
        change_log::add_selected('enrolment', 'SELECT ue.id FROM {user_enrolments} ue WHERE ue.enrolid = ?', [$enrolid]);
    }

    /**
     * All courses in a category and below it.
     *
     * @param int $categoryid
     */
    public static function category(int $categoryid): void {
        global $DB;

        $path = $DB->get_field('course_categories', 'path', ['id' => $categoryid]);
        if ($path !== false) {
            change_log::add_selected(
                'course',
                'SELECT c.id FROM {course} c JOIN {course_categories} cc ON cc.id = c.category WHERE cc.id = ? OR '
                    . $DB->sql_like('cc.path', '?'),
                [$categoryid, "$path/%"]
            );
        }
    }

    /**
     * All courses of the site.
     */
    public static function all_courses(): void {
        change_log::add_selected('course', 'SELECT c.id FROM {course} c WHERE c.id <> ?', [SITEID]);
    }

    /**
     * All rows about one person.
     *
     * @param int $userid
     * @param bool $erased the person's data is being deleted under privacy law
     */
    public static function person(int $userid, bool $erased = false): void {
        $tables = ['enrolment' => 'user_enrolments', 'completion' => 'course_completions', 'assertion' => 'badge_issued'];
        foreach ($tables as $kind => $table) {
            change_log::add_selected($kind, "SELECT t.id FROM {{$table}} t WHERE t.userid = ?", [$userid], $erased);
        }
    }
}
