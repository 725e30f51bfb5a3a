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

namespace local_asnunggul\output;

use local_asnunggul\form\rating_form;
use local_asnunggul\local\rating\abuse;
use local_asnunggul\local\rating\course_ratings;
use local_asnunggul\local\rating\owner;
use local_asnunggul\tests\feed_testcase;

/**
 * The page of a course's ratings, the form behind it, and the link that leads there.
 *
 * @covers     \local_asnunggul\output\ratings_page
 * @covers     \local_asnunggul\output\rating_link
 * @covers     \local_asnunggul\local\rating\course_ratings
 * @covers     \local_asnunggul\form\rating_form
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ratings_page_test extends feed_testcase {
    /** @var \stdClass The course. */
    private \stdClass $course;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->course = $this->maker()->create_open_course();
    }

    /**
     * A learner whose name would be noticed, with a rating.
     *
     * @param int $stars
     * @param string|null $text
     * @return array{\stdClass, int}
     */
    private function rated(int $stars, ?string $text): array {
        $name = ['firstname' => 'Kenari', 'lastname' => 'Pengenal'];
        $learner = $this->getDataGenerator()->create_and_enrol($this->course, 'student', $name);
        $this->maker()->complete($this->course->id, $learner->id);
        return [$learner, $this->maker()->rate($this->course->id, $learner->id, $stars, $text)];
    }

    /**
     * The page as somebody sees it.
     *
     * @param \stdClass|null $user null: the admin
     * @param int $page
     * @return string
     */
    private function page(?\stdClass $user = null, int $page = 0): string {
        global $PAGE;

        $PAGE->set_url('/local/asnunggul/ratings.php');
        $render = fn(): string => $PAGE->get_renderer('core')->render(new ratings_page($this->course, $page));
        return $user ? $this->maker()->as($user->id, $render) : $render();
    }

    public function test_it_shows_mean_number_stars_texts_and_answers_and_names_nobody(): void {
        [$learner, $rating] = $this->rated(5, 'Sangat baik');
        [$other] = $this->rated(2, null);
        owner::say($rating, 'Terima kasih', null);
        $page = $this->page($other);
        $summary = get_string('ratings_summary', 'local_asnunggul', ['mean' => '3.5', 'count' => 2]);
        $wanted = [$summary, '★★★★★', '★★☆☆☆', 'Sangat baik', 'Terima kasih', get_string('rating_own', 'local_asnunggul')];
        foreach ([...$wanted, get_string('stars_of_five', 'local_asnunggul', 5)] as $shown) {
            $this->assertStringContainsString($shown, $page);
        }
        foreach (['Kenari', 'Pengenal', "user/view.php?id=$learner->id"] as $named) {
            $this->assertStringNotContainsString($named, $page . $this->page());
        }
    }

    public function test_nothing_anybody_wrote_becomes_markup_and_a_nought_is_a_text(): void {
        [, $rating] = $this->rated(1, '<script>alert(1)</script> & "x"');
        owner::say($rating, '<img src=x onerror=alert(2)>', '<b>tanda</b>');
        abuse::report($rating, '<i>alasan</i>');
        [, $nought] = $this->rated(1, '0');
        owner::say($nought, '0', '0');
        $page = $this->page();
        $this->assertStringContainsString('&lt;script&gt;alert(1)&lt;/script&gt; &amp; ', $page);
        foreach (['<script>alert(1)', '<img src=x', '<b>tanda', '<i>alasan'] as $markup) {
            $this->assertStringNotContainsString($markup, $page);
        }
        $this->assertSame(2, preg_match_all('/dir="auto">0</', $page));
        $this->assertStringContainsString('<bdi>0</bdi>', $page);
    }

    public function test_flags_and_reasons_are_for_the_owner_alone(): void {
        [, $rating] = $this->rated(1, 'Kasar');
        owner::say($rating, null, 'Tanda untuk LAN saja');
        abuse::report($rating, 'Alasan pelapor');
        $reader = $this->getDataGenerator()->create_and_enrol($this->course);
        $teacher = $this->getDataGenerator()->create_and_enrol($this->course, 'teacher');
        foreach (['Tanda untuk LAN saja', 'Alasan pelapor', 'ratinganswer.php'] as $inside) {
            $this->assertStringNotContainsString($inside, $this->page($reader));
            $this->assertStringContainsString($inside, $this->page($teacher));
        }
    }

    public function test_it_shows_what_would_leave_and_nothing_else(): void {
        global $DB;

        [$learner] = $this->rated(5, 'Dicabut');
        $this->rated(1, 'Tinggal');
        $DB->delete_records('course_completions', ['userid' => $learner->id]);
        $this->assertSame([1, 1.0], course_ratings::summary($this->course->id));
        $this->assertStringNotContainsString('Dicabut', $this->page());
        $page = $this->page($learner);
        $this->assertStringContainsString(get_string('ratingrefused_incomplete', 'local_asnunggul'), $page);
        $this->assertStringContainsString('withdraw=1', $page);
    }

    public function test_who_has_not_completed_is_told_so_and_who_has_is_asked_to_rate(): void {
        $beginner = $this->getDataGenerator()->create_and_enrol($this->course);
        $this->assertStringContainsString(get_string('ratingrefused_incomplete', 'local_asnunggul'), $this->page($beginner));
        $this->assertStringNotContainsString('/local/asnunggul/rate.php', $this->page($beginner));
        $this->maker()->complete($this->course->id, $beginner->id);
        $this->assertStringContainsString('/local/asnunggul/rate.php', $this->page($beginner));
        $this->assertStringContainsString(get_string('ratings_none', 'local_asnunggul'), $this->page($beginner));
    }

    public function test_many_ratings_are_on_several_pages(): void {
        for ($number = 0; $number <= course_ratings::PAGE_SIZE; $number++) {
            $this->rated(4, "Nomor $number.");
        }
        $this->assertSame(course_ratings::PAGE_SIZE, preg_match_all('/Nomor \d+\./', $this->page()));
        $this->assertSame(1, preg_match_all('/Nomor \d+\./', $this->page(null, 1)));
        $this->assertStringContainsString('page=1', $this->page());
    }

    public function test_a_page_costs_as_many_queries_with_twenty_ratings_as_with_two(): void {
        global $DB;

        $count = function () use ($DB): int {
            $before = $DB->perf_get_reads();
            $this->page();
            return $DB->perf_get_reads() - $before;
        };
        $this->rated(4, 'Satu');
        $this->rated(4, 'Dua');
        $count();
        $few = $count();
        for ($number = 0; $number < 15; $number++) {
            $this->rated(4, "Nomor $number.");
        }
        $this->assertSame($few, $count());
    }

    /**
     * The link in the navigation of the course on a page of this type.
     *
     * @param string $pagetype
     * @return \navigation_node|false
     */
    private function link(string $pagetype): \navigation_node|false {
        global $PAGE;

        $PAGE->set_pagetype($pagetype);
        $parent = new \navigation_node(['text' => 'x', 'type' => \navigation_node::TYPE_COURSE]);
        local_asnunggul_extend_navigation_course($parent, $this->course);
        return $parent->get(rating_link::KEY);
    }

    public function test_the_link_says_how_many_and_the_mean_on_the_courses_page_and_asks_nothing_elsewhere(): void {
        global $CFG, $DB;

        require_once("$CFG->dirroot/local/asnunggul/lib.php");
        $this->rated(4, null);
        $before = $DB->perf_get_queries();
        $this->assertSame(get_string('ratings_title', 'local_asnunggul'), $this->link('mod-page-view')->text);
        $this->assertSame($before, $DB->perf_get_queries());
        $words = get_string('ratings_link', 'local_asnunggul', ['mean' => '4.0', 'count' => 1]);
        $this->assertSame($words, $this->link('course-view-topics')->text);
        $this->assertSame($before + 1, $DB->perf_get_queries());
    }

    public function test_a_course_without_completion_has_no_link(): void {
        global $CFG;

        require_once("$CFG->dirroot/local/asnunggul/lib.php");
        $this->course->enablecompletion = 0;
        $this->assertFalse($this->link('course-view-topics'));
    }

    public function test_the_form_wants_stars_and_says_what_is_wrong_with_a_text(): void {
        [$learner] = $this->rated(3, 'Lama');
        $this->setUser($learner);
        $form = new rating_form();
        $this->assertSame(['starsgroup'], array_keys($form->validation(['text' => ''], [])));
        $this->assertSame(['text'], array_keys($form->validation(['stars' => 5, 'text' => "a\x01"], [])));
        $this->assertSame([], $form->validation(['stars' => '1', 'text' => str_repeat('😀', 2000)], []));
        $this->assertSame(['starsgroup'], array_keys($form->validation(['stars' => 6, 'text' => ''], [])));
    }

    public function test_the_form_has_five_radio_buttons_with_words_in_one_group_and_the_rating_there_is(): void {
        [$learner] = $this->rated(3, 'Lama & baik');
        $this->setUser($learner);
        $own = \local_asnunggul\local\rating\own_rating::of((int)$this->course->id, (int)$learner->id);
        $html = (new rating_form('/local/asnunggul/rate.php', $own))->render();
        $this->assertSame(5, preg_match_all('/<input type="radio"[^>]*name="stars"/', $html));
        $this->assertMatchesRegularExpression('/<input type="radio"[^>]*value="3"[^>]*checked/s', $html);
        $this->assertStringContainsString('<legend', $html);
        $this->assertStringContainsString(get_string('stars_5', 'local_asnunggul'), $html);
        $this->assertStringContainsString('Lama &amp; baik', $html);
        $this->assertStringContainsString('name="sesskey"', $html);
    }
}
