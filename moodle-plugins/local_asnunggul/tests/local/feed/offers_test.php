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

use local_asnunggul\local\setting;
use local_asnunggul\tests\feed_testcase;

/**
 * Which courses leave the site, and what stays when one is hidden, withheld or deleted.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\offers
 * @covers     \local_asnunggul\local\feed\category_paths
 */
final class offers_test extends feed_testcase {
    /**
     * The ids of the courses in the catalogue.
     *
     * @return int[]
     */
    private function catalogue(): array {
        return array_keys($this->rows('catalogue', 'course'));
    }

    /**
     * Sets the audience of a course: 1 all, 2 own agency, 3 not offered.
     *
     * @param int $courseid
     * @param int $choice
     */
    private function choose(int $courseid, int $choice): void {
        update_course((object)['id' => $courseid, 'customfield_asn_audience' => $choice]);
    }

    public function test_a_visible_course_open_to_self_enrolment_is_offered_to_all(): void {
        $course = $this->maker()->create_open_course();
        $this->assertSame('all', $this->rows('catalogue', 'course')[$course->id]['audience']);
    }

    public function test_the_site_course_is_never_offered(): void {
        $this->maker()->create_open_course();
        $this->assertNotContains((int)SITEID, $this->catalogue());
    }

    public function test_a_course_nobody_can_enrol_in_by_themselves_is_not_offered_by_default(): void {
        $this->getDataGenerator()->create_course();
        $this->assertSame([], $this->catalogue());
    }

    public function test_a_draft_never_leaves_even_if_it_is_marked_for_all(): void {
        $this->maker()->create_open_course(['visible' => 0, 'customfield_asn_audience' => 1]);
        $this->assertSame([], $this->catalogue());
    }

    public function test_a_visible_course_in_a_hidden_category_does_not_leave(): void {
        global $DB;

        $top = $this->getDataGenerator()->create_category();
        $below = $this->getDataGenerator()->create_category(['parent' => $top->id]);
        $course = $this->maker()->create_open_course(['category' => $below->id]);
        $this->assertSame([(int)$course->id], $this->catalogue());
        $top->hide();
        // An admin can show a course in a hidden category again.
        $DB->set_field('course', 'visible', 1, ['id' => $course->id]);
        $this->assertSame([], $this->catalogue());
    }

    public function test_a_course_with_an_enrolment_key_is_not_open(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $DB->set_field('enrol', 'password', 'k', ['courseid' => $course->id, 'enrol' => 'self']);
        $this->assertSame([], $this->catalogue());
    }

    public function test_a_course_that_takes_no_new_learners_is_not_open(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $DB->set_field('enrol', 'customint6', 0, ['courseid' => $course->id, 'enrol' => 'self']);
        $this->assertSame([], $this->catalogue());
    }

    public function test_a_course_for_one_cohort_is_not_open(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $DB->set_field('enrol', 'customint5', 1, ['courseid' => $course->id, 'enrol' => 'self']);
        $this->assertSame([], $this->catalogue());
    }

    public function test_without_a_default_offer_only_chosen_courses_leave(): void {
        setting::default_offer()->set('none');
        $this->maker()->create_open_course();
        $chosen = $this->getDataGenerator()->create_course(['customfield_asn_audience' => 2]);
        $rows = $this->rows('catalogue', 'course');
        $this->assertSame([(int)$chosen->id], array_keys($rows));
        $this->assertSame('agency', $rows[$chosen->id]['audience']);
        $this->assertSame(0, $rows[$chosen->id]['self_enrol']);
    }

    public function test_an_audience_nobody_can_read_does_not_offer_the_course(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $category = $DB->get_field('customfield_category', 'id', ['name' => 'ASN Unggul']);
        $this->getDataGenerator()->create_custom_field(['categoryid' => $category, 'shortname' => 'who', 'type' => 'text']);
        setting::field('audience')->set('who');
        $this->assertSame([(int)$course->id], $this->catalogue());
        update_course((object)['id' => $course->id, 'customfield_who' => 'friends']);
        $this->assertSame([], $this->catalogue());
        $this->assertSame([['course' => (int)$course->id, 'concept' => 'audience', 'field' => 'who']], preview::unreadable());
    }

    /**
     * Options of the field that says to whom a course is offered, as an admin has written them anew, and what each offers.
     *
     * @return array
     */
    public static function rewritten(): array {
        return [
            'one renamed, in another order' => ["Khusus pegawai kami\nSemua ASN\nTidak ditawarkan", [null, 'all', null]],
            'all renamed, the other way round' => ["Jangan tampilkan\nInstansi\nUmum", [null, null, null]],
            'the known words, the other way round' => ["Tidak ditawarkan\nInstansi sendiri\nSemua ASN", [null, 'agency', 'all']],
            'one taken away' => ["Semua ASN\nInstansi sendiri", ['all', 'agency', null]],
            'one more' => ["Semua ASN\nInstansi sendiri\nTidak ditawarkan\nRahasia", ['all', 'agency', null, null]],
        ];
    }

    /**
     * A course is offered only where the words of its option say so, never because of the place they stand at.
     *
     * @dataProvider rewritten
     * @param string $options
     * @param array $offers by option, null: not offered
     */
    public function test_a_course_is_offered_only_where_the_words_of_its_option_say_so(string $options, array $offers): void {
        global $DB;

        $courses = [];
        foreach (array_keys($offers) as $place) {
            $courses[] = (int)$this->maker()->create_open_course(['customfield_asn_audience' => $place + 1])->id;
        }
        $field = $DB->get_record('customfield_field', ['shortname' => 'asn_audience'], '*', MUST_EXIST);
        $configdata = json_encode(['options' => $options] + json_decode($field->configdata, true));
        $DB->update_record('customfield_field', ['id' => $field->id, 'configdata' => $configdata]);
        offers::recompute_all();
        $audiences = array_column($this->rows('catalogue', 'course'), 'audience', 'id');
        $this->assertSame($offers, array_map(fn(int $course): ?string => $audiences[$course] ?? null, $courses));
    }

    public function test_hiding_an_offered_course_takes_it_out_of_the_catalogue_and_keeps_what_was_learnt(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $this->maker()->complete($course->id, $user->id);
        $head = $this->head();
        course_change_visibility($course->id, false);
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
        $this->assertSame([], $this->changes('learning', $head)->rows);
        $this->assertCount(1, $this->rows('learning', 'completion'));
        course_change_visibility($course->id, true);
        $this->assertSame([(int)$course->id], $this->catalogue());
    }

    public function test_withholding_a_course_takes_everything_back_by_changes_alone(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $completion = $this->maker()->complete($course->id, $user->id);
        $badge = $this->maker()->create_badge(['courseid' => $course->id]);
        $assertion = $this->maker()->award($badge, $user->id);
        $this->assertCount(1, $this->rows('learning', 'completion'));
        $head = $this->head();
        $this->choose($course->id, 3);
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
        $learning = $this->changes('learning', $head)->rows;
        $this->assertSame([$this->maker()->enrolment_id($course->id, $user->id)], $learning['enrolment']['gone']);
        $this->assertSame([$completion], $learning['completion']['gone']);
        $badges = $this->changes('badges', $head)->rows;
        $this->assertSame([(int)$badge->id], $badges['badge_class']['gone']);
        $this->assertSame([$assertion], $badges['assertion']['gone']);
    }

    public function test_offering_a_course_brings_everything_in_it_by_changes_alone(): void {
        $course = $this->getDataGenerator()->create_course(['enablecompletion' => 1]);
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $completion = $this->maker()->complete($course->id, $user->id);
        $head = $this->head();
        $this->maker()->open($course->id);
        $learning = $this->changes('learning', $head)->rows;
        $this->assertSame([$completion], array_column($learning['completion']['rows'], 0));
        $this->assertCount(1, $learning['enrolment']['rows']);
        $this->assertCount(1, $this->changes('catalogue', $head)->rows['course']['rows']);
    }

    public function test_a_course_withheld_and_offered_again_brings_everything_back(): void {
        $course = $this->maker()->create_open_course();
        $this->getDataGenerator()->create_and_enrol($course);
        $this->choose($course->id, 3);
        $head = $this->head();
        $this->choose($course->id, 1);
        $this->assertCount(1, $this->changes('learning', $head)->rows['enrolment']['rows']);
    }

    public function test_a_changed_default_offer_reaches_the_centre_by_changes_alone(): void {
        $course = $this->maker()->create_open_course();
        $head = $this->head();
        setting::default_offer()->set('none');
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
        $head = $this->head();
        setting::default_offer()->set('selfenrol');
        $this->assertCount(1, $this->changes('catalogue', $head)->rows['course']['rows']);
    }

    public function test_disabling_self_enrolment_for_the_site_withdraws_the_default_offer(): void {
        $course = $this->maker()->create_open_course();
        $head = $this->head();
        set_config('enrol_plugins_enabled', 'manual');
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
    }

    public function test_what_no_event_told_is_found_by_a_digest_and_then_told_by_changes(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $head = $this->head();
        $DB->set_field('course', 'visible', 0, ['id' => $course->id]);
        $this->assertSame([], $this->changes('catalogue', $head)->rows);
        $digest = $this->ask(['operation' => 'digest', 'stream' => 'catalogue', 'buckets' => true])->rows['course'];
        $this->assertSame(0, $digest['count']);
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
    }

    public function test_badges_of_a_deleted_course_stay_with_those_who_earned_them(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $badge = $this->maker()->create_badge(['courseid' => $course->id]);
        $assertion = $this->maker()->award($badge, $user->id);
        $head = $this->head();
        delete_course($course->id, false);
        $changes = $this->changes('badges', $head)->rows;
        $this->assertSame(['archived'], array_column($changes['badge_class']['rows'], 5));
        $this->assertSame([$assertion], array_column($changes['assertion']['rows'], 0));
    }

    public function test_an_idle_site_recomputes_nothing(): void {
        global $DB;

        $this->maker()->create_open_course();
        $head = $this->head();
        $before = $DB->perf_get_writes();
        $this->changes('catalogue', $head);
        $this->assertSame($before, $DB->perf_get_writes());
    }
}
