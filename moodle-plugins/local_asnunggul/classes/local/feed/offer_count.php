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
 * Counts the courses that are offered, and why the others are not; by the rules of offers, as everything is now. Reads only.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class offer_count {
    /** The courses that are offered. */
    public const OFFERED = 'offered';

    /** Courses looked at together. */
    private const CHUNK = 5000;

    /** Why a course that says nothing is not offered, by the best of its ways to enrol oneself. */
    private const DOORS = ['nodoor', 'closed', 'cohort', 'key', self::OFFERED];

    /**
     * How many courses there are of each sort.
     *
     * @return array<string, int> the offered ones first; the string `offers_<sort>` says why the others are not
     */
    public static function by_reason(): array {
        global $DB;

        $open = offers::OPEN_SELF_ENROLMENT;
        $sql = "SELECT c.id, c.category, c.visible,
                       MAX(CASE WHEN e.id IS NULL THEN 0
                                WHEN $open THEN 4
                                WHEN e.customint6 <> 1 THEN 1
                                WHEN COALESCE(e.customint5, 0) <> 0 THEN 2
                                ELSE 3 END) AS door
                  FROM {course} c
             LEFT JOIN {enrol} e ON e.courseid = c.id AND e.enrol = 'self' AND e.status = 0
                 WHERE c.id <> ?
              GROUP BY c.id, c.category, c.visible";
        $categories = new category_paths();
        $values = new field_values();
        // Without the field what was withheld stays so.
        $kept = $values->has('audience') ? [] : array_flip($DB->get_fieldset_select(offers::TABLE, 'courseid', 'withheld = 1'));
        $counts = array_fill_keys([self::OFFERED, 'hidden', 'withheld', 'unreadable', 'bysetting', ...self::DOORS], 0);
        foreach (array_chunk($DB->get_records_sql($sql, [SITEID]), self::CHUNK, true) as $courses) {
            $chosen = $values->of(array_map('intval', array_keys($courses)), ['audience']);
            foreach ($courses as $id => $course) {
                $visible = $course->visible && $categories->is_visible((int) $course->category);
                $says = isset($kept[$id]) ? ['audience' => 'no'] : $chosen[$id] ?? [];
                $counts[$visible ? self::reason($says, (int) $course->door) : 'hidden']++;
            }
        }
        return $counts;
    }

    /**
     * How many published courses say no JP that can be read: completing them earns none.
     *
     * @return int
     */
    public static function without_jp(): int {
        global $DB;

        $published = array_map('intval', $DB->get_fieldset_select(offers::TABLE, 'courseid', 'published = 1'));
        $with = array_filter((new field_values())->of($published, ['jp']), fn(array $values): bool => isset($values['jp']));
        return count($published) - count($with);
    }

    /**
     * The sort of a visible course.
     *
     * @param array $values what its audience field says, if anything
     * @param int $door
     * @return string
     */
    private static function reason(array $values, int $door): string {
        if (array_key_exists('audience', $values)) {
            return match ($values['audience']) {
                'all', 'agency' => self::OFFERED,
                null => 'unreadable',
                default => 'withheld',
            };
        }
        return offers::follow_self_enrolment() ? self::DOORS[$door] : 'bysetting';
    }
}
