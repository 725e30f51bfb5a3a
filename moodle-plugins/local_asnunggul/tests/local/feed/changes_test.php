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
 * The changes after a cursor: current rows, what is gone or erased, and the cursors that do not fit.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\answer
 * @covers     \local_asnunggul\local\feed\change_reader
 */
final class changes_test extends feed_testcase {
    /**
     * Asserts the page was refused for a reason and is empty.
     *
     * @param string $reason
     * @param \stdClass $page
     */
    private function assert_refused(string $reason, \stdClass $page): void {
        $this->assertSame($reason, $page->head['refused']);
        $this->assertSame([], $page->rows);
        $this->assertSame(0, $page->tail['count']);
        $this->assertFalse($page->tail['more']);
    }

    public function test_no_cursor_is_answered_like_a_pruned_one(): void {
        $this->assert_refused('pruned', $this->changes('learning', null));
    }

    public function test_a_cursor_beyond_the_head_is_ahead(): void {
        [$seq] = $this->head();
        $this->assert_refused('ahead', $this->changes('learning', [$seq + 1, 'aaaaaaaaaaaa']));
    }

    public function test_a_cursor_with_another_mark_comes_from_another_history(): void {
        $this->getDataGenerator()->create_course();
        [$seq] = $this->head();
        $this->assert_refused('history', $this->changes('learning', [$seq, 'aaaaaaaaaaaa']));
    }

    public function test_a_cursor_whose_entry_was_deleted_is_pruned(): void {
        global $DB;

        $this->getDataGenerator()->create_course();
        $old = $this->head();
        $this->getDataGenerator()->create_course();
        $this->head();
        $DB->delete_records('local_asnunggul_change', ['seq' => $old[0]]);
        $this->assert_refused('pruned', $this->changes('learning', $old));
    }

    public function test_after_a_restore_from_backup_the_cursor_is_noticed_even_when_the_log_has_grown_past_it(): void {
        global $DB;

        $this->getDataGenerator()->create_course();
        [$seq, $mark] = $this->head();
        $DB->delete_records_select('local_asnunggul_change', 'seq >= ?', [$seq]);
        $this->assertLessThan($seq, $this->head()[0]);
        $this->getDataGenerator()->create_course();
        $this->getDataGenerator()->create_course();
        $this->assertGreaterThan($seq, $this->head()[0]);
        $this->assert_refused('history', $this->changes('learning', [$seq, $mark]));
    }

    public function test_the_beginning_of_an_unpruned_log_is_a_cursor(): void {
        $this->empty_log();
        $this->maker()->create_open_course();
        $page = $this->changes('catalogue', [0, '']);
        $this->assertNull($page->head['refused']);
        $this->assertCount(1, $page->rows['course']['rows']);
    }

    public function test_the_beginning_of_a_pruned_log_is_not_a_cursor(): void {
        global $DB;

        $this->getDataGenerator()->create_course();
        $this->getDataGenerator()->create_course();
        $this->head();
        $DB->delete_records('local_asnunggul_change', ['seq' => 1]);
        $this->assert_refused('pruned', $this->changes('catalogue', [0, '']));
    }

    public function test_an_empty_log_has_a_head_and_accepts_it(): void {
        $this->head();
        $this->empty_log();
        $this->assertSame([0, ''], $this->head());
        $page = $this->changes('learning', [0, '']);
        $this->assertNull($page->head['refused']);
        $this->assertSame(['count' => 0, 'to' => [0, ''], 'more' => false], $page->tail);
    }

    public function test_nothing_new_ends_at_the_head_with_no_rows(): void {
        $this->maker()->create_open_course();
        $head = $this->head();
        $page = $this->changes('catalogue', $head);
        $this->assertSame([], $page->rows);
        $this->assertSame(['count' => 0, 'to' => $head, 'more' => false], $page->tail);
    }

    public function test_changes_of_other_streams_move_the_cursor_without_rows(): void {
        $course = $this->maker()->create_open_course();
        $head = $this->head();
        $this->getDataGenerator()->create_and_enrol($course);
        $page = $this->changes('catalogue', $head);
        $this->assertSame(0, $page->tail['count']);
        $this->assertSame($page->head['log'], $page->tail['to']);
        $this->assertGreaterThan($head[0], $page->tail['to'][0]);
    }

    public function test_a_row_that_changed_twice_is_sent_once_as_it_is_now(): void {
        $course = $this->maker()->create_open_course();
        $head = $this->head();
        update_course((object)['id' => $course->id, 'fullname' => 'First']);
        update_course((object)['id' => $course->id, 'fullname' => 'Second']);
        $page = $this->changes('catalogue', $head);
        $this->assertSame(1, $page->tail['count']);
        $this->assertSame('Second', $page->rows['course']['rows'][0][1]);
        $this->assertSame([], $page->rows['course']['gone']);
    }

    public function test_an_unenrolled_learner_is_gone(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->enrolment_id($course->id, $user->id);
        $head = $this->head();
        $instance = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->unenrol_user($instance, $user->id);
        $page = $this->changes('learning', $head);
        $this->assertSame([$id], $page->rows['enrolment']['gone']);
        $this->assertSame(1, $page->tail['count']);
    }

    public function test_a_deleted_course_takes_everything_in_it_along(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $enrolment = $this->maker()->enrolment_id($course->id, $user->id);
        $completion = $this->maker()->complete($course->id, $user->id);
        $head = $this->head();
        delete_course($course->id, false);
        $learning = $this->changes('learning', $head);
        $this->assertSame([$enrolment], $learning->rows['enrolment']['gone']);
        $this->assertSame([$completion], $learning->rows['completion']['gone']);
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
    }

    public function test_a_completion_removed_by_a_course_reset_is_gone(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $completion = $this->maker()->complete($course->id, $user->id);
        $head = $this->head();
        reset_course_userdata((object)['id' => $course->id, 'reset_completion' => 1]);
        $this->assertSame([$completion], $this->changes('learning', $head)->rows['completion']['gone']);
    }

    public function test_an_erased_person_is_erased_and_not_merely_gone(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->enrolment_id($course->id, $user->id);
        $head = $this->head();
        person::erase($user->id);
        $DB->delete_records('user_enrolments', ['userid' => $user->id]);
        $rows = $this->changes('learning', $head)->rows['enrolment'];
        $this->assertSame([[], [], [$id]], [$rows['rows'], $rows['gone'], $rows['erased']]);
    }

    public function test_a_row_that_changes_after_its_erasure_is_a_row_again(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->enrolment_id($course->id, $user->id);
        $head = $this->head();
        person::erase($user->id);
        change_log::add('enrolment', $id);
        $rows = $this->changes('learning', $head)->rows['enrolment'];
        $this->assertSame([$id], array_column($rows['rows'], 0));
        $this->assertSame([], $rows['erased']);
    }

    public function test_pages_of_one_entry_reach_the_same_state_as_one_page(): void {
        $head = $this->head();
        $course = $this->maker()->create_open_course();
        for ($learner = 0; $learner < 4; $learner++) {
            $user = $this->getDataGenerator()->create_and_enrol($course);
            $this->maker()->complete($course->id, $user->id, 1000000 + $learner);
        }
        $whole = $this->changes('learning', $head);
        $collected = ['enrolment' => [], 'completion' => []];
        $cursor = $head;
        do {
            $page = $this->changes('learning', $cursor, 1);
            $this->assertLessThanOrEqual(1, $page->tail['count']);
            foreach ($page->rows as $kind => $rows) {
                foreach ($rows['rows'] as $row) {
                    $collected[$kind][$row[0]] = $row;
                }
            }
            if ($page->tail['more']) {
                $this->assertGreaterThan($cursor[0], $page->tail['to'][0]);
            }
            $cursor = $page->tail['to'];
        } while ($page->tail['more']);
        $this->assertSame($page->head['log'], $cursor);
        foreach ($collected as $kind => $rows) {
            $this->assertSame($whole->rows[$kind]['rows'], array_values($rows));
        }
    }

    public function test_more_is_said_while_entries_without_a_number_remain(): void {
        $this->head();
        $this->empty_log();
        // More than one call numbers, by doubling.
        change_log::add_selected('enrolment', 'SELECT 1 AS id UNION SELECT 2 UNION SELECT 3');
        for ($power = 0; $power < 13; $power++) {
            change_log::add_selected('enrolment', 'SELECT id FROM {local_asnunggul_change}');
        }
        $page = $this->changes('catalogue', [0, '']);
        $this->assertSame(numbering::BATCH, $page->tail['to'][0]);
        $this->assertTrue($page->tail['more']);
        $page = $this->changes('catalogue', $page->tail['to']);
        $this->assertSame(3 << 13, $page->tail['to'][0]);
        $this->assertFalse($page->tail['more']);
    }

    public function test_a_stream_that_is_off_is_refused_and_says_nothing_else(): void {
        $course = $this->maker()->create_open_course();
        $this->getDataGenerator()->create_and_enrol($course);
        unset_config(setting::stream('learning')->name, 'local_asnunggul');
        $this->assert_refused('off', $this->changes('learning', [0, '']));
        $this->assert_refused('off', $this->snapshot('learning', 'enrolment'));
        $this->assert_refused('off', $this->ask(['operation' => 'digest', 'stream' => 'learning', 'buckets' => true]));
    }

    public function test_a_paused_site_refuses_every_page(): void {
        set_config('paused', '1', 'local_asnunggul');
        $this->assert_refused('paused', $this->changes('catalogue', [0, '']));
        $this->assert_refused('paused', $this->snapshot('catalogue', 'course'));
        $this->assert_refused('paused', $this->ask(['operation' => 'digest', 'stream' => 'catalogue', 'buckets' => false]));
    }

    public function test_streams_about_people_are_off_until_somebody_switches_them_on(): void {
        foreach (streams::names() as $stream) {
            unset_config(setting::stream($stream)->name, 'local_asnunggul');
        }
        $this->assertSame(['catalogue'], setting::streams_on());
    }
}
