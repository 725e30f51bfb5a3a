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
 * When learners can enrol themselves in a course, and how many places are left; reads Moodle's tables, never the clock.
 *
 * Whether a course is open now changes without an event: the centre decides that from these values.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_window {
    /**
     * Holds what the enrolment method says.
     *
     * @param int|null $from
     * @param int|null $until
     * @param int|null $places
     */
    public function __construct(
        /** @var int|null Its first second; null: no beginning. */
        public readonly ?int $from = null,
        /** @var int|null Its last second; null: no end. */
        public readonly ?int $until = null,
        /** @var int|null Places that are left; null: any number. */
        public readonly ?int $places = null,
    ) {
    }

    /**
     * The windows of these courses; those without self-enrolment that anybody can use are missing.
     *
     * @param int[] $courseids
     * @return array<int, self> by course
     */
    public static function of(array $courseids): array {
        global $DB;

        if (!$courseids || !enrol_is_enabled('self')) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($courseids);
        // Moodle counts every enrolment made by the method, also a suspended one.
        $sql = "SELECT e.id, e.courseid, e.enrolstartdate, e.enrolenddate, e.customint3,
                       CASE WHEN e.customint3 > 0 THEN (SELECT COUNT(*) FROM {user_enrolments} ue WHERE ue.enrolid = e.id)
                            ELSE 0 END AS taken
                  FROM {enrol} e
                 WHERE e.courseid $in AND " . offers::OPEN_SELF_ENROLMENT . "
              ORDER BY e.id";
        $windows = [];
        foreach ($DB->get_records_sql($sql, $params) as $method) {
            $limit = (int)$method->customint3;
            $windows[(int)$method->courseid][] = new self(
                self::time((int)$method->enrolstartdate),
                self::time((int)$method->enrolenddate),
                $limit > 0 ? max(0, $limit - (int)$method->taken) : null
            );
        }
        return array_map(self::best(...), $windows);
    }

    /**
     * The window a learner has most of: one that opens before it closes, then one with places before one without, then the one
     * that closes last, then the one that opens first, then the one with most places. Not the one that is open now: that would be
     * another one by the clock alone.
     *
     * @param self[] $windows by ascending id of the method
     * @return self
     */
    private static function best(array $windows): self {
        $rank = fn(self $window): array => [
            ($window->from ?? 0) <= ($window->until ?? PHP_INT_MAX), $window->places !== 0, $window->until ?? PHP_INT_MAX,
            -($window->from ?? 0), $window->places ?? PHP_INT_MAX,
        ];
        usort($windows, fn(self $one, self $other): int => $rank($other) <=> $rank($one));
        return $windows[0];
    }

    /**
     * A time as the contract has it; what lies before 1970 or far beyond is the nearest time there is.
     *
     * @param int $time of Moodle, 0 where there is none
     * @return int|null
     */
    private static function time(int $time): ?int {
        return $time === 0 ? null : min(max($time, 0), sql_time::LAST);
    }
}
