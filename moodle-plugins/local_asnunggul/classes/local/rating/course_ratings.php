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

namespace local_asnunggul\local\rating;

use local_asnunggul\local\feed\kind\rating;

/**
 * The ratings of a course as everybody at this site may see them, without who gave them: the same that would leave; reads only.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_ratings {
    /** @var int How many there are on one page. */
    public const PAGE_SIZE = 20;

    /**
     * How many there are, and their mean.
     *
     * @param int $courseid
     * @return array{int, float} the mean of none is 0
     */
    public static function summary(int $courseid): array {
        global $DB;

        $sql = 'SELECT COUNT(*) AS found, COALESCE(SUM(k.stars), 0) AS stars ' . self::counted();
        $sums = $DB->get_record_sql($sql, [$courseid]);
        return [(int)$sums->found, $sums->found ? (float)($sums->stars / $sums->found) : 0.0];
    }

    /**
     * One page of them, newest first.
     *
     * @param int $courseid
     * @param int $page from 0
     * @return \stdClass[] by id, with the number of reports
     */
    public static function page(int $courseid, int $page): array {
        global $DB;

        $reports = '(SELECT COUNT(*) FROM {' . rating::REPORTS . '} rr WHERE rr.ratingid = k.id) AS reports';
        $sql = "SELECT k.*, $reports " . self::counted() . ' ORDER BY COALESCE(k.timemodified, k.timecreated) DESC, k.id DESC';
        return $DB->get_records_sql($sql, [$courseid], $page * self::PAGE_SIZE, self::PAGE_SIZE);
    }

    /**
     * One rating, also one that does not count.
     *
     * @param int $id
     * @return \stdClass
     */
    public static function one(int $id): \stdClass {
        global $DB;
        return $DB->get_record(rating::TABLE, ['id' => $id], '*', MUST_EXIST);
    }

    /**
     * Why ratings were reported, for their owner.
     *
     * @param int[] $ratingids
     * @return string[][] reasons by the id of the rating
     */
    public static function reasons(array $ratingids): array {
        global $DB;

        $reasons = [];
        foreach ($DB->get_records_list(rating::REPORTS, 'ratingid', $ratingids, 'id', 'id, ratingid, reason') as $report) {
            $reasons[$report->ratingid][] = $report->reason;
        }
        return $reasons;
    }

    /**
     * The ratings of a course that count, as the end of a query.
     *
     * @return string
     */
    private static function counted(): string {
        return 'FROM {' . rating::TABLE . '} k WHERE k.courseid = ? AND ' . rating::CONDITION;
    }
}
