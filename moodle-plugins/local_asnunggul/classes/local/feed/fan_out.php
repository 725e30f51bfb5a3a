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

use local_asnunggul\local\feed\kind\completion;
use local_asnunggul\local\feed\kind\course;
use local_asnunggul\local\feed\kind\enrolment;
use local_asnunggul\local\feed\kind\rating;

/**
 * Logs all rows that one change touches, by one INSERT … SELECT per kind; reads Moodle's tables, writes the change log only.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
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
            foreach (streams::all_kinds() as $name => $kind) {
                if ($kind::IN_COURSES !== null) {
                    change_log::add_selected($name, $kind::IN_COURSES . " $in", $params);
                }
            }
        }
    }

    /**
     * All completions of a course, and the ratings that stand on them.
     *
     * @param int $courseid
     */
    public static function course_completions(int $courseid): void {
        foreach ([completion::NAME => completion::IN_COURSES, rating::NAME => rating::IN_COURSES] as $kind => $ids) {
            change_log::add_selected($kind, "$ids = ?", [$courseid]);
        }
    }

    /**
     * All enrolments made through one enrolment method.
     *
     * @param int $enrolid
     */
    public static function enrol_instance(int $enrolid): void {
        change_log::add_selected(enrolment::NAME, 'SELECT ue.id FROM {user_enrolments} ue WHERE ue.enrolid = ?', [$enrolid]);
    }

    /**
     * The course, if the number of those who can enrol themselves is limited: one place more or less is left.
     *
     * @param int $courseid
     */
    public static function places(int $courseid): void {
        change_log::add_selected(
            course::NAME,
            "SELECT DISTINCT e.courseid AS id FROM {enrol} e WHERE e.courseid = ? AND e.enrol = 'self' AND e.customint3 > 0",
            [$courseid]
        );
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
                course::NAME,
                'SELECT c.id FROM {course} c JOIN {course_categories} cc ON cc.id = c.category WHERE cc.id = ? OR '
                    . $DB->sql_like('cc.path', '?'),
                [$categoryid, "$path/%"]
            );
        }
    }

    /**
     * All courses with a tag.
     *
     * @param int $tagid
     */
    public static function tag(int $tagid): void {
        $of = "ti.tagid = ? AND ti.component = 'core' AND ti.itemtype = 'course'";
        change_log::add_selected(course::NAME, "SELECT ti.itemid AS id FROM {tag_instance} ti WHERE $of", [$tagid]);
    }

    /**
     * All courses of the site.
     */
    public static function all_courses(): void {
        change_log::add_selected(course::NAME, 'SELECT c.id FROM {course} c WHERE c.id <> ?', [SITEID]);
    }

    /**
     * All rows about one person.
     *
     * @param int $userid
     * @param bool $erased the person's data is being deleted under privacy law
     */
    public static function person(int $userid, bool $erased = false): void {
        foreach (streams::all_kinds() as $name => $kind) {
            if ($ids = $kind->ids_of_person()) {
                change_log::add_selected($name, $ids, [$userid], $erased);
            }
        }
    }
}
