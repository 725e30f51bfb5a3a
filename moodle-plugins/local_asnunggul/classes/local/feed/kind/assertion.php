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
 * Awards of the badge classes that leave the site.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class assertion extends person_kind {
    /**
     * Its name in the contract.
     *
     * @return string
     */
    public function name(): string {
        return 'assertion';
    }

    /**
     * The table whose id is the id of the row.
     *
     * @return string
     */
    protected function table(): string {
        return 'badge_issued';
    }

    /**
     * The columns of the table that are needed.
     *
     * @return string
     */
    protected function page_columns(): string {
        return 'k.id, k.userid, k.badgeid, k.dateissued, k.dateexpire';
    }

    /**
     * The values.
     *
     * @return array<string, string>
     */
    protected function expressions(): array {
        return [
            'badge' => 'k.badgeid',
            'learner' => 'p.learner',
            'issued' => 'k.dateissued',
            'expires' => 'NULLIF(k.dateexpire, 0)',
        ];
    }

    /**
     * The joins that leave only what is offered.
     *
     * @return string
     */
    protected function offered(): string {
        return 'JOIN {badge} b ON b.id = k.badgeid
           LEFT JOIN {' . offers::TABLE . '} o ON o.courseid = b.courseid';
    }

    /**
     * Site badges, and those of courses that are or were offered.
     *
     * @return string
     */
    protected function joined_condition(): string {
        return badge_class::LEAVES . ' AND ' . parent::joined_condition();
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
            (int)$record->badge,
            $record->learner,
            (int)$record->issued,
            $record->expires === null ? null : (int)$record->expires,
        ];
    }
}
