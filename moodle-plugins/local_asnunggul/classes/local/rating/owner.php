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

use core\context\course as course_context;
use local_asnunggul\event\rating_answered;
use local_asnunggul\event\rating_flagged;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\site;
use local_asnunggul\undisturbed;

/**
 * What the owner of a course says about a rating: an answer for everybody, a flag for LAN. The rating itself the owner can neither
 * change nor delete. Writes the table of ratings and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class owner {
    /** @var string Who speaks for the owner of a course. */
    public const CAPABILITY = 'local/asnunggul:answerratings';

    /**
     * Stores answer and flag as they are from now on.
     *
     * @param int $ratingid
     * @param string|null $answer null: none any more
     * @param string|null $flag why LAN is to look at it; null: it need not any more
     */
    public static function say(int $ratingid, ?string $answer, ?string $flag): void {
        global $DB;

        $rating = $DB->get_record(rating::TABLE, ['id' => $ratingid], '*', MUST_EXIST);
        require_capability(self::CAPABILITY, course_context::instance($rating->courseid));
        entitlement::enforce(entitlement::refusal_of_anything());
        $said = [
            'answer' => written::text($answer, written::LONG),
            'flagreason' => written::text($flag, written::SHORT),
        ];
        $answered = $said['answer'] !== $rating->answer;
        $flagged = $said['flagreason'] !== $rating->flagreason;
        if (!$answered && !$flagged) {
            return;
        }
        undisturbed::wholly(function () use ($rating, $said, $answered, $flagged, $DB): void {
            $DB->update_record(rating::TABLE, (object)(
                ['id' => $rating->id] + $said
                    + ($answered ? self::stamp($said['answer']) : [])
                    + ($flagged ? ['timeflagged' => $said['flagreason'] === null ? null : site::now()] : [])
            ));
            change_log::add(rating::NAME, (int)$rating->id);
        });
        if ($answered) {
            rating_answered::about($rating, ['removed' => $said['answer'] === null])->trigger();
        }
        if ($flagged) {
            rating_flagged::about($rating, ['removed' => $said['flagreason'] === null])->trigger();
        }
    }

    /**
     * Who answered, and when.
     *
     * @param string|null $answer
     * @return array
     */
    private static function stamp(?string $answer): array {
        global $USER;
        return $answer === null
            ? ['answeredby' => 0, 'timeanswered' => null]
            : ['answeredby' => $USER->id, 'timeanswered' => site::now()];
    }
}
