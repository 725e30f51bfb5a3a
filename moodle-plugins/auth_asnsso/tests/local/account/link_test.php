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

use auth_asnsso\local\setting;
use auth_asnsso\tests\account_testcase;

/**
 * Links: how an account signs in afterwards, and the way back.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\ending
 * @covers     \auth_asnsso\local\account\former
 * @covers     \auth_asnsso\local\account\learner
 * @covers     \auth_asnsso\local\account\link
 * @covers     \auth_asnsso\task\follow_links
 * @covers     \auth_asnsso\local\account\taken_back
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

        setting::onlink->store('keep');
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

    /**
     * Two accounts of one person after tool_mergeusers has made them one: it lets the link point to the other account, and deletes
     * what stood for the one that had it, because the other has a row there already.
     *
     * @return \stdClass[] the account that is left, the other
     */
    private function merged(): array {
        global $DB;

        [$old, $new] = [$this->account(), resolver::resolve($this->claims())->user];
        $DB->insert_record('local_asnunggul_person', (object)['userid' => $old->id, 'learner' => 'anon:' . str_repeat('0', 32)]);
        $DB->set_field('auth_asnsso_link', 'userid', $old->id, ['userid' => $new->id]);
        $DB->delete_records('local_asnunggul_person', ['userid' => $new->id]);
        $DB->set_field('user', 'suspended', 1, ['id' => $new->id]);
        return [$old, $new];
    }

    public function test_a_merged_account_stands_for_its_person_again_at_the_next_sign_in(): void {
        [$old] = $this->merged();
        $this->assertStringStartsWith('anon:', $this->learner($old->id));
        $user = resolver::resolve($this->claims())->user;
        provisioner::bring_up_to_date($user, $this->claims());
        $this->assertSame([$old->id, 'sub:subject-1'], [$user->id, $this->learner($old->id)]);
    }

    public function test_within_an_hour_every_account_stands_for_its_link_and_only_for_that(): void {
        global $DB;

        [$old] = $this->merged();
        $lost = resolver::resolve($this->claims(['email' => 'lain@example.invalid'], 'subject-2'))->user;
        $DB->delete_records('auth_asnsso_link', ['userid' => $lost->id]);
        $this->assertSame(2, learner::follow_all());
        $this->assertSame('sub:subject-1', $this->learner($old->id));
        $this->assertStringStartsWith('anon:', $this->learner($lost->id));
        $this->expectOutputString("Out of step: 0\nOf an earlier issuer: 0\nBarred: 0\n");
        (new \auth_asnsso\task\follow_links())->execute();
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

    /**
     * Name, address, fields of the claims and orders about a password of an account.
     *
     * @param int $userid
     * @return array
     */
    private function all_of(int $userid): array {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/user/profile/lib.php');

        $orders = fn(string $name) => $DB->get_field('user_preferences', 'value', ['userid' => $userid, 'name' => $name]);
        return [
            (array)$DB->get_record('user', ['id' => $userid], 'username, auth, firstname, lastname, email, suspended, idnumber'),
            (array)profile_user_record($userid, false),
            array_map($orders, ['auth_forcepasswordchange', 'create_password']),
        ];
    }

    public function test_taking_a_link_back_leaves_the_account_as_it_was_before_somebody_signed_in_with_it(): void {
        global $DB;

        $own = ['profile_field_asn_jabatan' => 'Arsiparis', 'firstname' => 'Yohana', 'email' => 'y@example.invalid'];
        $user = $this->account_with_nip($own, '000000000000000509');
        set_user_preference('auth_forcepasswordchange', 1, $user);
        set_user_preference('create_password', 1, $user);
        $before = $this->all_of($user->id);
        link::to($user, $this->claims_with_nip(), 'bulk', 'b1');
        // Nobody can be ordered to change a password that is not kept here.
        $this->assertSame([false, false], $this->all_of($user->id)[2]);
        foreach (['Penguji', 'Kepala'] as $position) {
            $claims = $this->claims_with_nip(['jabatan' => $position, 'instansi' => 'Lembaga Uji']);
            provisioner::bring_up_to_date($DB->get_record('user', ['id' => $user->id]), $claims);
        }
        $this->assertSame([self::NIP, 'Kepala'], array_values(array_intersect_key(
            $this->all_of($user->id)[1],
            ['asn_nip' => 1, 'asn_jabatan' => 1]
        )));
        bulk::undo('b1');
        $this->assertSame($before, $this->all_of($user->id));
    }

    public function test_what_an_admin_corrected_before_the_first_sign_in_is_what_the_account_was(): void {
        global $DB;

        $user = $this->account();
        link::to($user, $this->claims(), 'bulk');
        $DB->set_field('user', 'email', 'benar@example.invalid', ['id' => $user->id]);
        provisioner::bring_up_to_date($DB->get_record('user', ['id' => $user->id]), $this->claims());
        link::remove($user->id);
        $this->assertSame('benar@example.invalid', $DB->get_field('user', 'email', ['id' => $user->id]));
    }

    public function test_nobody_who_came_in_by_a_link_stays_inside_when_it_is_taken_back(): void {
        global $DB;

        $user = $this->account();
        link::to($user, $this->claims(), 'bulk');
        \core\session\manager::add_session($user->id);
        $other = ['tokentype' => 0, 'contextid' => 1, 'creatorid' => 2, 'externalserviceid' => 1, 'timecreated' => 1];
        foreach ([$user->id, $this->account()->id] as $userid) {
            $DB->insert_record('external_tokens', (object)($other + ['token' => "t$userid", 'userid' => $userid]));
            create_user_key('tool_mobile', $userid);
        }
        link::remove($user->id);
        $this->assertCount(0, \core\session\manager::get_sessions_by_userid($user->id));
        $this->assertSame([1, 1], [$DB->count_records('external_tokens'), $DB->count_records('user_private_key')]);
        $this->assertSame(0, $DB->count_records('external_tokens', ['userid' => $user->id]));
    }

    public function test_a_link_that_was_taken_back_is_not_made_again_by_the_same_rule_but_by_the_admin(): void {
        $user = $this->account_with_nip();
        $this->assertSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
        link::remove($user->id);
        $own = resolver::resolve($this->claims_with_nip())->user;
        $this->assertNotSame($user->id, $own->id);
        // Who is somebody else is not meant.
        $claims = new \auth_asnsso\local\claims(self::ISSUER, 'subject-2', $this->claims_with_nip()->values());
        $this->assertSame($user->id, resolver::resolve($claims)->user->id);
        link::remove($user->id);
        link::remove($own->id);
        [, $verdict] = (new bulk(self::ISSUER, 'b1', false, false))->line('userid', $user->id, 'subject-1');
        $this->assertSame('linked', $verdict);
        $this->assertNotContains((int)$user->id, taken_back::accounts($this->claims()));
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
            'userid' => $user->id, 'sid' => 'sid', 'sessionhash' => hash('sha256', 'x'), 'timecreated' => 1,
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
