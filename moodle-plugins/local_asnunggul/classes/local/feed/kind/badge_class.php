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

namespace local_asnunggul\local\feed\kind;

use local_asnunggul\local\feed\offers;
use local_asnunggul\local\feed\plain_text;

/**
 * Badges of the site and of courses that are or were offered.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class badge_class extends kind {
    /** @var string True for a badge b that leaves the site, with the offer o of its course. */
    public const LEAVES = '(b.type = 1 OR o.learning = 1)';

    /** @var string[] What Moodle's numbers mean to a learner; locked is only about editing. */
    private const STATUS = ['inactive', 'active', 'active', 'inactive', 'archived'];

    /**
     * Its name in the contract.
     *
     * @return string
     */
    public function name(): string {
        return 'badge_class';
    }

    /**
     * Its columns, in the order of the contract.
     *
     * @return string[]
     */
    public function columns(): array {
        return ['id', 'course', 'name', 'description', 'issuer', 'status', 'created'];
    }

    /**
     * The most rows in one page.
     *
     * @return int
     */
    public function page_size(): int {
        return 1000;
    }

    /**
     * The table whose id is the id of the row.
     *
     * @return string
     */
    protected function table(): string {
        return 'badge';
    }

    /**
     * The values.
     *
     * @return string
     */
    protected function values(): string {
        return 'b.courseid, b.name, b.description, b.issuername, b.status, b.timecreated';
    }

    /**
     * The badge itself, and the offer of its course.
     *
     * @return string
     */
    protected function joins(): string {
        return 'JOIN {badge} b ON b.id = k.id LEFT JOIN {' . offers::TABLE . '} o ON o.courseid = b.courseid';
    }

    /**
     * Site badges, and those of courses that are or were offered.
     *
     * @return string
     */
    protected function joined_condition(): string {
        return self::LEAVES;
    }

    /**
     * Rows in the order of the columns.
     *
     * @param \moodle_recordset $records
     * @return array[]
     */
    protected function rows(\moodle_recordset $records): array {
        $rows = [];
        foreach ($records as $record) {
            $rows[] = [
                (int)$record->id,
                $record->courseid ? (int)$record->courseid : null,
                plain_text::line($record->name, 255) ?? "#$record->id",
                plain_text::paragraphs($record->description, 2000),
                plain_text::line($record->issuername, 255),
                self::STATUS[(int)$record->status] ?? 'inactive',
                (int)$record->timecreated,
            ];
        }
        return $rows;
    }
}
