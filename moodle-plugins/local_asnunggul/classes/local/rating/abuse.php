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

use local_asnunggul\event\rating_reported;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\site;
use local_asnunggul\undisturbed;

/**
 * Reports that a rating is abusive, one of each person: LAN reads how many, the owner reads why, nobody reads who. Writes the table
 * of reports and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class abuse {
    /** @var int How long to wait for another report of the same rating, in seconds. */
    private const PATIENCE = 10;

    /**
     * The person who is signed in reports a rating.
     *
     * @param int $ratingid
     * @param string|null $reason
     */
    public static function report(int $ratingid, ?string $reason): void {
        global $DB, $USER;

        $reason = written::text($reason, written::SHORT)
            ?? throw new \invalid_parameter_exception('A report says why.');
        $alone = function () use ($DB, $USER, $ratingid, $reason): \stdClass {
            $rating = $DB->get_record(rating::TABLE, ['id' => $ratingid], '*', MUST_EXIST);
            entitlement::enforce(entitlement::refusal_of_report($rating));
            return undisturbed::wholly(function () use ($DB, $USER, $rating, $reason): \stdClass {
                $report = ['ratingid' => $rating->id, 'userid' => $USER->id, 'reason' => $reason, 'timecreated' => site::now()];
                $DB->insert_record(rating::REPORTS, (object)$report);
                change_log::add(rating::NAME, (int)$rating->id);
                return $rating;
            });
        };
        $busy = fn() => throw new \moodle_exception('rating_busy', 'local_asnunggul');
        $rating = undisturbed::alone('local_asnunggul', "report $ratingid", self::PATIENCE, $alone, $busy);
        rating_reported::about($rating)->trigger();
    }

    /**
     * Whether somebody has reported a rating.
     *
     * @param int $ratingid
     * @param int $userid
     * @return bool
     */
    public static function is_reported(int $ratingid, int $userid): bool {
        global $DB;
        return $DB->record_exists(rating::REPORTS, ['ratingid' => $ratingid, 'userid' => $userid]);
    }
}
