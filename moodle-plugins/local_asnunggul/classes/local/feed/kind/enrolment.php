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

/**
 * Enrolments in courses that are or were offered.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class enrolment extends person_kind {
    /**
     * Its name in the contract.
     *
     * @return string
     */
    public function name(): string {
        return 'enrolment';
    }

    /**
     * The table whose id is the id of the row.
     *
     * @return string
     */
    protected function table(): string {
        return 'user_enrolments';
    }

    /**
     * The columns of the table that are needed.
     *
     * @return string
     */
    protected function page_columns(): string {
        return 'k.id, k.userid, k.enrolid, k.status, k.timestart, k.timeend, k.timecreated';
    }

    /**
     * The values. An end of 2147483647 is what the table has for "none" by default.
     *
     * @return array<string, string>
     */
    protected function expressions(): array {
        return [
            'course' => 'e.courseid',
            'learner' => 'p.learner',
            'status' => "CASE WHEN k.status = 0 AND e.status = 0 THEN 'active' ELSE 'suspended' END",
            'method' => 'e.enrol',
            'starts' => 'NULLIF(k.timestart, 0)',
            'ends' => 'NULLIF(NULLIF(k.timeend, 0), 2147483647)',
            'created' => 'k.timecreated',
        ];
    }

    /**
     * The joins that leave only what is offered.
     *
     * @return string
     */
    protected function offered(): string {
        return 'JOIN {enrol} e ON e.id = k.enrolid
                JOIN {' . offers::TABLE . '} o ON o.courseid = e.courseid AND o.learning = 1';
    }

    /**
     * One row.
     *
     * @param \stdClass $record
     * @return array
     */
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
