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
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\tests\feed_testcase;

/**
 * Who has completed a course rates it, once, in any script; nobody else does, and nobody does it for them.
 *
 * @covers     \local_asnunggul\local\rating\own_rating
 * @covers     \local_asnunggul\local\rating\entitlement
 * @covers     \local_asnunggul\local\rating\written
 * @covers     \local_asnunggul\event\rating_event
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class own_rating_test extends feed_testcase {
    /** @var \stdClass The course. */
    private \stdClass $course;

    /** @var \stdClass Somebody who has completed it. */
    private \stdClass $learner;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->course = $this->maker()->create_open_course();
        $this->learner = $this->getDataGenerator()->create_and_enrol($this->course);
        $this->maker()->complete($this->course->id, $this->learner->id);
        $this->empty_log();
    }

    /**
     * The rating as it is stored.
     *
     * @return \stdClass|null
     */
    private function stored(): ?\stdClass {
        return own_rating::of($this->course->id, $this->learner->id);
    }

    public function test_a_rating_is_stored_logged_and_told_without_stars_text_or_person(): void {
        $events = $this->redirectEvents();
        $id = $this->maker()->rate($this->course->id, $this->learner->id, 5, "Sangat baik\r\nsekali");
        $stored = $this->stored();
        $said = [(int)$stored->id, (int)$stored->stars, $stored->text, $stored->timemodified, $stored->answer];
        $this->assertSame([$id, 5, "Sangat baik\nsekali", null, null], $said);
        $this->assertSame(["rating $id"], $this->logged());
        [$event] = $events->get_events();
        $this->assertInstanceOf(rating_given::class, $event);
        $this->assertEquals(\core\context\course::instance($this->course->id), $event->get_context());
        $this->assertSame(['edited' => false], $event->other);
        $this->assertNull($event->relateduserid);
        $this->assertStringNotContainsString('Sangat', json_encode($event->get_data()));
    }

    public function test_a_second_rating_takes_the_place_of_the_first(): void {
        $first = $this->maker()->rate($this->course->id, $this->learner->id, 5);
        $created = $this->stored()->timecreated;
        $events = $this->redirectEvents();
        $this->assertSame($first, $this->maker()->rate($this->course->id, $this->learner->id, 1, ''));
        $stored = $this->stored();
        $this->assertSame(['1', null, $created], [(string)$stored->stars, $stored->text, $stored->timecreated]);
        $this->assertGreaterThanOrEqual($created, $stored->timemodified);
        $this->assertSame(['edited' => true], $events->get_events()[0]->other);
        $this->assertSame(["rating $first", "rating $first"], $this->logged());
    }

    public function test_a_withdrawn_rating_is_gone_with_what_was_said_about_it_and_told_so(): void {
        global $DB;

        $id = $this->maker()->rate($this->course->id, $this->learner->id);
        $head = $this->head();
        abuse::report($id, 'Kasar');
        $events = $this->redirectEvents();
        $this->maker()->as($this->learner->id, fn() => own_rating::withdraw($this->course->id));
        $this->assertNull($this->stored());
        $this->assertSame(0, $DB->count_records(rating::REPORTS));
        $this->assertInstanceOf(rating_withdrawn::class, $events->get_events()[0]);
        $this->assertSame([$id], $this->changes('ratings', $head)->rows['rating']['gone']);
        $this->assertSame([], $this->rows('ratings', 'rating'));
        $this->assertNotSame($id, $this->maker()->rate($this->course->id, $this->learner->id));
    }

    public function test_withdrawing_what_is_not_there_does_nothing(): void {
        $events = $this->redirectEvents();
        $this->maker()->as($this->learner->id, fn() => own_rating::withdraw($this->course->id));
        $this->assertSame([[], []], [$events->get_events(), $this->logged()]);
    }

    /**
     * What makes that somebody may not rate, and how they are told.
     *
     * @return array
     */
    public static function hindrances(): array {
        return [
            'not completed' => ['ratingrefused_incomplete', self::set('course_completions', 'timecompleted', null)],
            'a completion of 0' => ['ratingrefused_incomplete', self::set('course_completions', 'timecompleted', 0)],
            'completion is not tracked' => ['ratingrefused_untracked', self::set('course', 'enablecompletion', 0)],
            'completion is off for the site' => ['ratingrefused_untracked', fn() => set_config('enablecompletion', 0)],
            'the capability was taken away' => ['ratingrefused_capability', function (): void {
                global $DB;
                unassign_capability('local/asnunggul:rate', $DB->get_field('role', 'id', ['shortname' => 'user']));
            }],
        ];
    }

    /**
     * Sets a column of all rows of a table.
     *
     * @param string $table
     * @param string $column
     * @param int|null $value
     * @return \Closure
     */
    private static function set(string $table, string $column, ?int $value): \Closure {
        return function () use ($table, $column, $value): void {
            global $DB;
            $DB->set_field($table, $column, $value);
        };
    }

    /**
     * Who may not rate is told why, and nothing is stored.
     *
     * @dataProvider hindrances
     * @param string $refusal
     * @param \Closure $hinder
     */
    public function test_who_may_not_rate_is_told_why_and_nothing_is_stored(string $refusal, \Closure $hinder): void {
        $hinder();
        rebuild_course_cache($this->course->id, true);
        try {
            $this->maker()->rate($this->course->id, $this->learner->id);
            $this->fail('It was stored.');
        } catch (\moodle_exception $e) {
            $this->assertSame(['local_asnunggul', $refusal], [$e->module, $e->errorcode]);
        }
        $this->assertNull($this->stored());
        $this->assertSame([], $this->logged());
    }

    public function test_nobody_rates_who_only_began_or_completed_another_course(): void {
        global $DB;

        $other = $this->getDataGenerator()->create_user();
        $DB->insert_record('course_completions', ['course' => $this->course->id, 'userid' => $other->id, 'timestarted' => 1]);
        $this->maker()->complete($this->maker()->create_open_course()->id, $other->id);
        $this->expectExceptionMessage(get_string('ratingrefused_incomplete', 'local_asnunggul'));
        $this->maker()->rate($this->course->id, $other->id);
    }

    public function test_a_guest_does_not_rate(): void {
        global $DB;

        $done = ['course' => $this->course->id, 'userid' => guest_user()->id, 'timecompleted' => 1];
        $DB->insert_record('course_completions', $done);
        $this->expectExceptionMessage(get_string('ratingrefused_guest', 'local_asnunggul'));
        $this->maker()->rate($this->course->id, guest_user()->id);
    }

    public function test_an_admin_signed_in_as_a_learner_neither_rates_nor_withdraws_for_them(): void {
        $this->maker()->rate($this->course->id, $this->learner->id);
        $this->setAdminUser();
        \core\session\manager::loginas($this->learner->id, \core\context\system::instance());
        $acts = [
            fn() => own_rating::give($this->course, 1, null),
            fn() => own_rating::withdraw($this->course->id),
        ];
        foreach ($acts as $act) {
            try {
                $act();
                $this->fail('It was done.');
            } catch (\moodle_exception $e) {
                $this->assertSame('ratingrefused_loginas', $e->errorcode);
            }
        }
        $this->assertEquals(4, $this->stored()->stars);
    }

    public function test_a_completion_that_was_withdrawn_leaves_the_rating_here_and_lets_nobody_edit_it(): void {
        global $DB;

        $this->maker()->rate($this->course->id, $this->learner->id, 5);
        $DB->delete_records('course_completions', ['userid' => $this->learner->id]);
        try {
            $this->maker()->rate($this->course->id, $this->learner->id, 1);
            $this->fail('It was edited.');
        } catch (\moodle_exception $e) {
            $this->assertSame('ratingrefused_incomplete', $e->errorcode);
        }
        $this->assertEquals(5, $this->stored()->stars);
        $this->maker()->as($this->learner->id, fn() => own_rating::withdraw($this->course->id));
        $this->assertNull($this->stored());
    }

    /**
     * Numbers of stars there are not.
     *
     * @return array
     */
    public static function no_stars(): array {
        return [[0], [6], [-1]];
    }

    /**
     * A rating has one to five stars.
     *
     * @dataProvider no_stars
     * @param int $stars
     */
    public function test_a_rating_has_one_to_five_stars(int $stars): void {
        $this->expectException(\invalid_parameter_exception::class);
        $this->maker()->rate($this->course->id, $this->learner->id, $stars);
    }

    /**
     * Texts that arrive as they were written, up to the ends of lines and the space around.
     *
     * @return array
     */
    public static function texts(): array {
        return [
            'emoji made of several' => ["\u{1F469}\u{1F3FD}\u{200D}\u{1F3EB} \u{1F1EE}\u{1F1E9}", null],
            'right to left, with a mark' => ["\u{0634}\u{0643}\u{0631}\u{0627} \u{202E}abc", null],
            'combining' => ["e\u{301} \u{1100}\u{1161}", null],
            'the last character of all' => ["a\u{10FFFF}", null],
            'markup stays text' => ['<b>a</b> &amp; <script>alert(1)</script> 3 < 4', null],
            'a nought' => ['0', null],
            'quotes and backslashes' => ["'\"\\ ~ | %s {\$a}", null],
            'tab and lines' => ["a\tb\r\nc\rd", "a\tb\nc\nd"],
            'space around' => ["\n  a b \n", 'a b'],
            'nothing' => ['', false],
            'space only' => [" \t\n\u{00A0}\u{3000}\u{2003}", false],
            'invisible only' => ["\u{200B}\u{FEFF}\u{202E}\u{2028}", false],
            '2,000 emoji' => [str_repeat("\u{1F600}", 2000), null],
        ];
    }

    /**
     * A text is kept as it was written.
     *
     * @dataProvider texts
     * @param string $written
     * @param string|false|null $expected false: none; null: as written
     */
    public function test_a_text_is_kept_and_sent_as_it_was_written(string $written, string|false|null $expected): void {
        $id = $this->maker()->rate($this->course->id, $this->learner->id, 5, $written);
        $expected = $expected === false ? null : ($expected ?? $written);
        $stored = $this->stored()->text;
        $this->assertSame($expected, $stored);
        $this->assertSame($stored, $this->rows('ratings', 'rating')[$id]['text']);
    }

    /**
     * Texts that are refused, and how.
     *
     * @return array
     */
    public static function refused_texts(): array {
        return [
            'a null byte' => ["a\0b", 'written_control'],
            'an escape' => ["a\e[31m", 'written_control'],
            'delete' => ["a\x7f", 'written_control'],
            'a control character of the second set' => ["a\u{85}b", 'written_control'],
            'no UTF-8' => ["a\xff", 'written_control'],
            'too long' => [str_repeat('é', 2001), 'written_long'],
        ];
    }

    /**
     * What cannot be sent is refused in words, and nothing is stored.
     *
     * @dataProvider refused_texts
     * @param string $written
     * @param string $fault
     */
    public function test_what_cannot_be_sent_is_refused_in_words_and_nothing_is_stored(string $written, string $fault): void {
        $a = ['most' => 2000, 'length' => 2001];
        $this->assertSame(get_string($fault, 'local_asnunggul', $a), (string)written::from($written, written::LONG)->fault);
        try {
            $this->maker()->rate($this->course->id, $this->learner->id, 5, $written);
            $this->fail('It was stored.');
        } catch (\invalid_parameter_exception) {
            $this->assertNull($this->stored());
        }
    }
}
