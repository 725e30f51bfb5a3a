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

namespace local_asnunggul\privacy;

use core\context\course;
use core\context\system;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\rating\abuse;
use local_asnunggul\local\rating\own_rating;
use local_asnunggul\local\rating\owner;

/**
 * A person gets what they said about courses and is forgotten here and at LAN; what others said stays.
 *
 * @covers     \local_asnunggul\privacy\rating_data
 * @covers     \local_asnunggul\privacy\provider
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rating_data_test extends \core_privacy\tests\provider_testcase {
    /** @var \stdClass The course. */
    private \stdClass $course;

    /** @var \stdClass Who rates, and reports the other. */
    private \stdClass $asker;

    /** @var \stdClass Who rates, too. */
    private \stdClass $other;

    /** @var \stdClass Who answers both. */
    private \stdClass $teacher;

    /** @var int[] The ratings of both. */
    private array $ratings;

    #[\Override]
    protected function setUp(): void {
        global $CFG;

        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $CFG->enablecompletion = 1;
        $maker = self::getDataGenerator()->get_plugin_generator('local_asnunggul');
        $this->course = $maker->create_open_course();
        $this->teacher = self::getDataGenerator()->create_and_enrol($this->course, 'editingteacher');
        foreach (['asker', 'other'] as $who) {
            $this->$who = self::getDataGenerator()->create_and_enrol($this->course);
            $maker->complete($this->course->id, $this->$who->id);
            $this->ratings[] = $id = $maker->rate($this->course->id, $this->$who->id, 3, "Kata $who");
            $maker->as($this->teacher->id, fn() => owner::say($id, "Jawaban $who", null));
        }
        $maker->as($this->asker->id, fn() => abuse::report($this->ratings[1], 'Alasan asker'));
        $maker->as($this->other->id, fn() => abuse::report($this->ratings[0], 'Alasan other'));
    }

    /**
     * The context of the course.
     *
     * @return course
     */
    private function context(): course {
        return course::instance($this->course->id);
    }

    /**
     * The ratings the centre is told of since, as "id" and whether erased.
     *
     * @return string[]
     */
    private function told(): array {
        global $DB;
        $entries = $DB->get_records('local_asnunggul_change', ['kind' => rating::NAME], 'id');
        return array_values(array_unique(array_map(fn(\stdClass $row): string => "$row->objectid $row->erased", $entries)));
    }

    public function test_who_rated_reported_or_answered_is_found_in_the_course(): void {
        foreach ([$this->asker, $this->other, $this->teacher] as $user) {
            $this->assertContainsEquals($this->context()->id, provider::get_contexts_for_userid($user->id)->get_contextids());
        }
        $list = new userlist($this->context(), 'local_asnunggul');
        provider::get_users_in_context($list);
        $this->assertEqualsCanonicalizing([$this->asker->id, $this->other->id, $this->teacher->id], $list->get_userids());
    }

    public function test_each_gets_what_they_said_themselves(): void {
        $path = [get_string('pluginname', 'local_asnunggul'), get_string('ratings_title', 'local_asnunggul')];
        foreach ([$this->asker, $this->teacher] as $user) {
            writer::reset();
            provider::export_user_data(new approved_contextlist($user, 'local_asnunggul', [$this->context()->id]));
            $data[] = json_encode(writer::with_context($this->context())->get_data($path));
        }
        foreach (['Kata asker', 'Jawaban asker', 'Alasan asker'] as $said) {
            $this->assertStringContainsString($said, $data[0]);
        }
        foreach (['Jawaban asker', 'Jawaban other'] as $said) {
            $this->assertStringContainsString($said, $data[1]);
        }
        $this->assertStringNotContainsString('other', $data[0]);
        $this->assertStringNotContainsString('Kata', $data[1]);
    }

    public function test_a_learner_is_erased_with_the_rating_and_the_reports_they_made(): void {
        global $DB;

        $DB->delete_records('local_asnunggul_change');
        provider::delete_data_for_user(new approved_contextlist($this->asker, 'local_asnunggul', [$this->context()->id]));
        $this->assertNull(own_rating::of($this->course->id, $this->asker->id));
        $this->assertSame(0, $DB->count_records(rating::REPORTS));
        $this->assertSame(["{$this->ratings[0]} 1", "{$this->ratings[1]} 0"], $this->told());
        $this->assertSame('Kata other', own_rating::of($this->course->id, $this->other->id)->text);
        $watched = ['kind' => rating::NAME, 'userid' => $this->asker->id];
        $this->assertFalse($DB->record_exists('local_asnunggul_watched', $watched));
    }

    public function test_an_answer_outlives_its_author_without_naming_them(): void {
        global $DB;

        provider::delete_data_for_users(new approved_userlist($this->context(), 'local_asnunggul', [$this->teacher->id]));
        $this->assertSame(2, $DB->count_records(rating::TABLE, ['answeredby' => 0]));
        $this->assertSame('Jawaban asker', own_rating::of($this->course->id, $this->asker->id)->answer);
    }

    public function test_everybody_is_erased_from_a_course_and_from_no_other(): void {
        global $DB;

        $DB->delete_records('local_asnunggul_change');
        $elsewhere = self::getDataGenerator()->create_course();
        provider::delete_data_for_all_users_in_context(course::instance($elsewhere->id));
        $this->assertSame(2, $DB->count_records(rating::TABLE));
        provider::delete_data_for_all_users_in_context($this->context());
        $this->assertSame([0, 0], [$DB->count_records(rating::TABLE), $DB->count_records(rating::REPORTS)]);
        foreach ($this->ratings as $id) {
            $this->assertContains("$id 1", $this->told());
        }
    }

    public function test_the_system_context_alone_takes_no_rating_away_here(): void {
        global $DB;
        provider::delete_data_for_user(new approved_contextlist($this->asker, 'local_asnunggul', [system::instance()->id]));
        $this->assertSame(2, $DB->count_records(rating::TABLE));
    }
}
