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

use local_asnunggul\local\membership\membership;
use local_asnunggul\task\catch_up;
use local_asnunggul\tests\feed_testcase;
use local_asnunggul\tests\member_site;

/**
 * What is written past Moodle's events is found by the task.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_asnunggul\local\feed\watched_rows
 * @covers     \local_asnunggul\task\catch_up
 */
final class watched_rows_test extends feed_testcase {
    /**
     * An enrolment, a completion and an award.
     *
     * @return string[] their keys
     */
    private function rows_exist(): array {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $completion = $this->maker()->complete($course->id, $user->id);
        $award = $this->maker()->award($this->maker()->create_badge(), $user->id);
        $enrolment = $this->maker()->enrolment_id($course->id, $user->id);
        return ["enrolment $enrolment", "completion $completion", "assertion $award"];
    }

    /**
     * Runs the task on an empty log.
     *
     * @return string[] what it logs
     */
    private function caught(): array {
        $this->empty_log();
        (new catch_up())->execute();
        return $this->logged();
    }

    public function test_what_came_by_events_is_not_logged_again(): void {
        $this->rows_exist();
        $this->assertSame([], $this->caught());
    }

    public function test_rows_deleted_by_sql_are_logged_once(): void {
        global $DB;

        $keys = $this->rows_exist();
        $DB->delete_records('user_enrolments');
        $DB->delete_records('course_completions');
        $DB->delete_records('badge_issued');
        $this->assertSame($keys, $this->caught());
        $this->assertSame([], $this->caught());
    }

    public function test_rows_inserted_by_sql_are_logged_once(): void {
        global $DB;

        $keys = $this->rows_exist();
        $DB->delete_records(watched_rows::TABLE);
        $this->assertSame($keys, $this->caught());
        $this->assertSame([], $this->caught());
    }

    public function test_a_completion_that_is_no_longer_complete_has_vanished(): void {
        global $DB;

        $keys = $this->rows_exist();
        $DB->set_field('course_completions', 'timecompleted', null);
        $this->assertSame([$keys[1]], $this->caught());
        $DB->set_field('course_completions', 'timecompleted', 7);
        $this->assertSame([$keys[1]], $this->caught());
        $this->assertSame([], $this->caught());
    }

    public function test_a_completion_that_was_withdrawn_and_comes_again_by_its_event_is_watched_again(): void {
        global $DB;

        member_site::join();
        [, $key] = $this->rows_exist();
        $this->caught();
        [, $id] = explode(' ', $key);
        $DB->set_field('course_completions', 'timecompleted', null);
        $this->assertSame([$key], $this->caught());
        $this->empty_log();
        \cache::make('core', 'coursecompletion')->purge();
        $row = $DB->get_record('course_completions', ['id' => $id]);
        $this->assertSame((int)$id, $this->maker()->complete($row->course, $row->userid));
        $this->assertContains($key, $this->logged());
        $this->assertSame([], $this->caught());
        $DB->delete_records('course_completions');
        $this->assertSame([$key], $this->caught());
    }

    public function test_what_goes_when_a_way_to_enrol_is_uninstalled_is_logged_once(): void {
        [$enrolment] = $this->rows_exist();
        \core_plugin_manager::instance()->get_plugin_info('enrol_manual')->uninstall_cleanup();
        $this->assertContains($enrolment, $this->caught());
        $this->assertNotContains($enrolment, $this->caught());
    }

    public function test_enrolments_that_are_handed_over_to_another_method_without_an_event_are_logged_once(): void {
        global $DB;

        [$enrolment] = $this->rows_exist();
        $DB->set_field('user_enrolments', 'enrolid', $DB->get_field('enrol', 'id', ['enrol' => 'self'], IGNORE_MULTIPLE));
        $this->assertSame([$enrolment], $this->caught());
        $this->assertSame([], $this->caught());
    }

    public function test_who_is_gone_is_remembered_while_a_centre_may_keep_the_rows_and_no_longer(): void {
        global $DB;

        $gone = function () use ($DB): int {
            $this->rows_exist();
            $DB->delete_records('user_enrolments');
            $this->caught();
            return $DB->count_records(watched_rows::TABLE, ['gone' => 1]);
        };
        $this->assertSame(0, $gone(), 'no centre');
        member_site::join();
        $this->assertSame(1, $gone());
        membership::forget();
        $this->assertSame(0, $DB->count_records(watched_rows::TABLE, ['gone' => 1]));
    }

    public function test_what_exists_at_installation_is_remembered_without_an_entry(): void {
        global $DB;

        $this->rows_exist();
        $DB->delete_records(watched_rows::TABLE);
        $this->empty_log();
        watched_rows::begin();
        $this->assertSame([], $this->logged());
        $this->assertSame(3, $DB->count_records(watched_rows::TABLE));
    }
}
