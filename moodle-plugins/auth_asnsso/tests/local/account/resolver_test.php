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
use auth_asnsso\tests\arranged_locks;
use local_asnunggul\tests\member_site;

/**
 * Whose account it is: the order of the questions, and everything that must not become a link.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\resolver
 * @covers     \auth_asnsso\local\account\standing
 */
final class resolver_test extends account_testcase {
    public function test_who_is_unknown_gets_a_new_account_that_is_linked(): void {
        $outcome = resolver::resolve($this->claims());
        $this->assertSame('asnsso', $outcome->user->auth);
        $this->assertSame(self::EMAIL, $outcome->user->email);
        $this->assertSame([(int)$outcome->user->id], $this->linked());
    }

    public function test_who_comes_again_finds_the_same_account(): void {
        $first = resolver::resolve($this->claims())->user;
        $this->assertSame($first->id, resolver::resolve($this->claims())->user->id);
        $this->assertCount(1, $this->linked());
    }

    public function test_a_link_stays_when_address_name_and_nip_change_to_those_of_others(): void {
        $mine = resolver::resolve($this->claims())->user;
        $this->account(['email' => 'lain@example.invalid', 'username' => 'orang.lain']);
        $this->account_with_nip();
        $claims = $this->claims_with_nip(['email' => 'lain@example.invalid', 'preferred_username' => 'orang.lain']);
        $this->assertSame($mine->id, resolver::resolve($claims)->user->id);
    }

    public function test_the_same_subject_of_another_issuer_is_somebody_else(): void {
        $this->preventResetByRollback();
        resolver::resolve($this->claims());
        member_site::join(['oidc' => ['issuer' => 'https://other.example.invalid', 'client_id' => 'moodle-uji']]);
        earlier_issuer::let_all_go();
        $other = new \auth_asnsso\local\claims('https://other.example.invalid', 'subject-1', [
            'email' => 'lain@example.invalid', 'email_verified' => true, 'given_name' => 'Lain', 'status_asn' => 'aktif',
        ]);
        $this->assertNull(resolver::resolve($other)->refusal);
        $this->assertCount(2, array_unique($this->linked()));
    }

    public function test_a_subject_that_differs_in_case_only_does_not_open_the_account(): void {
        $this->preventResetByRollback();
        $mine = resolver::resolve($this->claims([], 'subject-a'))->user;
        $outcome = resolver::resolve($this->claims(['email' => 'lain@example.invalid'], 'subject-A'));
        $this->assertNotSame($mine->id, $outcome->user?->id);
    }

    /**
     * What is no subject.
     *
     * @return array
     */
    public static function no_subjects(): array {
        return ['nothing' => [''], '300 characters' => [str_repeat('a', 300)], 'an address' => ['a@b'], 'a line end' => ["abc\n"]];
    }

    /**
     * Each of them.
     *
     * @dataProvider no_subjects
     * @param string $subject
     */
    public function test_what_is_no_subject_is_refused(string $subject): void {
        $before = $this->accounts();
        $this->assertSame(refusal::bad_subject, $this->refusal($this->claims([], $subject)));
        $this->assertSame($before, $this->accounts());
    }

    /**
     * Status claims that do not come in.
     *
     * @return array
     */
    public static function other_statuses(): array {
        $not = refusal::not_checked;
        return [
            'retired' => ['pensiun', refusal::not_active],
            'none' => ['', $not],
            'a list' => [['aktif'], $not],
            'true' => [true, $not],
        ];
    }

    /**
     * Each of them.
     *
     * @dataProvider other_statuses
     * @param mixed $status
     * @param refusal $why
     */
    public function test_who_is_not_in_service_is_refused_with_or_without_a_link(mixed $status, refusal $why): void {
        $this->assertSame($why, $this->refusal($this->claims(['status_asn' => $status])));
        resolver::resolve($this->claims());
        $this->assertSame($why, $this->refusal($this->claims(['status_asn' => $status])));
    }

    public function test_the_list_of_statuses_is_the_tenant_admins(): void {
        setting::statusallowed->store('aktif, Pensiun');
        $this->assertNull($this->refusal($this->claims(['status_asn' => 'PENSIUN'])));
        setting::statusallowed->store('');
        $this->assertNull($this->refusal($this->claims(['status_asn' => 'anything'])));
    }

    public function test_a_verified_nip_in_a_locked_field_links_the_account_that_holds_it(): void {
        $user = $this->account_with_nip();
        $this->assertSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
        $this->assertSame('nip', link::of($user->id)->method);
    }

    public function test_a_nip_is_found_as_people_write_it(): void {
        $user = $this->account_with_nip([], ' 00000000 000000 0.001 ');
        $this->assertSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
    }

    public function test_the_report_and_a_sign_in_read_a_field_alike_whatever_was_copied_into_it(): void {
        foreach (["\t", "\n", "\r\n", "\u{a0}", ' ', '.', '-'] as $separator) {
            $user = $this->account(['idnumber' => $separator . wordwrap(self::NIP, 6, $separator, true) . $separator]);
            setting::nipfield->store('idnumber');
            foreach (['manual', 'email', 'asnsso'] as $auth) {
                set_config('field_lock_idnumber', 'locked', "auth_$auth");
            }
            $this->assertSame([(int)$user->id], (new link_preview(self::ISSUER))->read()['nip'], json_encode($separator));
            $this->assertEquals([$user->id], array_column(nip::holders(self::NIP), 'id'), json_encode($separator));
            delete_user($user);
        }
    }

    public function test_an_id_number_proves_nothing_while_people_who_came_by_the_one_login_can_write_it(): void {
        global $CFG;
        require_once("$CFG->dirroot/auth/asnsso/db/install.php");
        setting::nipfield->store('idnumber');
        set_config('field_lock_idnumber', 'locked', 'auth_manual');
        set_config('field_lock_idnumber', 'locked', 'auth_email');
        \core\plugininfo\auth::enable_plugin('asnsso', 0);
        set_config('field_lock_idnumber', 'unlocked', 'auth_asnsso');
        $this->assertStringContainsString(get_string('pluginname', 'auth_asnsso'), nip::problem('idnumber'));
        // What an admin has decided stays; where nobody did, the plugin brings it locked.
        nip::lock_idnumber();
        $this->assertNotNull(nip::problem('idnumber'));
        unset_config('field_lock_idnumber', 'auth_asnsso');
        xmldb_auth_asnsso_install();
        $this->assertNull(nip::problem('idnumber'));
    }

    public function test_a_field_with_arabic_digits_does_not_hold_the_nip(): void {
        $user = $this->account_with_nip([], '٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠١');
        $this->assertNotSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
    }

    /**
     * NIP claims that count for nothing.
     *
     * @return array
     */
    public static function nips_that_do_not_count(): array {
        return [
            'not verified' => [['nip' => self::NIP]],
            'verified as a text' => [['nip' => self::NIP, 'nip_terverifikasi' => 'true']],
            'verified as a number' => [['nip' => self::NIP, 'nip_terverifikasi' => 1]],
            'only claimed' => [['nip_klaim' => self::NIP, 'nip_terverifikasi' => true]],
            'as the user name' => [['preferred_username' => self::NIP, 'nip_terverifikasi' => true]],
            'a list' => [['nip' => [self::NIP], 'nip_terverifikasi' => true]],
        ];
    }

    /**
     * Each of them.
     *
     * @dataProvider nips_that_do_not_count
     * @param array $values
     */
    public function test_a_nip_that_nobody_vouches_for_links_nothing(array $values): void {
        $user = $this->account_with_nip();
        $outcome = resolver::resolve($this->claims($values));
        $this->assertNotNull($outcome->user);
        $this->assertNotSame($user->id, $outcome->user->id);
    }

    public function test_two_accounts_with_one_nip_are_refused(): void {
        $this->account_with_nip();
        $this->account_with_nip();
        $before = $this->accounts();
        $this->assertSame(refusal::ambiguous, $this->refusal($this->claims_with_nip()));
        $this->assertSame([[], $before], [$this->linked(), $this->accounts()]);
    }

    public function test_a_suspended_twin_does_not_stand_in_the_way_of_the_account_in_use(): void {
        $this->account_with_nip(['suspended' => 1]);
        $user = $this->account_with_nip();
        $this->assertSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
    }

    public function test_a_deleted_account_holds_no_nip(): void {
        $old = $this->account_with_nip();
        delete_user($old);
        $this->assertNotSame($old->id, resolver::resolve($this->claims_with_nip())->user->id);
    }

    public function test_a_nip_in_a_field_that_its_owner_can_edit_links_nothing(): void {
        global $DB;

        $user = $this->account_with_nip();
        $DB->set_field('user_info_field', 'locked', 0, ['shortname' => 'asn_nip']);
        $this->assertNotSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
    }

    public function test_a_nip_written_into_ones_own_id_number_links_nothing_until_the_field_is_locked(): void {
        $user = $this->account(['idnumber' => self::NIP]);
        setting::nipfield->store('idnumber');
        $this->assertSame([], nip::holders(self::NIP));
        set_config('field_lock_idnumber', 'locked', 'auth_manual');
        set_config('field_lock_idnumber', 'locked', 'auth_email');
        nip::lock_idnumber();
        $this->assertSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
    }

    public function test_a_nip_as_user_name_links_only_where_nobody_can_choose_one(): void {
        $user = $this->account(['username' => self::NIP]);
        setting::nipfield->store('username');
        set_config('registerauth', 'email');
        $this->assertSame([], nip::holders(self::NIP));
        set_config('registerauth', '');
        $this->assertSame($user->id, resolver::resolve($this->claims_with_nip())->user->id);
    }

    public function test_without_a_chosen_field_no_nip_links(): void {
        $this->account_with_nip();
        setting::nipfield->store('');
        $this->assertSame([], nip::holders(self::NIP));
    }

    /**
     * Accounts that are closed, and why.
     *
     * @return array
     */
    public static function closed_accounts(): array {
        return [
            'suspended' => [['suspended' => 1], refusal::suspended],
            'not confirmed' => [['confirmed' => 0], refusal::unconfirmed],
            'without sign-in' => [['auth' => 'nologin'], refusal::no_login],
            'of another site' => [['mnethostid' => 77], refusal::remote],
        ];
    }

    /**
     * Each of them.
     *
     * @dataProvider closed_accounts
     * @param array $values
     * @param refusal $why
     */
    public function test_a_closed_account_is_not_gone_round_by_nip_address_or_link(array $values, refusal $why): void {
        $user = $this->account_with_nip(['email' => self::EMAIL] + $values);
        $before = $this->accounts();
        $this->assertSame($why, $this->refusal($this->claims_with_nip()));
        $this->assertSame($why, $this->refusal($this->claims()));
        $this->assertSame([[], $before], [$this->linked(), $this->accounts()]);
        setting::onlink->store('keep');
        link::to($user, $this->claims(), 'bulk');
        $this->assertSame($why, $this->refusal($this->claims()));
    }

    public function test_a_linked_account_that_was_suspended_is_refused(): void {
        global $DB;

        $user = resolver::resolve($this->claims())->user;
        $DB->set_field('user', 'suspended', 1, ['id' => $user->id]);
        $this->assertSame(refusal::suspended, $this->refusal($this->claims()));
    }

    public function test_a_site_admin_is_never_linked_by_nip_or_address(): void {
        $admin = $this->account_with_nip(['email' => self::EMAIL]);
        set_config('siteadmins', get_admin()->id . ",$admin->id");
        $before = $this->accounts();
        $this->assertSame(refusal::site_admin, $this->refusal($this->claims_with_nip()));
        $this->assertSame(refusal::site_admin, $this->refusal($this->claims()));
        $this->assertSame([[], $before], [$this->linked(), $this->accounts()]);
    }

    public function test_the_user_name_of_a_site_admin_opens_nothing(): void {
        $outcome = resolver::resolve($this->claims(['preferred_username' => 'admin']));
        $this->assertFalse($outcome->proofneeded);
        $this->assertNotSame(get_admin()->id, $outcome->user->id);
    }

    /**
     * The person's address as others write it.
     *
     * @return array
     */
    public static function same_addresses(): array {
        $spellings = ['as it is' => self::EMAIL, 'in capitals' => 'CONTOH@EXAMPLE.INVALID', 'mixed' => 'Contoh@Example.invalid'];
        $cases = [];
        foreach ($spellings as $how => $email) {
            foreach ([true, false, 'true'] as $verified) {
                foreach ([0, 1] as $twins) {
                    $case = "$how, verified " . json_encode($verified) . ", same address allowed $twins";
                    $cases[$case] = [$email, $verified, $twins];
                }
            }
        }
        return $cases;
    }

    /**
     * Each of them.
     *
     * @dataProvider same_addresses
     * @param string $email
     * @param mixed $verified
     * @param int $twins
     */
    public function test_the_same_address_never_links_and_never_makes_a_second_account(
        string $email,
        mixed $verified,
        int $twins
    ): void {
        set_config('allowaccountssameemail', $twins);
        $this->account(['email' => self::EMAIL]);
        $before = $this->accounts();
        $outcome = resolver::resolve($this->claims(['email' => $email, 'email_verified' => $verified]));
        $this->assertTrue($outcome->proofneeded);
        $why = $this->refusal($this->claims(['email' => $email, 'email_verified' => $verified]), true);
        $this->assertSame($verified === true ? refusal::email_taken : refusal::email_unverified, $why);
        $this->assertSame([[], $before], [$this->linked(), $this->accounts()]);
    }

    public function test_an_address_is_taken_however_it_is_written_but_not_by_its_owner_or_who_is_gone(): void {
        $owner = $this->account(['email' => self::EMAIL]);
        foreach ([self::EMAIL, 'CONTOH@EXAMPLE.INVALID', 'Contoh@Example.invalid'] as $email) {
            $this->assertTrue(resolver::email_is_taken($email, 0), $email);
            $this->assertFalse(resolver::email_is_taken($email, $owner->id), $email);
        }
        $this->assertFalse(resolver::email_is_taken('lain@example.invalid', 0));
        delete_user($owner);
        $this->assertFalse(resolver::email_is_taken(self::EMAIL, 0));
    }

    public function test_the_same_user_name_asks_for_proof_and_who_says_it_is_not_theirs_gets_an_account(): void {
        $other = $this->account(['username' => 'contoh.satu']);
        $outcome = resolver::resolve($this->claims());
        $this->assertTrue($outcome->proofneeded);
        $this->assertSame($other->id, $outcome->user->id);
        $new = resolver::resolve($this->claims(), true)->user;
        $this->assertNotSame($other->id, $new->id);
        $this->assertSame($new->id, resolver::resolve($this->claims())->user->id);
    }

    public function test_an_account_of_another_identity_with_the_same_address_is_refused(): void {
        resolver::resolve($this->claims());
        $this->assertSame(refusal::linked, $this->refusal($this->claims([], 'subject-2')));
    }

    public function test_an_account_made_here_that_lost_its_link_is_nobodys_until_its_owner_asks_for_a_password_by_mail(): void {
        $user = resolver::resolve($this->claims_with_nip())->user;
        provisioner::bring_up_to_date($user, $this->claims_with_nip());
        link::remove($user->id);
        $before = $this->accounts();
        // No password opens it: there is none. The mail of "forgotten password" goes to the address the issuer has proved.
        foreach ([$this->claims(), $this->claims([], 'subject-2'), $this->claims_with_nip()] as $claims) {
            $outcome = resolver::resolve($claims);
            $this->assertTrue($outcome->proofneeded);
            $this->assertSame($user->id, $outcome->user->id);
        }
        $this->assertSame([[], $before], [$this->linked(), $this->accounts()]);
        $stored = get_complete_user_data('id', $user->id);
        $this->assertSame(['manual', AUTH_PASSWORD_NOT_CACHED], [$stored->auth, $stored->password]);
        $this->assertFalse(validate_internal_user_password($stored, AUTH_PASSWORD_NOT_CACHED));
        $this->assertTrue(get_auth_plugin($stored->auth)->can_reset_password());
    }

    public function test_an_account_whose_identity_was_made_anew_is_found_by_its_nip_once_the_old_link_is_taken_back(): void {
        $user = resolver::resolve($this->claims_with_nip())->user;
        provisioner::bring_up_to_date($user, $this->claims_with_nip());
        link::remove($user->id);
        $anew = new \auth_asnsso\local\claims(self::ISSUER, 'anew', $this->claims_with_nip()->values());
        $this->assertSame($user->id, resolver::resolve($anew)->user->id);
    }

    public function test_an_unverified_or_missing_address_makes_no_account_and_tells_nothing_of_others(): void {
        $this->account(['email' => self::EMAIL, 'suspended' => 1]);
        $this->assertSame(refusal::email_unverified, $this->refusal($this->claims(['email_verified' => false])));
        foreach (['', 'no address', ['a@example.invalid'], str_repeat('a', 100) . '@example.invalid'] as $email) {
            $this->assertSame(refusal::email_unverified, $this->refusal($this->claims(['email' => $email])));
        }
    }

    public function test_an_address_this_site_does_not_allow_makes_no_account(): void {
        set_config('allowemailaddresses', 'lan.example');
        $this->assertSame(refusal::email_not_allowed, $this->refusal($this->claims()));
        $this->assertNull($this->refusal($this->claims(['email' => 'contoh@lan.example'])));
    }

    public function test_a_site_that_makes_no_accounts_refuses_the_unknown(): void {
        setting::createaccounts->store('0');
        $before = $this->accounts();
        $this->assertSame(refusal::no_account, $this->refusal($this->claims()));
        $this->assertSame($before, $this->accounts());
    }

    public function test_two_first_sign_ins_at_once_end_in_one_account(): void {
        global $CFG;

        $CFG->lock_factory = '\\' . arranged_locks::class;
        arranged_locks::$meanwhile = function (): void {
            arranged_locks::$meanwhile = fn() => null;
            provisioner::bring_up_to_date(new_account::create($this->claims_with_nip()), $this->claims_with_nip());
        };
        $before = $this->accounts();
        $outcome = resolver::resolve($this->claims_with_nip());
        $this->assertSame($this->linked(), [(int)$outcome->user->id]);
        $this->assertSame([$before + 1, 0], [$this->accounts(), arranged_locks::$held]);
    }

    public function test_two_identities_with_one_address_at_once_end_in_one_account(): void {
        global $CFG;

        $CFG->lock_factory = '\\' . arranged_locks::class;
        arranged_locks::$meanwhile = fn() => new_account::create($this->claims([], 'subject-2'));
        $this->assertSame(refusal::linked, $this->refusal($this->claims()));
        $this->assertSame([1, 0], [count($this->linked()), arranged_locks::$held]);
    }

    public function test_who_waits_too_long_is_asked_to_come_again(): void {
        global $CFG;

        $CFG->lock_factory = '\\' . arranged_locks::class;
        arranged_locks::$meanwhile = null;
        $before = $this->accounts();
        $this->assertSame(refusal::busy, $this->refusal($this->claims()));
        $this->assertSame($before, $this->accounts());
    }

    public function test_an_account_whose_link_could_not_be_made_is_not_left_behind(): void {
        global $DB;

        if ($DB->get_dbfamily() !== 'mysql') {
            $this->markTestSkipped('Here no row is in the way: this database tells upper and lower case apart.');
        }
        $this->preventResetByRollback();
        // The database takes upper and lower case for the same: this row is in the way and opens nothing.
        $DB->insert_record('auth_asnsso_link', (object)[
            'issuer' => self::ISSUER, 'subject' => 'SUBJECT-1', 'userid' => $this->account()->id,
            'method' => 'bulk', 'prevauth' => 'manual', 'timecreated' => 1,
        ]);
        $before = $this->accounts();
        $this->assertSame(refusal::busy, $this->refusal($this->claims()));
        $this->assertSame($before, $this->accounts());
    }

    public function test_a_link_that_outlived_its_account_does_not_lock_the_person_out(): void {
        global $DB;

        $old = resolver::resolve($this->claims())->user;
        $DB->set_field('user', 'deleted', 1, ['id' => $old->id]);
        $new = resolver::resolve($this->claims())->user;
        $this->assertNotSame($old->id, $new->id);
        $this->assertSame([(int)$new->id], $this->linked());
    }
}
