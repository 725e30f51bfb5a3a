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

use local_asnunggul\local\feed\kind\course;
use local_asnunggul\local\setting;

/**
 * Which courses are offered, and which once were: keeps the offer table equal to what follows from courses, categories and fields.
 *
 * A course that is hidden later leaves the catalogue, but what people learnt in it stays; one its admin withholds takes both along,
 * and stays withheld when it is deleted, or when the field that says so can no longer be asked.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class offers {
    /** @var string The table. */
    public const TABLE = 'local_asnunggul_offer';

    /**
     * @var string True for a self-enrolment method `e` that anybody can use: enabled, taking people, no key, no cohort. Its times
     * and places do not matter here: what is offered must not change by the clock alone.
     */
    public const OPEN_SELF_ENROLMENT = "e.enrol = 'self' AND e.status = 0 AND e.customint6 = 1
        AND COALESCE(e.password, '') = '' AND COALESCE(e.customint5, 0) = 0";

    /**
     * Whether the settings have changed since all offers were last recomputed.
     *
     * @return bool
     */
    public static function are_outdated(): bool {
        return get_config('local_asnunggul', 'offerbasis') !== self::basis();
    }

    /**
     * All that decides how courses read besides the courses themselves: when it changes, every course may have changed.
     *
     * @return string
     */
    public static function basis(): string {
        global $CFG;

        $follows = setting::default_offer()->value() === 'selfenrol';
        $basis = [$follows, $CFG->enrol_plugins_enabled, $CFG->enablecompletion, ...array_values(setting::mapped())];
        return sha1(json_encode($basis, JSON_THROW_ON_ERROR));
    }

    /**
     * Whether a course nobody decided about is offered when anybody can enrol in it.
     *
     * @return bool
     */
    public static function follow_self_enrolment(): bool {
        return setting::default_offer()->value() === 'selfenrol' && enrol_is_enabled('self');
    }

    /**
     * Recomputes all offers and logs what changes with them; every course, if the settings have changed.
     */
    public static function recompute_all(): void {
        global $DB;

        $basis = get_config('local_asnunggul', 'offerbasis');
        $changes = self::update($DB->get_fieldset_sql(
            'SELECT id FROM {course} WHERE id <> :site UNION SELECT courseid FROM {' . self::TABLE . '}',
            ['site' => SITEID]
        ));
        // Before the first time nobody can have read anything, so there is nothing to tell.
        if ($basis !== false) {
            self::log($changes);
        }
        if ($basis !== self::basis()) {
            fan_out::all_courses();
            set_config('offerbasis', self::basis(), 'local_asnunggul');
        }
    }

    /**
     * From now on what is published counts as once offered: somebody is about to read it. Looking at a preview is no reading.
     */
    public static function mark_seen(): void {
        global $DB;

        if (present::read(fn(): bool => $DB->record_exists(self::TABLE, ['published' => 1, 'seen' => 0]))) {
            present::apart(fn() => $DB->set_field(self::TABLE, 'seen', 1, ['published' => 1]));
        }
    }

    /**
     * Recomputes the offers of these courses and logs what changes with them.
     *
     * @param int[] $courseids
     */
    public static function recompute(array $courseids): void {
        self::log(self::update($courseids));
    }

    /**
     * Logs the courses whose offer changed, and all rows of those whose people now leave the site or no longer do.
     *
     * @param array<int, bool> $changes
     */
    private static function log(array $changes): void {
        foreach (array_keys($changes) as $courseid) {
            change_log::add(course::NAME, $courseid);
        }
        fan_out::courses(...array_keys($changes, true, true));
    }

    /**
     * Brings the offers of these courses up to date.
     *
     * @param int[] $courseids
     * @return array<int, bool> the courses whose offer changed, and whether that of the rows about people did
     */
    private static function update(array $courseids): array {
        $categories = new category_paths();
        $values = new field_values();
        $changes = [];
        foreach (array_chunk($courseids, 5000) as $chunk) {
            $changes += self::update_chunk($chunk, $categories, $values->of($chunk, ['audience']), $values->has('audience'));
        }
        return $changes;
    }

    /**
     * The same for at most 5,000.
     *
     * @param int[] $courseids
     * @param category_paths $categories
     * @param array $values
     * @param bool $asked whether there is a field that says to whom a course is offered
     * @return array<int, bool>
     */
    private static function update_chunk(array $courseids, category_paths $categories, array $values, bool $asked): array {
        global $DB;

        [$in, $params] = $DB->get_in_or_equal($courseids);
        $sql = "SELECT c.id, c.category, c.visible,
                       CASE WHEN EXISTS (SELECT 1 FROM {enrol} e WHERE e.courseid = c.id AND " . self::OPEN_SELF_ENROLMENT . ")
                            THEN 1 ELSE 0 END AS selfenrol
                  FROM {course} c
                 WHERE c.id $in";
        $courses = $DB->get_records_sql($sql, $params);
        $stored = $DB->get_records_select(self::TABLE, "courseid $in", $params, '', '*');
        $stored = array_column($stored, null, 'courseid');
        $new = [];
        $changes = [];
        foreach (array_map('intval', $courseids) as $courseid) {
            $before = $stored[$courseid] ?? null;
            $course = $courses[$courseid] ?? null;
            $visible = $course && $courseid !== (int)SITEID && $course->visible && $categories->is_visible((int)$course->category);
            $value = $values[$courseid] ?? [];
            // Deleted, without the field, or with a value that nobody can read, it says nothing any more: what it said last stands.
            $says = $course && $asked && $value !== ['audience' => null];
            $withheld = (int)($says ? $value === ['audience' => 'no'] : $before->withheld ?? 0);
            $choice = $withheld ? 'no' : self::choice($value, $visible && $course->selfenrol);
            $published = (int)($visible && in_array($choice, ['all', 'agency'], true));
            $after = [
                'courseid' => $courseid,
                'audience' => $choice === 'agency' ? 'agency' : 'all',
                'published' => $published,
                'learning' => $withheld ? 0 : max($published, (int)($before->seen ?? 0)),
                'withheld' => $withheld,
            ];
            if (!$before && ($published || $withheld)) {
                $new[] = $after;
            } else if ($before && array_diff_assoc($after, (array)$before)) {
                $DB->update_record(self::TABLE, ['id' => $before->id] + $after);
            }
            $was = $before ? array_intersect_key((array)$before, $after) : ['published' => 0, 'learning' => 0] + $after;
            if (array_diff_assoc(['withheld' => $was['withheld']] + $after, $was)) {
                $changes[$courseid] = $after['learning'] !== (int)$was['learning'];
            }
        }
        $DB->insert_records(self::TABLE, $new);
        return $changes;
    }

    /**
     * To whom a course is offered.
     *
     * @param array $values
     * @param bool $open anybody can enrol in it now
     * @return string|null all, agency, no; null: nobody decided, or what they decided cannot be read
     */
    private static function choice(array $values, bool $open): ?string {
        if (array_key_exists('audience', $values)) {
            return $values['audience'];
        }
        return $open && self::follow_self_enrolment() ? 'all' : null;
    }
}
