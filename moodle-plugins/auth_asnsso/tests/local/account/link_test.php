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

namespace auth_asnsso\local\account;

use auth_asnsso\tests\account_testcase;

/**
 * Links: how an account signs in afterwards, and the way back.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\link
 * @covers     \auth_asnsso\observer
 */
final class link_test extends account_testcase {
    /**
     * What stands for an account at the centre.
     *
     * @param int $userid
     * @return string
     */
    private function learner(int $userid): string {
        global $DB;
        return (string)$DB->get_field('local_asnunggul_person', 'learner', ['userid' => $userid]);
    }

    public function test_a_linked_account_signs_in_with_us_only_and_need_not_change_a_password(): void {
        global $DB;

        $user = $this->account();
        set_user_preference('auth_forcepasswordchange', 1, $user);
        link::to($user, $this->claims(), 'password');
        $this->assertSame('asnsso', $DB->get_field('user', 'auth', ['id' => $user->id]));
        $this->assertNull(get_user_preferences('auth_forcepasswordchange', null, $user->id));
        $this->assertSame(['manual', 'password'], [link::of($user->id)->prevauth, link::of($user->id)->method]);
    }

    public function test_where_the_tenant_admin_keeps_it_the_account_signs_in_as_before(): void {
        global $DB;

        set_config('onlink', 'keep', 'auth_asnsso');
        $user = $this->account();
        set_user_preference('auth_forcepasswordchange', 1, $user);
        link::to($user, $this->claims(), 'password');
        $this->assertSame('manual', $DB->get_field('user', 'auth', ['id' => $user->id]));
        $this->assertSame('1', get_user_preferences('auth_forcepasswordchange', null, $user->id));
    }

    public function test_the_centre_learns_who_the_account_is_and_forgets_it_again(): void {
        $user = $this->account();
        link::to($user, $this->claims(), 'password');
        $this->assertSame('sub:subject-1', $this->learner($user->id));
        link::remove($user->id);
        $this->assertStringStartsWith('anon:', $this->learner($user->id));
    }

    public function test_removing_a_link_gives_the_old_way_to_sign_in_back(): void {
        global $DB;

        $user = $this->account(['auth' => 'email']);
        link::to($user, $this->claims(), 'password');
        link::remove($user->id);
        $this->assertSame('email', $DB->get_field('user', 'auth', ['id' => $user->id]));
        $this->assertNull(link::of($user->id));
    }

    public function test_an_admins_later_choice_of_another_way_to_sign_in_is_not_undone(): void {
        global $DB;

        $user = $this->account();
        link::to($user, $this->claims(), 'password');
        $DB->set_field('user', 'auth', 'ldap', ['id' => $user->id]);
        link::remove($user->id);
        $this->assertSame('ldap', $DB->get_field('user', 'auth', ['id' => $user->id]));
    }

    public function test_removing_a_link_that_is_not_there_changes_nothing(): void {
        $user = $this->account();
        $sink = $this->redirectEvents();
        link::remove($user->id);
        $this->assertSame([], $sink->get_events());
    }

    public function test_an_account_or_an_identity_cannot_be_linked_twice(): void {
        $user = $this->account();
        link::to($user, $this->claims(), 'password');
        foreach ([[$user, 'subject-2'], [$this->account(), 'subject-1']] as [$account, $subject]) {
            try {
                link::to($account, $this->claims([], $subject), 'password');
                $this->fail('Linked twice.');
            } catch (\dml_write_exception) {
                $this->assertSame([(int)$user->id], $this->linked());
            }
        }
    }

    public function test_a_new_issuer_of_the_site_takes_the_place_of_the_old_one(): void {
        $user = $this->account();
        link::to($user, new \auth_asnsso\local\claims('https://old.example.invalid', 'old', []), 'password');
        link::to($user, $this->claims(), 'bulk');
        $this->assertSame([(int)$user->id], $this->linked());
        $this->assertSame(['manual', self::ISSUER], [link::of($user->id)->prevauth, link::of($user->id)->issuer]);
    }

    public function test_a_deleted_account_leaves_no_link_and_its_identity_can_come_back(): void {
        global $DB;

        $user = new_account::create($this->claims());
        $DB->insert_record('auth_asnsso_session', (object)[
            'userid' => $user->id, 'idpsid' => 'sid', 'sidhash' => hash('sha256', 'x'), 'timecreated' => 1,
        ]);
        delete_user($user);
        $this->assertSame([], $this->linked());
        $this->assertSame(0, $DB->count_records('auth_asnsso_session'));
        $new = resolver::resolve($this->claims())->user;
        $this->assertSame('sub:subject-1', $this->learner($new->id));
    }

    public function test_linking_and_unlinking_are_logged_without_a_word_about_the_identity(): void {
        $user = $this->account();
        $sink = $this->redirectEvents();
        link::to($user, $this->claims_with_nip(), 'nip');
        link::remove($user->id);
        $ours = array_values(array_filter($sink->get_events(), fn($event) => $event->component === 'auth_asnsso'));
        $this->assertSame([['method' => 'nip'], []], array_map(fn($event) => $event->other, $ours));
        $this->assertSame([$user->id, $user->id], array_map(fn($event) => (string)$event->relateduserid, $ours));
        $names = array_map(fn($event) => [$event::get_name(), $event->get_description(), $event->get_url()], $ours);
        $this->assertStringNotContainsString('subject-1', json_encode($names));
    }
}
