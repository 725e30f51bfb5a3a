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

use local_asnunggul\tests\feed_testcase;

/**
 * When learners can enrol themselves and how many places are left; what is offered does not change by the clock.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\enrolment_window
 * @covers     \local_asnunggul\local\feed\kind\course
 * @covers     \local_asnunggul\local\feed\fan_out
 * @covers     \local_asnunggul\observer
 */
final class enrolment_window_test extends feed_testcase {
    /**
     * An offered course whose self-enrolment has these values.
     *
     * @param array $values
     * @return array{int, \stdClass} the course, and its enrolment method
     */
    private function course(array $values = []): array {
        $course = $this->maker()->create_open_course();
        return [(int)$course->id, $this->change((int)$course->id, $values)];
    }

    /**
     * Changes the self-enrolment of a course, as its form does.
     *
     * @param int $courseid
     * @param array $values
     * @return \stdClass the enrolment method
     */
    private function change(int $courseid, array $values): \stdClass {
        global $DB;

        $method = $DB->get_record('enrol', ['courseid' => $courseid, 'enrol' => 'self'], '*', MUST_EXIST);
        enrol_get_plugin('self')->update_instance($method, (object)($values + (array)$method));
        return $DB->get_record('enrol', ['id' => $method->id], '*', MUST_EXIST);
    }

    /**
     * Adds another self-enrolment method that is open to anybody.
     *
     * @param int $courseid
     * @param array $values
     */
    private function add(int $courseid, array $values): void {
        $plugin = enrol_get_plugin('self');
        $values += ['status' => ENROL_INSTANCE_ENABLED, 'customint6' => 1] + $plugin->get_instance_defaults();
        $plugin->add_instance(get_course($courseid), $values);
    }

    /**
     * What the row of a course says.
     *
     * @param int $courseid
     * @return array self_enrol, enrol_from, enrol_until, places
     */
    private function said(int $courseid): array {
        $row = $this->rows('catalogue', 'course')[$courseid];
        return [$row['self_enrol'], $row['enrol_from'], $row['enrol_until'], $row['places']];
    }

    public function test_a_period_that_is_over_or_has_not_begun_is_sent_and_the_course_stays_offered(): void {
        $now = time();
        [$over] = $this->course(['enrolstartdate' => $now - 200, 'enrolenddate' => $now - 100]);
        [$early] = $this->course(['enrolstartdate' => $now + 100]);
        [$always] = $this->course();
        $this->assertSame([1, $now - 200, $now - 100, null], $this->said($over));
        $this->assertSame([1, $now + 100, null, null], $this->said($early));
        $this->assertSame([1, null, null, null], $this->said($always));
    }

    public function test_nothing_of_a_course_changes_by_the_clock_alone(): void {
        $clock = $this->mock_clock_with_frozen(1800000000);
        [$course] = $this->course(['enrolstartdate' => 1800000100, 'enrolenddate' => 1800000200, 'customint3' => 3]);
        $before = [$this->rows('catalogue', 'course')[$course], digest::buckets(streams::kind('course'))];
        $head = $this->head();
        foreach ([100, 101, 86400] as $seconds) {
            $clock->bump($seconds);
            $this->assertSame($before, [$this->rows('catalogue', 'course')[$course], digest::buckets(streams::kind('course'))]);
        }
        $this->assertSame([], $this->changes('catalogue', $head)->rows);
    }

    public function test_each_enrolment_by_a_learner_takes_a_place_and_is_told(): void {
        [$course, $method] = $this->course(['customint3' => 2]);
        $plugin = enrol_get_plugin('self');
        $learners = [];
        foreach ([1, 0] as $left) {
            $head = $this->head();
            $learners[] = $learner = $this->getDataGenerator()->create_user();
            $plugin->enrol_user($method, $learner->id);
            $this->assertSame([$course], array_column($this->changes('catalogue', $head)->rows['course']['rows'], 0));
            $this->assertSame([1, null, null, $left], $this->said($course));
        }
        $head = $this->head();
        $plugin->unenrol_user($method, $learners[0]->id);
        $this->assertSame([$course], array_column($this->changes('catalogue', $head)->rows['course']['rows'], 0));
        $this->assertSame([1, null, null, 1], $this->said($course));
    }

    public function test_fewer_places_than_learners_are_none_and_a_suspended_learner_keeps_a_place(): void {
        [$course, $method] = $this->course(['customint3' => 3]);
        foreach ([ENROL_USER_ACTIVE, ENROL_USER_SUSPENDED] as $status) {
            enrol_get_plugin('self')->enrol_user($method, $this->getDataGenerator()->create_user()->id, null, 0, 0, $status);
        }
        $this->assertSame([1, null, null, 1], $this->said($course));
        $this->change($course, ['customint3' => 1]);
        $this->assertSame([1, null, null, 0], $this->said($course));
    }

    public function test_an_enrolment_where_places_are_not_limited_does_not_touch_the_course(): void {
        [$course, $method] = $this->course();
        $this->empty_log();
        enrol_get_plugin('self')->enrol_user($method, $this->getDataGenerator()->create_user()->id);
        $this->getDataGenerator()->enrol_user($this->getDataGenerator()->create_user()->id, $course);
        $this->assertSame([], preg_grep('/^course /', $this->logged()));
    }

    public function test_of_several_methods_the_best_one_is_sent(): void {
        $now = time();
        [$course, $method] = $this->course(['customint3' => 1, 'enrolenddate' => 0]);
        enrol_get_plugin('self')->enrol_user($method, $this->getDataGenerator()->create_user()->id);
        $this->add($course, ['enrolstartdate' => $now - 500, 'enrolenddate' => $now + 500]);
        $this->assertSame([1, $now - 500, $now + 500, null], $this->said($course), 'one with places before a full one');
        $this->add($course, ['enrolstartdate' => $now + 300, 'enrolenddate' => $now + 900]);
        $this->assertSame([1, $now + 300, $now + 900, null], $this->said($course), 'the one that closes last');
        $this->add($course, ['enrolstartdate' => $now + 200, 'enrolenddate' => $now + 900, 'customint3' => 7]);
        $this->assertSame([1, $now + 200, $now + 900, 7], $this->said($course), 'then the one that opens first');
        $this->add($course, ['enrolstartdate' => $now + 200, 'enrolenddate' => $now + 900, 'customint3' => 9]);
        $this->assertSame([1, $now + 200, $now + 900, 9], $this->said($course), 'then the one with most places');
    }

    public function test_of_two_periods_apart_the_later_is_sent_and_nothing_is_called_open_that_is_shut(): void {
        $now = time();
        [$course] = $this->course(['enrolstartdate' => $now - 500, 'enrolenddate' => $now + 500]);
        $this->add($course, ['enrolstartdate' => $now + 5000, 'enrolenddate' => $now + 9000]);
        $this->assertSame([1, $now + 5000, $now + 9000, null], $this->said($course));
    }

    public function test_a_method_that_closes_before_it_opens_is_never_sent_in_place_of_one_that_can_be_open(): void {
        $now = time();
        [$course] = $this->course(['enrolstartdate' => $now + 900, 'enrolenddate' => $now + 800]);
        $this->assertSame([1, $now + 900, $now + 800, null], $this->said($course), 'alone');
        $this->add($course, ['enrolenddate' => $now + 100]);
        $this->assertSame([1, null, $now + 100, null], $this->said($course), 'beside one that is open');
    }

    public function test_a_method_that_not_everybody_can_use_says_nothing(): void {
        [$course] = $this->course(['password' => 'kunci', 'enrolenddate' => time() + 100, 'customint3' => 5]);
        [$other] = $this->course(['customint6' => 0, 'customint3' => 5]);
        $windows = enrolment_window::of([$course, $other]);
        $this->assertSame([], $windows);
    }

    public function test_times_no_contract_has_are_the_nearest_ones(): void {
        global $DB;

        [$course, $method] = $this->course();
        $DB->update_record('enrol', (object)['id' => $method->id, 'enrolstartdate' => -5, 'enrolenddate' => 2 ** 50]);
        $this->assertSame([1, 0, 2 ** 40, null], $this->said($course));
    }

    public function test_version_1_of_the_contract_has_none_of_this(): void {
        [$course] = $this->course(['enrolenddate' => time() - 100, 'customint3' => 5]);
        $this->contract = 1;
        $row = $this->rows('catalogue', 'course')[$course];
        $this->assertSame('created', array_key_last($row));
        $this->assertSame(1, $row['self_enrol']);
    }
}
