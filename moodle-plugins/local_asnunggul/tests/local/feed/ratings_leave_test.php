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

use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\rating\own_rating;
use local_asnunggul\local\setting;
use local_asnunggul\task\catch_up;
use local_asnunggul\tests\feed_testcase;
use local_asnunggul\tests\member_site;

/**
 * A rating leaves while its learner has a completion, its course is or was offered, and the admin consents; every change of that is
 * told.
 *
 * @covers     \local_asnunggul\local\feed\kind\rating
 * @covers     \local_asnunggul\local\feed\watched_rows
 * @covers     \local_asnunggul\local\feed\fan_out
 * @covers     \local_asnunggul\observer
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ratings_leave_test extends feed_testcase {
    /** @var \stdClass The course. */
    private \stdClass $course;

    /** @var \stdClass Who rated it. */
    private \stdClass $learner;

    /** @var int The rating. */
    private int $rating;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->course = $this->maker()->create_open_course();
        $this->learner = $this->getDataGenerator()->create_and_enrol($this->course);
        $this->maker()->complete($this->course->id, $this->learner->id, 1700000000);
        $this->rating = $this->maker()->rate($this->course->id, $this->learner->id);
        $this->assertSame([$this->rating], array_keys($this->rows('ratings', 'rating')));
    }

    /**
     * What the changes after a cursor say.
     *
     * @param array $head
     * @return array{int[], int[], int[]} the ids of rows, gone and erased
     */
    private function said(array $head): array {
        $page = $this->changes('ratings', $head)->rows['rating'];
        return [array_column($page['rows'], 0), $page['gone'], $page['erased']];
    }

    /**
     * How a completion is withdrawn.
     *
     * @return array
     */
    public static function withdrawals(): array {
        return [
            'its settings were unlocked' => [function (\stdClass $course): void {
                (new \completion_info($course))->delete_course_completion_data();
                $of = ['courseid' => $course->id, 'context' => \core\context\course::instance($course->id)];
                \core\event\course_completion_updated::create($of)->trigger();
            }],
            'the course was reset' => [fn(\stdClass $course): array => reset_course_userdata((object)[
                'id' => $course->id, 'courseid' => $course->id, 'reset_completion' => 1,
            ])],
            'deleted by SQL' => [function (\stdClass $course): void {
                global $DB;
                $DB->delete_records('course_completions', ['course' => $course->id]);
                \cache::make('core', 'coursecompletion')->purge();
                (new catch_up())->execute();
            }],
            'no longer complete' => [function (\stdClass $course): void {
                global $DB;
                $DB->set_field('course_completions', 'timecompleted', 0, ['course' => $course->id]);
                \cache::make('core', 'coursecompletion')->purge();
                (new catch_up())->execute();
            }],
        ];
    }

    /**
     * A rating is told gone with its completion, stays here, and comes back with the next completion.
     *
     * @dataProvider withdrawals
     * @param \Closure $withdraw
     */
    public function test_a_rating_goes_and_comes_back_with_its_completion(\Closure $withdraw): void {
        global $CFG;

        require_once("$CFG->dirroot/course/lib.php");
        require_once("$CFG->libdir/completionlib.php");
        $before = $this->rows('ratings', 'rating');
        $head = $this->head();
        $withdraw($this->course);
        $this->assertSame([[], [$this->rating], []], $this->said($head));
        $this->assertSame([], $this->rows('ratings', 'rating'));
        $digest = $this->ask(['operation' => 'digest', 'stream' => 'ratings', 'buckets' => false])->rows;
        $this->assertSame(0, $digest['rating']['count']);
        $this->assertNotNull(own_rating::of($this->course->id, $this->learner->id));
        $head = $this->head();
        $this->maker()->complete($this->course->id, $this->learner->id);
        $this->assertSame([[$this->rating], [], []], $this->said($head));
        $this->assertSame($before, $this->rows('ratings', 'rating'));
    }

    public function test_a_completion_of_who_did_not_rate_tells_nothing_of_ratings(): void {
        $head = $this->head();
        $this->maker()->complete($this->course->id, $this->getDataGenerator()->create_and_enrol($this->course)->id);
        $this->assertArrayNotHasKey('rating', $this->changes('ratings', $head)->rows);
        $this->assertNotContains("rating $this->rating", array_slice($this->logged(), -2));
    }

    public function test_a_rating_that_came_or_went_by_sql_is_found_within_the_hour(): void {
        global $DB;

        $other = $this->getDataGenerator()->create_and_enrol($this->course);
        $this->maker()->complete($this->course->id, $other->id);
        $head = $this->head();
        $row = ['courseid' => $this->course->id, 'userid' => $other->id, 'stars' => 1, 'timecreated' => 5];
        $id = $DB->insert_record(rating::TABLE, $row);
        $DB->delete_records(rating::TABLE, ['id' => $this->rating]);
        (new catch_up())->execute();
        $this->assertSame([[$id], [$this->rating], []], $this->said($head));
    }

    public function test_a_deleted_course_takes_its_ratings_along_and_a_hidden_one_does_not(): void {
        global $DB;

        course_change_visibility($this->course->id, false);
        $this->assertSame([$this->rating], array_keys($this->rows('ratings', 'rating')));
        $head = $this->head();
        delete_course($this->course->id, false);
        $this->assertSame([[], [$this->rating], []], $this->said($head));
        $this->assertSame(0, $DB->count_records(rating::TABLE));
    }

    public function test_the_ratings_of_a_course_that_is_withheld_are_told_gone(): void {
        $head = $this->head();
        update_course((object)['id' => $this->course->id, 'customfield_asn_audience' => 3]);
        $this->assertSame([[], [$this->rating], []], $this->said($head));
    }

    public function test_a_course_that_was_never_offered_keeps_its_ratings_here(): void {
        $course = $this->getDataGenerator()->create_course(['enablecompletion' => 1]);
        $this->maker()->complete($course->id, $this->learner->id);
        $this->maker()->rate($course->id, $this->learner->id);
        $this->assertSame([$this->rating], array_keys($this->rows('ratings', 'rating')));
    }

    public function test_no_rating_leaves_before_the_admin_consents(): void {
        global $DB;

        $DB->delete_records('config_plugins', ['plugin' => 'local_asnunggul', 'name' => 'stream_ratings']);
        \cache_helper::purge_by_definition('core', 'config');
        $this->assertFalse(setting::stream('ratings')->is_on());
        $this->assertSame('off', $this->snapshot('ratings', 'rating')->head['refused']);
        $this->assertNotContains('ratings', setting::streams_on());
    }

    public function test_a_deleted_account_keeps_its_rating_as_it_keeps_its_completion(): void {
        $before = $this->rows('ratings', 'rating');
        delete_user($this->learner);
        $this->assertSame($before, $this->rows('ratings', 'rating'));
        $this->assertCount(1, $this->rows('learning', 'completion'));
    }

    public function test_a_linked_learner_is_the_subject_on_the_rating_too(): void {
        $head = $this->head();
        person::link((int)$this->learner->id, 'a-subject');
        $this->assertSame([[$this->rating], [], []], $this->said($head));
        $this->assertSame('sub:a-subject', $this->rows('ratings', 'rating')[$this->rating]['learner']);
    }

    public function test_a_rating_that_was_withdrawn_before_is_named_when_its_learner_is_erased(): void {
        member_site::join();
        $this->maker()->as($this->learner->id, fn() => own_rating::withdraw($this->course->id));
        $head = $this->head();
        person::erase((int)$this->learner->id);
        $this->assertSame([$this->rating], $this->said($head)[2]);
    }

    public function test_what_sql_wrote_beyond_the_contract_is_sent_as_it_is_and_left_to_the_centre(): void {
        global $DB;

        $odd = ['stars' => 9, 'text' => "a\x01b", 'timemodified' => -5, 'timecreated' => -1];
        $DB->update_record(rating::TABLE, ['id' => $this->rating] + $odd);
        $sent = $this->rows('ratings', 'rating')[$this->rating];
        $this->assertSame([9, "a\x01b", null, 0], [$sent['stars'], $sent['text'], $sent['edited'], $sent['created']]);
    }
}
