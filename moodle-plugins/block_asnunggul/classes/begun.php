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

namespace block_asnunggul;

/**
 * The courses of this site that somebody has opened and not completed, the last one first.
 *
 * @package    block_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class begun {
    /** Courses that are looked at: completed ones among them leave room for others. */
    private const LOOKED_AT = 12;

    /**
     * Their courses, as far as Moodle lets them in.
     *
     * @param int $userid
     * @param int $most
     * @return \stdClass[]
     */
    public static function courses(int $userid, int $most): array {
        global $CFG, $DB;
        require_once("$CFG->dirroot/course/lib.php");
        $opened = course_get_recent_courses($userid, self::LOOKED_AT);
        if (!$opened) {
            return [];
        }
        [$among, $params] = $DB->get_in_or_equal(array_column($opened, 'id'), SQL_PARAMS_NAMED);
        $sql = "SELECT course FROM {course_completions} WHERE userid = :userid AND timecompleted IS NOT NULL AND course $among";
        $completed = $DB->get_fieldset_sql($sql, ['userid' => $userid] + $params);
        $isbegun = fn(\stdClass $course): bool => !in_array($course->id, $completed);
        return array_slice(array_values(array_filter($opened, $isbegun)), 0, $most);
    }
}
