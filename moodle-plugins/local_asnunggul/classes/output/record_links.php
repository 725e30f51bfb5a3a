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

namespace local_asnunggul\output;

use core\url;

/**
 * Where a record of the contract can be edited in this Moodle; one query for each kind, however many records.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class record_links {
    /** From the id of a record to the id its page wants. */
    private const PARENTS = [
        'enrolment' => 'SELECT ue.id, e.courseid FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE ue.id',
        'completion' => 'SELECT id, course FROM {course_completions} WHERE id',
        'assertion' => 'SELECT id, badgeid FROM {badge_issued} WHERE id',
    ];

    /** @var int[][] Kind → record id → id of the course or badge. */
    private array $parents = [];

    /**
     * Looks up all records at once.
     *
     * @param array[] $records with `kind` and `id`
     */
    public function __construct(array $records) {
        global $DB;
        foreach (self::PARENTS as $kind => $sql) {
            $ids = array_column(array_filter($records, fn(array $record): bool => $record['kind'] === $kind), 'id');
            if ($ids) {
                [$in, $params] = $DB->get_in_or_equal($ids);
                $this->parents[$kind] = $DB->get_records_sql_menu("$sql $in", $params);
            }
        }
    }

    /**
     * The page of a record, or null if the record is gone.
     *
     * @param string $kind
     * @param int $id
     * @return string|null
     */
    public function url(string $kind, int $id): ?string {
        $parent = $this->parents[$kind][$id] ?? null;
        $url = match (true) {
            $kind === 'course' => new url('/course/edit.php', ['id' => $id]),
            $kind === 'badge_class' => new url('/badges/overview.php', ['id' => $id]),
            $parent === null => null,
            $kind === 'enrolment' => new url('/user/index.php', ['id' => $parent]),
            $kind === 'completion' => new url('/report/completion/index.php', ['course' => $parent]),
            $kind === 'assertion' => new url('/badges/recipients.php', ['id' => $parent]),
        };
        return $url?->out(false);
    }
}
