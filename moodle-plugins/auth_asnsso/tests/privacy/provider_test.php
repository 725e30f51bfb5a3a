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

namespace auth_asnsso\privacy;

use auth_asnsso\local\account\link;
use auth_asnsso\tests\account_testcase;
use core\context\system;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;

/**
 * Privacy: what is told, given and erased.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\privacy\provider
 */
final class provider_test extends account_testcase {
    /** @var \stdClass The person. */
    private \stdClass $user;

    /** @var \stdClass Somebody else. */
    private \stdClass $other;

    protected function setUp(): void {
        global $DB;

        parent::setUp();
        [$this->user, $this->other] = [$this->account(), $this->account()];
        link::to($this->user, $this->claims([], 'mine'), 'password');
        link::to($this->other, $this->claims([], 'other'), 'password');
        foreach ([$this->user, $this->other] as $user) {
            $DB->insert_record('auth_asnsso_session', (object)[
                'userid' => $user->id, 'sid' => 'theirs', 'sessionhash' => hash('sha256', $user->id), 'timecreated' => 1,
            ]);
        }
    }

    /**
     * The person's approval for the whole site.
     *
     * @return approved_contextlist
     */
    private function approved(): approved_contextlist {
        return new approved_contextlist($this->user, 'auth_asnsso', [system::instance()->id]);
    }

    /**
     * User ids in each table.
     *
     * @return array
     */
    private function rows(): array {
        global $DB;
        $ids = fn(string $table): array => array_map('intval', $DB->get_fieldset_select($table, 'userid', '1 = 1 ORDER BY id'));
        return [$ids('auth_asnsso_link'), $ids('auth_asnsso_session')];
    }

    public function test_every_column_about_a_person_is_told_and_has_words(): void {
        global $DB;

        $items = provider::get_metadata(new collection('auth_asnsso'))->get_collection();
        $told = [];
        foreach ($items as $item) {
            $told[$item->get_name()] = array_keys($item->get_privacy_fields() ?? []);
            foreach (array_merge([$item->get_summary()], array_values($item->get_privacy_fields() ?? [])) as $string) {
                $this->assertTrue(get_string_manager()->string_exists($string, 'auth_asnsso'), $string);
            }
        }
        foreach (['auth_asnsso_link', 'auth_asnsso_session', 'auth_asnsso_taken_back'] as $table) {
            $this->assertEqualsCanonicalizing(array_diff(array_keys($DB->get_columns($table)), ['id']), $told[$table]);
        }
        $this->assertArrayHasKey('issuer', $told);
    }

    public function test_who_has_a_link_or_a_session_is_found(): void {
        $this->assertEquals([system::instance()->id], provider::get_contexts_for_userid($this->user->id)->get_contextids());
        $this->assertSame([], provider::get_contexts_for_userid($this->account()->id)->get_contextids());
        $list = new userlist(system::instance(), 'auth_asnsso');
        provider::get_users_in_context($list);
        $this->assertEqualsCanonicalizing([$this->user->id, $this->other->id], $list->get_userids());
    }

    public function test_a_person_is_given_their_own_rows_only(): void {
        provider::export_user_data($this->approved());
        $data = writer::with_context(system::instance())->get_data([get_string('pluginname', 'auth_asnsso')]);
        $this->assertSame(['mine'], array_column($data->links, 'subject'));
        $this->assertCount(1, $data->sessions);
        $this->assertStringNotContainsString('other', json_encode($data->links));
    }

    public function test_erasing_a_person_removes_link_and_sessions_and_nobody_elses(): void {
        provider::delete_data_for_user($this->approved());
        $this->assertSame([[(int)$this->other->id], [(int)$this->other->id]], $this->rows());
    }

    public function test_erasing_several_or_all_people_removes_theirs(): void {
        provider::delete_data_for_users(new approved_userlist(system::instance(), 'auth_asnsso', [$this->user->id]));
        $this->assertSame([[(int)$this->other->id], [(int)$this->other->id]], $this->rows());
        provider::delete_data_for_all_users_in_context(system::instance());
        $this->assertSame([[], []], $this->rows());
    }

    public function test_a_link_that_was_taken_back_is_told_given_and_erased(): void {
        global $DB;

        $lost = $this->account();
        link::to($lost, $this->claims([], 'lost'), 'password');
        link::remove($lost->id);
        $this->assertEquals([system::instance()->id], provider::get_contexts_for_userid($lost->id)->get_contextids());
        $approved = new approved_contextlist($lost, 'auth_asnsso', [system::instance()->id]);
        provider::export_user_data($approved);
        $data = writer::with_context(system::instance())->get_data([get_string('pluginname', 'auth_asnsso')]);
        $this->assertSame(['lost'], array_column($data->taken_back, 'subject'));
        provider::delete_data_for_user($approved);
        $this->assertSame(0, $DB->count_records('auth_asnsso_taken_back'));
    }

    public function test_another_context_erases_nothing(): void {
        $before = $this->rows();
        $context = \core\context\user::instance($this->user->id);
        provider::delete_data_for_all_users_in_context($context);
        provider::delete_data_for_user(new approved_contextlist($this->user, 'auth_asnsso', [$context->id]));
        $this->assertSame($before, $this->rows());
    }
}
