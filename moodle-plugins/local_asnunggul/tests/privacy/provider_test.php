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

use core\context\system;
use core\context\user;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_asnunggul\local\feed\watched_rows;
use local_asnunggul\site;
use local_asnunggul\task\catch_up;
use local_asnunggul\tests\member_site;

/**
 * A person gets what is here and is forgotten here and at LAN, and nobody else is.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\privacy\provider
 */
final class provider_test extends \core_privacy\tests\provider_testcase {
    /** @var \stdClass The person who asks. */
    private \stdClass $asker;

    /** @var \stdClass Somebody else. */
    private \stdClass $other;

    /** @var string[][] By user: what of them is at LAN, as "kind id". */
    private array $rows = [];

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $course = self::getDataGenerator()->create_course();
        $this->asker = self::getDataGenerator()->create_and_enrol($course);
        $this->other = self::getDataGenerator()->create_and_enrol($course);
        $this->learn($this->asker, $course, 'anon:' . str_repeat('a', 32));
        $this->learn($this->other, $course, 'anon:' . str_repeat('b', 32));
    }

    /**
     * Somebody known to LAN completes a course and gets a badge.
     *
     * @param \stdClass $user
     * @param \stdClass $course
     * @param string $learner
     */
    private function learn(\stdClass $user, \stdClass $course, string $learner): void {
        global $DB;
        $DB->delete_records('local_asnunggul_person', ['userid' => $user->id]);
        $DB->insert_record('local_asnunggul_person', ['userid' => $user->id, 'learner' => $learner]);
        $done = ['userid' => $user->id, 'course' => $course->id, 'timecompleted' => 1];
        $badge = ['badgeid' => 1, 'userid' => $user->id, 'uniquehash' => sha1($user->id), 'dateissued' => 1];
        $this->rows[$user->id] = [
            'enrolment ' . $DB->get_field('user_enrolments', 'id', ['userid' => $user->id]),
            'completion ' . $DB->insert_record('course_completions', $done),
            'assertion ' . $DB->insert_record('badge_issued', $badge),
        ];
    }

    /**
     * What the centre is told to forget, as "kind id".
     *
     * @return string[]
     */
    private function erased(): array {
        global $DB;
        return array_values(array_map(
            fn(\stdClass $row): string => "$row->kind $row->objectid",
            $DB->get_records('local_asnunggul_change', ['erased' => 1])
        ));
    }

    public function test_the_tables_and_lan_are_declared_in_words(): void {
        $items = provider::get_metadata(new collection('local_asnunggul'))->get_collection();
        $names = array_map(fn($item): string => $item->get_name(), $items);
        $tables = ['person', 'watched', 'rating', 'rating_report'];
        $this->assertSame([...array_map(fn(string $table): string => "local_asnunggul_$table", $tables), 'lan', 'market'], $names);
        foreach ($items as $item) {
            foreach ([$item->get_summary(), ...array_values($item->get_privacy_fields())] as $string) {
                $this->assertTrue(get_string_manager()->string_exists($string, 'local_asnunggul'), $string);
            }
        }
    }

    public function test_the_data_of_a_person_known_to_lan_is_in_the_system_context(): void {
        $this->assertEquals([SYSCONTEXTID], provider::get_contexts_for_userid($this->asker->id)->get_contextids());
        $stranger = self::getDataGenerator()->create_user();
        $this->assertSame([], provider::get_contexts_for_userid($stranger->id)->get_contextids());
    }

    public function test_the_people_known_to_lan_are_listed_for_the_system_context_only(): void {
        $list = new userlist(system::instance(), 'local_asnunggul');
        provider::get_users_in_context($list);
        $this->assertEqualsCanonicalizing([$this->asker->id, $this->other->id], $list->get_userids());
        $list = new userlist(user::instance($this->asker->id), 'local_asnunggul');
        provider::get_users_in_context($list);
        $this->assertSame([], $list->get_userids());
    }

    public function test_a_person_gets_their_own_code(): void {
        global $DB;
        $DB->delete_records('local_asnunggul_watched');
        provider::export_user_data(new approved_contextlist($this->asker, 'local_asnunggul', [SYSCONTEXTID]));
        $data = writer::with_context(system::instance())->get_data([get_string('pluginname', 'local_asnunggul')]);
        $this->assertEquals((object) ['learner' => 'anon:' . str_repeat('a', 32), 'watched' => []], $data);
    }

    public function test_a_person_who_is_watched_only_gets_that_and_nobody_elses(): void {
        global $DB;
        $DB->delete_records('local_asnunggul_person');
        $this->assertEquals([SYSCONTEXTID], provider::get_contexts_for_userid($this->asker->id)->get_contextids());
        provider::export_user_data(new approved_contextlist($this->asker, 'local_asnunggul', [SYSCONTEXTID]));
        $data = writer::with_context(system::instance())->get_data([get_string('pluginname', 'local_asnunggul')]);
        $keys = array_map(fn(\stdClass $row): string => "$row->kind $row->objectid", $data->watched);
        $this->assertSame([$this->rows[$this->asker->id][0]], $keys);
        $this->assertNull($data->learner);
    }

    public function test_a_persons_rows_are_reported_erased_and_the_person_is_forgotten(): void {
        global $DB;
        provider::delete_data_for_user(new approved_contextlist($this->asker, 'local_asnunggul', [SYSCONTEXTID]));
        $this->assertEqualsCanonicalizing($this->rows[$this->asker->id], $this->erased());
        $this->assertEquals([$this->other->id], $DB->get_fieldset('local_asnunggul_person', 'userid'));
    }

    public function test_what_had_gone_before_is_reported_erased_too_and_nothing_here_names_the_person_any_more(): void {
        global $DB;
        member_site::join();
        watched_rows::begin();
        $asked = $this->asker->id;
        // Each goes in another way: by Moodle's event, and past all events.
        foreach (enrol_get_plugins(true) as $plugin) {
            $plugin->user_delete($this->asker);
        }
        $DB->delete_records('course_completions', ['userid' => $asked]);
        $DB->delete_records('badge_issued', ['userid' => $asked]);
        (new catch_up())->execute();
        $this->assertSame([], $this->erased());
        // The account was linked, and taken back: rows from then are at LAN under another code.
        site::link($asked, 'orang-asing');
        site::unlink($asked);
        $code = $DB->get_field('local_asnunggul_person', 'learner', ['userid' => $asked]);
        $DB->delete_records('local_asnunggul_change');
        provider::delete_data_for_user(new approved_contextlist($this->asker, 'local_asnunggul', [SYSCONTEXTID]));
        $this->assertEqualsCanonicalizing($this->rows[$asked], $this->erased());
        delete_user($this->asker);
        (new catch_up())->execute();
        foreach (['change', 'person', 'offer', 'badge', 'watched', 'jti'] as $table) {
            $kept = json_encode($DB->get_records("local_asnunggul_$table"));
            foreach ([$code, str_repeat('a', 32), 'orang-asing'] as $secret) {
                $this->assertStringNotContainsString($secret, $kept, $table);
            }
        }
        $this->assertFalse($DB->record_exists('local_asnunggul_watched', ['userid' => $asked]));
        $this->assertEqualsCanonicalizing($this->rows[$asked], array_unique($this->erased()));
    }

    public function test_completions_that_moodle_keeps_of_an_erased_account_are_not_watched_anew(): void {
        global $DB;
        watched_rows::begin();
        delete_user($this->asker);
        provider::delete_data_for_user(new approved_contextlist($this->asker, 'local_asnunggul', [SYSCONTEXTID]));
        $this->assertTrue($DB->record_exists('course_completions', ['userid' => $this->asker->id]));
        (new catch_up())->execute();
        $this->assertFalse($DB->record_exists('local_asnunggul_watched', ['userid' => $this->asker->id]));
    }

    public function test_an_erasure_waits_for_its_number_like_any_other_change(): void {
        global $DB;
        provider::delete_data_for_user(new approved_contextlist($this->asker, 'local_asnunggul', [SYSCONTEXTID]));
        $this->assertSame(3, $DB->count_records_select('local_asnunggul_change', 'erased = 1 AND seq IS NULL AND mark IS NULL'));
    }

    public function test_nothing_is_erased_where_no_context_was_approved(): void {
        provider::delete_data_for_user(new approved_contextlist($this->asker, 'local_asnunggul', []));
        $this->assertSame([], $this->erased());
    }

    public function test_several_people_are_erased_at_once(): void {
        global $DB;
        $ids = [$this->asker->id, $this->other->id];
        provider::delete_data_for_users(new approved_userlist(system::instance(), 'local_asnunggul', $ids));
        $this->assertEqualsCanonicalizing(array_merge(...array_values($this->rows)), $this->erased());
        $this->assertSame(0, $DB->count_records('local_asnunggul_person'));
    }

    public function test_everybody_known_to_lan_is_erased_and_nobody_else_is_named(): void {
        global $DB;
        $DB->delete_records('local_asnunggul_person', ['userid' => $this->other->id]);
        $DB->delete_records('local_asnunggul_watched', ['userid' => $this->other->id]);
        provider::delete_data_for_all_users_in_context(system::instance());
        $this->assertEqualsCanonicalizing($this->rows[$this->asker->id], $this->erased());
        $this->assertSame(0, $DB->count_records('local_asnunggul_person'));
    }

    public function test_another_context_erases_nobody(): void {
        provider::delete_data_for_all_users_in_context(user::instance($this->asker->id));
        $this->assertSame([], $this->erased());
    }
}
