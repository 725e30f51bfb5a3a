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
use local_asnunggul\local\feed\sql_time;

/**
 * Awards of the badge classes that leave the site.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class assertion extends person_kind {
    /** @var string Its name in the contract. */
    public const NAME = 'assertion';

    /** @var string Moodle's table. */
    public const TABLE = 'badge_issued';

    /** @var string What of it is needed. */
    protected const PAGE_COLUMNS = 'k.id, k.userid, k.badgeid, k.dateissued, k.dateexpire';

    /** @var string The badge, and the offer of the course it was made in. */
    protected const OFFERED = 'JOIN {badge} b ON b.id = k.badgeid ' . badge_homes::JOIN;

    /** @var string Site badges, and those of courses that are or were offered. */
    protected const JOINED_CONDITION = badge_homes::LEAVES . ' AND ' . parent::JOINED_CONDITION;

    /** @var string Those of badges made in a course. */
    public const IN_COURSES = 'SELECT bi.id FROM {badge_issued} bi JOIN {badge} b ON b.id = bi.badgeid
             LEFT JOIN {' . badge_homes::TABLE . '} h ON h.badgeid = b.id WHERE ' . badge_homes::COURSE;

    /** @var string Its badge. */
    public const WATCHED_BY = 'badgeid';

    /** @var string[] Where it can be edited. */
    protected const PAGE = ['/badges/recipients.php', 'id'];

    /** @var string Its badge. */
    protected const ABOUT = 'SELECT id, badgeid FROM {badge_issued} WHERE id';

    #[\Override]
    protected function expressions(): array {
        return [
            'badge' => 'k.badgeid',
            'learner' => 'p.learner',
            'issued' => sql_time::always('k.dateissued'),
            'expires' => sql_time::or_null('k.dateexpire'),
        ];
    }

    #[\Override]
    protected function row(\stdClass $record): array {
        return [
            (int)$record->id,
            (int)$record->badge,
            $record->learner,
            (int)$record->issued,
            $record->expires === null ? null : (int)$record->expires,
        ];
    }
}
