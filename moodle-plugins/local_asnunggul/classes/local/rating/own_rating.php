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

use local_asnunggul\event\rating_given;
use local_asnunggul\event\rating_withdrawn;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\feed\watched_rows;
use local_asnunggul\site;
use local_asnunggul\undisturbed;

/**
 * The one rating that the person who is signed in gives a course, edits and withdraws; nobody else can do that for them. Writes
 * the table of ratings and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class own_rating {
    /** @var int How long to wait for another request of the same person, in seconds. */
    private const PATIENCE = 10;

    /**
     * The rating somebody gave a course.
     *
     * @param int $courseid
     * @param int $userid
     * @return \stdClass|null
     */
    public static function of(int $courseid, int $userid): ?\stdClass {
        global $DB;
        return $DB->get_record(rating::TABLE, ['courseid' => $courseid, 'userid' => $userid]) ?: null;
    }

    /**
     * Gives a rating, or another one in the place of the one there is.
     *
     * @param \stdClass $course
     * @param int $stars
     * @param string|null $text
     * @return int its id
     */
    public static function give(\stdClass $course, int $stars, ?string $text): int {
        global $USER;

        entitlement::enforce(entitlement::refusal($course));
        $values = ['stars' => self::stars($stars), 'text' => written::text($text, written::LONG)];
        [$rating, $edited] = self::alone((int)$course->id, function (?\stdClass $before) use ($course, $values, $USER): array {
            $values += $before
                ? ['id' => $before->id, 'timemodified' => site::now()]
                : ['courseid' => $course->id, 'userid' => $USER->id, 'timecreated' => site::now()];
            return [self::store($values), (bool)$before];
        });
        rating_given::about($rating, ['edited' => $edited])->trigger();
        return (int)$rating->id;
    }

    /**
     * Takes the rating back, if there is one; with it goes what others said about it.
     *
     * @param int $courseid
     */
    public static function withdraw(int $courseid): void {
        global $DB;

        entitlement::enforce(entitlement::refusal_of_anything());
        $rating = self::alone($courseid, function (?\stdClass $rating) use ($DB): ?\stdClass {
            if ($rating) {
                $DB->delete_records(rating::REPORTS, ['ratingid' => $rating->id]);
                $DB->delete_records(rating::TABLE, ['id' => $rating->id]);
                change_log::add(rating::NAME, (int)$rating->id);
                watched_rows::leave(rating::NAME, (int)$rating->id);
            }
            return $rating;
        });
        if ($rating) {
            rating_withdrawn::about($rating)->trigger();
        }
    }

    /**
     * Forgets the ratings of a course that is no more.
     *
     * @param int $courseid
     */
    public static function forget_course(int $courseid): void {
        global $DB;

        $of = 'SELECT id FROM {' . rating::TABLE . '} WHERE courseid = ?';
        $DB->delete_records_select(rating::REPORTS, "ratingid IN ($of)", [$courseid]);
        $DB->delete_records(rating::TABLE, ['courseid' => $courseid]);
        watched_rows::log_vanished(rating::NAME, $courseid);
    }

    /**
     * The number of stars.
     *
     * @param int $stars
     * @return int
     */
    private static function stars(int $stars): int {
        return $stars >= 1 && $stars <= 5 ? $stars : throw new \invalid_parameter_exception('A rating has 1 to 5 stars.');
    }

    /**
     * Does something about the rating of the person who is signed in, wholly, and while they do nothing else about it: a second
     * click waits for the first.
     *
     * @param int $courseid
     * @param \Closure $act gets the rating there is, or null
     * @return mixed what it returns
     */
    private static function alone(int $courseid, \Closure $act): mixed {
        global $USER;

        $wholly = fn(): mixed => undisturbed::wholly(fn(): mixed => $act(self::of($courseid, (int)$USER->id)));
        $busy = fn() => throw new \moodle_exception('rating_busy', 'local_asnunggul');
        return undisturbed::alone('local_asnunggul', "rating $courseid $USER->id", self::PATIENCE, $wholly, $busy);
    }

    /**
     * Stores a new rating, or new values of one, with its entry in the change log.
     *
     * @param array $values with the id of one there is
     * @return \stdClass the rating
     */
    private static function store(array $values): \stdClass {
        global $DB;

        if (isset($values['id'])) {
            $id = (int)$values['id'];
            $DB->update_record(rating::TABLE, (object)$values);
        } else {
            $id = (int)$DB->insert_record(rating::TABLE, (object)$values);
            watched_rows::add(rating::NAME, $id);
        }
        change_log::add(rating::NAME, $id);
        return $DB->get_record(rating::TABLE, ['id' => $id], '*', MUST_EXIST);
    }
}
