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
use local_asnunggul\local\feed\sql_time;

/**
 * Enrolments in courses that are or were offered.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment extends person_kind {
    /** @var string Its name in the contract. */
    public const NAME = 'enrolment';

    /** @var string Moodle's table. */
    public const TABLE = 'user_enrolments';

    /** @var string What of it is needed. */
    protected const PAGE_COLUMNS = 'k.id, k.userid, k.enrolid, k.status, k.timestart, k.timeend, k.timecreated';

    /** @var string Its method, and the offer of the course. */
    protected const OFFERED = 'JOIN {enrol} e ON e.id = k.enrolid
                JOIN {' . offers::TABLE . '} o ON o.courseid = e.courseid AND o.learning = 1';

    /** @var string[] Not numbers. */
    protected const TEXTS = ['learner', 'status', 'method'];

    /** @var string Those in a course. */
    public const IN_COURSES = 'SELECT ue.id FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.courseid';

    /** @var string Its method: what takes one away names no enrolment. */
    public const WATCHED_BY = 'enrolid';

    /** @var string[] Where it can be edited. */
    protected const PAGE = ['/user/index.php', 'id'];

    /** @var string Its course. */
    protected const ABOUT = 'SELECT ue.id, e.courseid FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE ue.id';

    // The values. An end of 2147483647 is what the table has for "none" by default.
    #[\Override]
    protected function expressions(): array {
        return [
            'course' => 'e.courseid',
            'learner' => 'p.learner',
            'status' => "CASE WHEN k.status = 0 AND e.status = 0 THEN 'active' ELSE 'suspended' END",
            'method' => 'e.enrol',
            'starts' => sql_time::or_null('k.timestart'),
            'ends' => 'NULLIF(' . sql_time::or_null('k.timeend') . ', 2147483647)',
            'created' => sql_time::always('k.timecreated'),
        ];
    }

    #[\Override]
    protected function row(\stdClass $record): array {
        return [
            (int)$record->id,
            (int)$record->course,
            $record->learner,
            $record->status,
            $record->method,
            $record->starts === null ? null : (int)$record->starts,
            $record->ends === null ? null : (int)$record->ends,
            (int)$record->created,
        ];
    }
}
