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

use local_asnunggul\local\feed\badge_homes;
use local_asnunggul\local\feed\long_text;
use local_asnunggul\local\feed\plain_text;
use local_asnunggul\local\feed\sql_time;

/**
 * Badges of the site and of courses that are or were offered.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class badge_class extends kind {
    /** @var string Its name in the contract. */
    public const NAME = 'badge_class';

    /** @var string Moodle's table. */
    public const TABLE = 'badge';

    /** @var string The badge itself, and the offer of the course it was made in. */
    protected const OFFERED = 'JOIN {badge} b ON b.id = k.id ' . badge_homes::JOIN;

    /** @var string Site badges, and those of courses that are or were offered. */
    protected const JOINED_CONDITION = badge_homes::LEAVES;

    /** @var int Its texts are long. */
    public const PAGE_SIZE = 1000;

    /** @var int So few at once. */
    public const READ_SIZE = 100;

    /** @var string Those made in a course. */
    public const IN_COURSES = 'SELECT b.id FROM {badge} b LEFT JOIN {' . badge_homes::TABLE . '} h ON h.badgeid = b.id WHERE '
        . badge_homes::COURSE;

    /** @var string[] Where it can be edited. */
    protected const PAGE = ['/badges/overview.php', 'id'];

    /** @var string[] What Moodle's numbers mean to a learner; locked is only about editing. */
    private const STATUS = ['inactive', 'active', 'active', 'inactive', 'archived'];

    #[\Override]
    public function columns(): array {
        return ['id', 'course', 'name', 'description', 'issuer', 'status', 'created'];
    }

    #[\Override]
    protected function values(): string {
        return implode(', ', [
            'b.courseid, b.name, b.issuername, b.status',
            long_text::columns('b.description', 'description'),
            sql_time::always('b.timecreated') . ' AS timecreated',
        ]);
    }

    #[\Override]
    protected function rows(\moodle_recordset $records): array {
        $rows = [];
        foreach ($records as $record) {
            $rows[] = self::guarded($record, ['name', 'description', 'descriptiontail', 'issuername'], self::row(...));
        }
        return $rows;
    }

    /**
     * One row.
     *
     * @param \stdClass $badge
     * @return array
     */
    private static function row(\stdClass $badge): array {
        return [
            (int)$badge->id,
            $badge->courseid ? (int)$badge->courseid : null,
            plain_text::line($badge->name, 255) ?? "#$badge->id",
            plain_text::paragraphs(long_text::of($badge, 'description'), 2000),
            plain_text::line($badge->issuername, 255),
            self::STATUS[(int)$badge->status] ?? 'inactive',
            (int)$badge->timecreated,
        ];
    }
}
