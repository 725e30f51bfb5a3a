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
 * In which course each badge of a course was made: keeps its table, and reads Moodle's badges.
 *
 * When the contents of a course are deleted Moodle makes its badges badges of the site, which would then leave whatever the
 * course's admin had decided. The decision about a badge stays that about its course.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class badge_homes {
    /** @var string The table. */
    public const TABLE = 'local_asnunggul_badge';

    /** @var string Joins to a badge b its home h and the offer o of the course it was made in. */
    public const JOIN = 'LEFT JOIN {' . self::TABLE . '} h ON h.badgeid = b.id
           LEFT JOIN {' . offers::TABLE . '} o ON o.courseid = ' . self::COURSE;

    /** @var string The course of a badge b with its home h. */
    public const COURSE = 'COALESCE(b.courseid, h.courseid)';

    /** @var string True for a badge b that leaves: one made as a badge of the site, or in a course that is or was offered. */
    public const LEAVES = '(b.type = 1 AND h.id IS NULL OR o.learning = 1)';

    /**
     * Remembers the badges there are; called once. Of courses deleted before, nobody knows what was decided about them.
     */
    public static function begin(): void {
        global $DB;

        self::remember();
        // What only a badge of a course can ask for: completing this course (4), or an activity in it (1).
        $DB->execute('INSERT INTO {' . self::TABLE . '} (badgeid, courseid)
                      SELECT b.id, 0 FROM {badge} b
                       WHERE b.type = 1
                             AND EXISTS (SELECT 1 FROM {badge_criteria} c WHERE c.badgeid = b.id AND c.criteriatype IN (1, 4))
                             AND NOT EXISTS (SELECT 1 FROM {' . self::TABLE . '} h WHERE h.badgeid = b.id)');
    }

    /**
     * Remembers badges that are not remembered yet.
     *
     * @param string $condition on the badge b
     * @param array $params
     */
    public static function remember(string $condition = '1 = 1', array $params = []): void {
        global $DB;

        $DB->execute('INSERT INTO {' . self::TABLE . "} (badgeid, courseid)
                      SELECT b.id, b.courseid FROM {badge} b
                       WHERE b.courseid IS NOT NULL AND $condition
                             AND NOT EXISTS (SELECT 1 FROM {" . self::TABLE . '} h WHERE h.badgeid = b.id)', $params);
    }

    /**
     * Whether a badge is not remembered yet.
     *
     * @return bool
     */
    public static function are_missing(): bool {
        global $DB;
        return $DB->record_exists_sql('SELECT 1 FROM {badge} b LEFT JOIN {' . self::TABLE . '} h ON h.badgeid = b.id
                                        WHERE b.courseid IS NOT NULL AND h.id IS NULL');
    }

    /**
     * Forgets badges that are no more.
     */
    public static function forget_gone(): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'NOT EXISTS (SELECT 1 FROM {badge} b WHERE b.id = badgeid)');
    }
}
