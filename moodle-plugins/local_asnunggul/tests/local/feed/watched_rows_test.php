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
use local_asnunggul\task\catch_up;

/**
 * What is written past Moodle's events is found by the task.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 * @covers     \local_asnunggul\local\feed\watched_rows
 * @covers     \local_asnunggul\task\catch_up
 */
final class watched_rows_test extends feed_testcase {
    /**
     * A completion and an award.
     *
     * @return string[] their keys
     */
    private function rows_exist(): array {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $completion = $this->maker()->complete($course->id, $user->id);
        $award = $this->maker()->award($this->maker()->create_badge(), $user->id);
        return ["completion $completion", "assertion $award"];
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
        $this->assertSame([$keys[0]], $this->caught());
    }

    public function test_what_exists_at_installation_is_remembered_without_an_entry(): void {
        global $DB;

        $this->rows_exist();
        $DB->delete_records(watched_rows::TABLE);
        $this->empty_log();
        watched_rows::begin();
        $this->assertSame([], $this->logged());
        $this->assertSame(2, $DB->count_records(watched_rows::TABLE));
    }
}
