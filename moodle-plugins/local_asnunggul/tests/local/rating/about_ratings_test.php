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

use local_asnunggul\event\rating_answered;
use local_asnunggul\event\rating_flagged;
use local_asnunggul\event\rating_reported;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\tests\feed_testcase;

/**
 * The owner of a course answers and flags a rating and can do no more to it; everybody else can report it, once.
 *
 * @covers     \local_asnunggul\local\rating\owner
 * @covers     \local_asnunggul\local\rating\abuse
 * @covers     \local_asnunggul\local\rating\entitlement
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class about_ratings_test extends feed_testcase {
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
        $this->maker()->complete($this->course->id, $this->learner->id);
        $this->rating = $this->maker()->rate($this->course->id, $this->learner->id, 2, 'Kurang');
        $this->empty_log();
    }

    /**
     * The rating as it leaves.
     *
     * @return array
     */
    private function sent(): array {
        return $this->rows('ratings', 'rating')[$this->rating];
    }

    public function test_a_teacher_answers_and_flags_and_takes_both_back(): void {
        global $DB;

        $teacher = $this->getDataGenerator()->create_and_enrol($this->course, 'teacher');
        $this->setUser($teacher);
        $this->empty_log();
        $events = $this->redirectEvents();
        owner::say($this->rating, "Terima kasih \u{1F64F}", 'Memuat data pribadi');
        $kinds = array_map(get_class(...), $events->get_events());
        $this->assertSame([rating_answered::class, rating_flagged::class], $kinds);
        $this->assertStringNotContainsString('Terima', json_encode($events->get_events()[0]->get_data()));
        $this->assertSame(["rating $this->rating"], $this->logged());
        $sent = $this->sent();
        $this->assertSame(["Terima kasih \u{1F64F}", 'Memuat data pribadi'], [$sent['answer'], $sent['flagged']]);
        $this->assertGreaterThanOrEqual($sent['created'], $sent['answered']);
        $this->assertEquals($teacher->id, $DB->get_field(rating::TABLE, 'answeredby', ['id' => $this->rating]));
        owner::say($this->rating, '', ' ');
        $sent = $this->sent();
        $this->assertSame([null, null, null], [$sent['answer'], $sent['answered'], $sent['flagged']]);
        $this->assertEquals(0, $DB->get_field(rating::TABLE, 'answeredby', ['id' => $this->rating]));
        $this->assertSame([2, 'Kurang'], [$sent['stars'], $sent['text']]);
    }

    public function test_saying_the_same_again_says_nothing(): void {
        owner::say($this->rating, 'Terima kasih', null);
        $this->empty_log();
        $events = $this->redirectEvents();
        owner::say($this->rating, 'Terima kasih', '');
        $this->assertSame([[], []], [$events->get_events(), $this->logged()]);
    }

    public function test_a_learner_does_not_answer_for_the_owner(): void {
        $this->setUser($this->learner);
        $this->expectException(\required_capability_exception::class);
        owner::say($this->rating, 'Saya setuju', null);
    }

    public function test_an_answer_stays_when_the_rating_is_edited(): void {
        owner::say($this->rating, 'Terima kasih', null);
        $this->maker()->rate($this->course->id, $this->learner->id, 5, 'Sudah baik');
        $sent = $this->sent();
        $this->assertSame([5, 'Sudah baik', 'Terima kasih'], [$sent['stars'], $sent['text'], $sent['answer']]);
    }

    public function test_reports_are_counted_by_people_and_lan_learns_neither_who_nor_why(): void {
        $events = $this->redirectEvents();
        $this->assertSame(0, $this->sent()['reports']);
        for ($number = 1; $number <= 2; $number++) {
            $user = $this->getDataGenerator()->create_and_enrol($this->course);
            $this->maker()->as($user->id, fn() => abuse::report($this->rating, 'Memuat nama orang'));
            $this->assertSame($number, $this->sent()['reports']);
        }
        $this->assertCount(2, array_keys($this->logged(), "rating $this->rating"));
        $reported = array_filter($events->get_events(), fn(\core\event\base $event): bool => $event instanceof rating_reported);
        $this->assertCount(2, $reported);
        $this->assertStringNotContainsString('Memuat', json_encode(current($reported)->get_data()) . json_encode($this->sent()));
    }

    /**
     * Who cannot report the rating, and how they are told.
     *
     * @return array
     */
    public static function no_reporters(): array {
        return ['its learner' => ['own', 'ratingrefused_own'], 'who has done so' => ['again', 'ratingrefused_reported'],
            'a guest' => ['guest', 'ratingrefused_guest']];
    }

    /**
     * A report of who cannot report is not counted.
     *
     * @dataProvider no_reporters
     * @param string $who
     * @param string $refusal
     */
    public function test_a_report_of_who_cannot_report_is_not_counted(string $who, string $refusal): void {
        $user = $this->getDataGenerator()->create_and_enrol($this->course);
        if ($who === 'again') {
            $this->maker()->as($user->id, fn() => abuse::report($this->rating, 'Kasar'));
        }
        $before = $this->sent()['reports'];
        $id = ['own' => $this->learner->id, 'again' => $user->id, 'guest' => guest_user()->id][$who];
        try {
            $this->maker()->as($id, fn() => abuse::report($this->rating, 'Kasar'));
            $this->fail('It was stored.');
        } catch (\moodle_exception $e) {
            $this->assertSame($refusal, $e->errorcode);
        }
        $this->assertSame($before, $this->sent()['reports']);
    }

    public function test_a_report_says_why(): void {
        $this->expectException(\invalid_parameter_exception::class);
        abuse::report($this->rating, " \n");
    }

    public function test_no_part_of_the_plugin_offers_to_delete_another_persons_rating(): void {
        $methods = (new \ReflectionClass(owner::class))->getMethods(\ReflectionMethod::IS_PUBLIC);
        $this->assertSame(['say'], array_map(fn(\ReflectionMethod $method): string => $method->name, $methods));
        own_rating::withdraw($this->course->id);
        $this->assertNotNull(own_rating::of($this->course->id, $this->learner->id));
    }
}
