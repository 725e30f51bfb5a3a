<?php
// What people say about courses they completed, done as each of them.

defined('MOODLE_INTERNAL') || die();

use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\rating\abuse;
use local_asnunggul\local\rating\own_rating;
use local_asnunggul\local\rating\owner;

final class rating_actions {
    /** A learner rates a course, or edits the rating. Returns its id. */
    public static function rate(int $course, int $person, int $stars, ?string $text): int {
        return self::as($person, fn(): int => own_rating::give(get_course($course), $stars, $text));
    }

    /** The learner of a rating takes it back. */
    public static function withdraw_rating(int $rating): void {
        $record = self::rating($rating);
        self::as((int) $record->userid, fn() => own_rating::withdraw((int) $record->courseid));
    }

    /** The owner answers a rating. */
    public static function answer_rating(int $rating, string $text): void {
        owner::say($rating, $text, self::rating($rating)->flagreason);
    }

    /** The owner flags a rating for LAN. */
    public static function flag_rating(int $rating, string $reason): void {
        owner::say($rating, self::rating($rating)->answer, $reason);
    }

    /** Somebody reports a rating as abuse. */
    public static function report_rating(int $rating, int $person): void {
        self::as($person, fn() => abuse::report($rating, 'Kasar'));
    }

    private static function rating(int $id): stdClass {
        global $DB;
        return $DB->get_record(rating::TABLE, ['id' => $id], '*', MUST_EXIST);
    }

    private static function as(int $person, Closure $act): mixed {
        \core\session\manager::set_user(core_user::get_user($person, '*', MUST_EXIST));
        try {
            return $act();
        } finally {
            \core\session\manager::set_user(get_admin());
        }
    }
}
