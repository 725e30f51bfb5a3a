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

namespace local_asnunggul;

use local_asnunggul\tests\feed_testcase;

/**
 * Every event and hook leaves the keys it may have changed in the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_asnunggul\observer
 * @covers     \local_asnunggul\hook_callbacks
 * @covers     \local_asnunggul\local\feed\change_log
 * @covers     \local_asnunggul\local\feed\fan_out
 */
final class observer_test extends feed_testcase {
    /**
     * Asserts that exactly these keys were logged, whatever their order and however often.
     *
     * @param string[] $keys
     */
    private function assert_logged(array $keys): void {
        $this->assertEqualsCanonicalizing($keys, array_values(array_unique($this->logged())));
    }

    public function test_a_created_course_is_logged_once(): void {
        $this->empty_log();
        $course = $this->getDataGenerator()->create_course();
        $this->assert_logged(["course $course->id"]);
    }

    public function test_one_event_adds_one_entry(): void {
        $course = $this->getDataGenerator()->create_course();
        $this->empty_log();
        update_course((object)['id' => $course->id, 'fullname' => 'Other']);
        $this->assertSame(["course $course->id"], $this->logged());
    }

    public function test_hiding_a_course_is_logged(): void {
        $course = $this->getDataGenerator()->create_course();
        $this->empty_log();
        \core_course\management\helper::action_course_hide_by_record($course);
        $this->assert_logged(["course $course->id"]);
    }

    public function test_moving_a_course_is_logged(): void {
        $course = $this->getDataGenerator()->create_course();
        $category = $this->getDataGenerator()->create_category();
        $this->empty_log();
        move_courses([$course->id], $category->id);
        $this->assert_logged(["course $course->id"]);
    }

    public function test_a_renamed_category_is_logged_for_all_courses_below_it_and_no_others(): void {
        $generator = $this->getDataGenerator();
        $top = $generator->create_category();
        $below = $generator->create_category(['parent' => $top->id]);
        $in = $generator->create_course(['category' => $top->id]);
        $deep = $generator->create_course(['category' => $below->id]);
        $generator->create_course();
        $this->empty_log();
        $top->update(['name' => 'Renamed']);
        $this->assert_logged(["course $in->id", "course $deep->id"]);
    }

    public function test_a_category_whose_path_begins_with_the_same_digits_is_not_below(): void {
        global $DB;

        $generator = $this->getDataGenerator();
        $top = $generator->create_category();
        $other = $generator->create_category();
        $DB->set_field('course_categories', 'path', "{$top->path}9", ['id' => $other->id]);
        $generator->create_course(['category' => $other->id]);
        $this->empty_log();
        $top->update(['name' => 'Renamed']);
        $this->assert_logged([]);
    }

    public function test_a_hidden_category_is_logged_for_its_courses(): void {
        $category = $this->getDataGenerator()->create_category();
        $course = $this->getDataGenerator()->create_course(['category' => $category->id]);
        $this->empty_log();
        $category->hide();
        $this->assert_logged(["course $course->id"]);
    }

    public function test_a_moved_category_is_logged_for_its_courses(): void {
        $generator = $this->getDataGenerator();
        $category = $generator->create_category();
        $target = $generator->create_category();
        $course = $generator->create_course(['category' => $category->id]);
        $this->empty_log();
        $category->change_parent($target->id);
        $this->assert_logged(["course $course->id"]);
    }

    public function test_deleting_a_category_is_logged_for_the_courses_that_move_with_a_subcategory(): void {
        $generator = $this->getDataGenerator();
        $doomed = $generator->create_category();
        $target = $generator->create_category();
        $below = $generator->create_category(['parent' => $doomed->id]);
        $in = $generator->create_course(['category' => $doomed->id]);
        $deep = $generator->create_course(['category' => $below->id]);
        $this->empty_log();
        $doomed->delete_move($target->id);
        $this->assert_logged(["course $in->id", "course $deep->id"]);
    }

    public function test_a_changed_custom_field_definition_is_logged_for_all_courses_but_the_site(): void {
        $course = $this->getDataGenerator()->create_course();
        $handler = \core_course\customfield\course_handler::create();
        $fields = array_filter($handler->get_fields(), fn($field): bool => $field->get('shortname') === 'asn_level');
        $this->empty_log();
        $handler->delete_field_configuration(reset($fields));
        $this->assert_logged(["course $course->id"]);
    }

    public function test_enrolling_is_logged_as_one_enrolment(): void {
        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_user();
        $this->empty_log();
        $this->getDataGenerator()->enrol_user($user->id, $course->id);
        $this->assertSame(['enrolment ' . $this->maker()->enrolment_id($course->id, $user->id)], $this->logged());
    }

    public function test_suspending_an_enrolment_is_logged(): void {
        global $DB;

        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $instance = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        $this->empty_log();
        enrol_get_plugin('manual')->update_user_enrol($instance, $user->id, ENROL_USER_SUSPENDED);
        $this->assert_logged(['enrolment ' . $this->maker()->enrolment_id($course->id, $user->id)]);
    }

    public function test_unenrolling_is_logged_with_the_id_that_is_gone(): void {
        global $DB;

        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->enrolment_id($course->id, $user->id);
        $instance = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        $this->empty_log();
        enrol_get_plugin('manual')->unenrol_user($instance, $user->id);
        $this->assert_logged(["enrolment $id"]);
    }

    public function test_a_disabled_enrolment_method_is_logged_for_its_course_and_enrolments(): void {
        global $DB;

        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $instance = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        $this->empty_log();
        enrol_get_plugin('manual')->update_status($instance, ENROL_INSTANCE_DISABLED);
        $this->assert_logged(["course $course->id", 'enrolment ' . $this->maker()->enrolment_id($course->id, $user->id)]);
    }

    public function test_a_deleted_enrolment_method_is_logged_for_its_course_and_enrolments(): void {
        global $DB;

        $course = $this->getDataGenerator()->create_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->enrolment_id($course->id, $user->id);
        $instance = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        $this->empty_log();
        enrol_get_plugin('manual')->delete_instance($instance);
        $this->assert_logged(["course $course->id", "enrolment $id"]);
    }

    public function test_completing_a_course_is_logged(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $this->empty_log();
        $id = $this->maker()->complete($course->id, $user->id);
        $this->assert_logged(["completion $id"]);
    }

    public function test_a_completion_with_a_time_in_the_past_is_logged(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $this->empty_log();
        $id = $this->maker()->complete($course->id, $user->id, 1000000);
        $this->assert_logged(["completion $id"]);
    }

    public function test_changed_completion_criteria_are_logged_for_the_completions_of_the_course(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->complete($course->id, $user->id);
        $this->empty_log();
        \core\event\course_completion_updated::create([
            'courseid' => $course->id,
            'context' => \context_course::instance($course->id),
        ])->trigger();
        $this->assert_logged(["completion $id"]);
    }

    public function test_withdrawn_completions_are_logged_with_the_ids_that_are_gone(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->complete($course->id, $user->id);
        $this->empty_log();
        // As the page of completion settings does.
        (new \completion_info(get_course($course->id)))->delete_course_completion_data();
        \core\event\course_completion_updated::create([
            'courseid' => $course->id,
            'context' => \context_course::instance($course->id),
        ])->trigger();
        $this->assert_logged(["completion $id"]);
    }

    public function test_deleting_a_course_is_logged_for_everything_in_it(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $enrolment = $this->maker()->enrolment_id($course->id, $user->id);
        $completion = $this->maker()->complete($course->id, $user->id);
        $badge = $this->maker()->create_badge(['courseid' => $course->id]);
        $assertion = $this->maker()->award($badge, $user->id);
        $this->empty_log();
        delete_course($course->id, false);
        $keys = [
            "enrolment $enrolment", "completion $completion", "badge_class $badge->id", "assertion $assertion",
            "course $course->id",
        ];
        $this->assertEmpty(array_diff($keys, $this->logged()));
        // What a reader saw between the hook and the deletion must be said again after it.
        $this->assertGreaterThan(1, array_count_values($this->logged())["completion $completion"]);
        $after = array_slice($this->logged(), array_search("course $course->id", array_reverse($this->logged(), true)));
        $this->assertContains("completion $completion", $after);
    }

    public function test_resetting_a_course_is_logged_before_and_after(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $enrolment = $this->maker()->enrolment_id($course->id, $user->id);
        $completion = $this->maker()->complete($course->id, $user->id);
        $this->empty_log();
        reset_course_userdata((object)['id' => $course->id, 'reset_completion' => 1]);
        $counts = array_count_values($this->logged());
        $this->assertSame(2, $counts["completion $completion"]);
        $this->assertSame(2, $counts["enrolment $enrolment"]);
        $this->assertArrayHasKey("course $course->id", $counts);
    }

    public function test_a_restored_course_is_logged_with_its_people(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $completion = $this->maker()->complete($course->id, $user->id);
        $this->empty_log();
        \core\event\course_restored::create([
            'objectid' => $course->id,
            'userid' => get_admin()->id,
            'context' => \context_course::instance($course->id),
            'other' => ['type' => 'course', 'target' => 1, 'mode' => 10, 'operation' => 'restore', 'samesite' => true],
        ])->trigger();
        $enrolment = $this->maker()->enrolment_id($course->id, $user->id);
        $this->assert_logged(["course $course->id", "completion $completion", "enrolment $enrolment"]);
    }

    public function test_a_changed_badge_is_logged(): void {
        $badge = $this->maker()->create_badge();
        $this->empty_log();
        $badge->set_status(BADGE_STATUS_INACTIVE);
        $this->assert_logged(["badge_class $badge->id"]);
    }

    public function test_archiving_a_badge_is_logged(): void {
        $badge = $this->maker()->create_badge();
        $this->empty_log();
        $badge->delete(true);
        $this->assert_logged(["badge_class $badge->id"]);
    }

    public function test_deleting_a_badge_is_logged_with_its_awards(): void {
        $badge = $this->maker()->create_badge();
        $id = $this->maker()->award($badge, $this->getDataGenerator()->create_user()->id);
        $this->empty_log();
        $badge->delete(false);
        $this->assert_logged(["badge_class $badge->id", "assertion $id"]);
    }

    public function test_an_award_is_logged_as_an_assertion(): void {
        $badge = $this->maker()->create_badge();
        $user = $this->getDataGenerator()->create_user();
        $this->empty_log();
        $id = $this->maker()->award($badge, $user->id);
        $this->assertContains("assertion $id", $this->logged());
    }

    public function test_a_revoked_award_is_logged_with_the_id_that_is_gone(): void {
        global $CFG, $DB;

        require_once($CFG->dirroot . '/badges/lib/awardlib.php');
        $user = $this->getDataGenerator()->create_user();
        $badge = $this->maker()->create_badge();
        $role = $DB->get_field('role', 'id', ['shortname' => 'manager']);
        \award_criteria::build(['criteriatype' => BADGE_CRITERIA_TYPE_OVERALL, 'badgeid' => $badge->id])
            ->save(['agg' => BADGE_CRITERIA_AGGREGATION_ALL]);
        \award_criteria::build(['criteriatype' => BADGE_CRITERIA_TYPE_MANUAL, 'badgeid' => $badge->id])
            ->save(['agg' => BADGE_CRITERIA_AGGREGATION_ANY, "role_$role" => $role]);
        process_manual_award($user->id, get_admin()->id, $role, $badge->id);
        $id = $this->maker()->award($badge, $user->id);
        $this->empty_log();
        process_manual_revoke($user->id, get_admin()->id, $role, $badge->id);
        $this->assertFalse($DB->record_exists('badge_issued', ['id' => $id]));
        $this->assert_logged(["assertion $id"]);
    }

    public function test_deleting_an_account_is_logged_for_all_its_rows_after_they_are_gone(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $enrolment = $this->maker()->enrolment_id($course->id, $user->id);
        $completion = $this->maker()->complete($course->id, $user->id);
        $this->empty_log();
        delete_user($user);
        $this->assert_logged(["enrolment $enrolment", "completion $completion"]);
        $this->assertSame(2, array_count_values($this->logged())["completion $completion"]);
    }

    public function test_a_failing_log_never_breaks_the_request(): void {
        \local_asnunggul\local\feed\change_log::guarded(fn() => throw new \dml_exception('dmlwriteexception'));
        $this->assertDebuggingCalled(null, DEBUG_DEVELOPER);
    }

    public function test_nothing_is_logged_while_the_plugin_is_not_installed(): void {
        $this->empty_log();
        unset_config('version', 'local_asnunggul');
        $this->getDataGenerator()->create_course();
        $this->assertSame([], $this->logged());
    }

    public function test_an_entry_of_a_transaction_that_is_rolled_back_is_gone_with_it(): void {
        global $DB;

        $this->preventResetByRollback();
        $this->empty_log();
        $transaction = $DB->start_delegated_transaction();
        $this->getDataGenerator()->create_course();
        try {
            $transaction->rollback(new \RuntimeException('undone'));
        } catch (\RuntimeException $e) {
            $this->assertSame('undone', $e->getMessage());
        }
        $this->assertSame([], $this->logged());
    }
}
