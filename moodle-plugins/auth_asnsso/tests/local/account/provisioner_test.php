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
use auth_asnsso\tests\arranged_locks;
use stdClass;

/**
 * What an account takes over from the claims at each sign-in, and what it does not.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\provisioner
 * @covers     \auth_asnsso\local\account\profile_fields
 */
final class provisioner_test extends account_testcase {
    /**
     * A linked account after a sign-in with these claims.
     *
     * @param array $values
     * @param array $account
     * @return stdClass
     */
    private function after(array $values, array $account = []): stdClass {
        global $DB;

        $user = $this->account($account);
        link::to($user, $this->claims(), 'password');
        provisioner::bring_up_to_date($DB->get_record('user', ['id' => $user->id]), $this->claims($values));
        return $DB->get_record('user', ['id' => $user->id]);
    }

    /**
     * What the profile fields of this plugin hold.
     *
     * @param int $userid
     * @return array
     */
    private function fields(int $userid): array {
        global $CFG;
        require_once($CFG->dirroot . '/user/profile/lib.php');
        return array_filter((array)profile_user_record($userid, false), fn($value) => (string)$value !== '');
    }

    public function test_names_and_address_follow_the_claims(): void {
        $user = $this->after(['given_name' => 'Baru', 'family_name' => null]);
        $this->assertSame(['Baru', '-', self::EMAIL], [$user->firstname, $user->lastname, $user->email]);
    }

    public function test_names_stay_where_the_claims_have_none(): void {
        $nameless = ['given_name' => null, 'family_name' => ['x'], 'name' => ''];
        $user = $this->after($nameless, ['firstname' => 'Lama', 'lastname' => 'Tetap']);
        $this->assertSame(['Lama', 'Tetap'], [$user->firstname, $user->lastname]);
    }

    /**
     * Addresses that are not taken over.
     *
     * @return array
     */
    public static function addresses_that_stay_away(): array {
        return [
            'not verified' => [['email_verified' => false]],
            'verified as a text' => [['email_verified' => 'true']],
            'no address' => [['email' => '<script>']],
            'a list' => [['email' => [self::EMAIL]]],
            'not allowed here' => [['email' => 'contoh@denied.invalid']],
            'of somebody else' => [['email' => 'LAIN@example.invalid']],
        ];
    }

    /**
     * Each of them.
     *
     * @dataProvider addresses_that_stay_away
     * @param array $values
     */
    public function test_a_doubtful_address_stays_away_and_everything_else_is_taken_over(array $values): void {
        set_config('denyemailaddresses', 'denied.invalid');
        set_config('allowaccountssameemail', 1);
        $this->account(['email' => 'lain@example.invalid']);
        $user = $this->after($values + ['unit_kerja' => 'Unit'], ['email' => 'lama@example.invalid']);
        $this->assertSame('lama@example.invalid', $user->email);
        $this->assertSame('Contoh', $user->firstname);
        $this->assertSame('Unit', $this->fields($user->id)['asn_unit_kerja']);
    }

    public function test_an_address_in_another_case_is_no_change(): void {
        $user = $this->after(['email' => 'CONTOH@example.invalid'], ['email' => self::EMAIL]);
        $this->assertSame(self::EMAIL, $user->email);
    }

    public function test_a_suspension_is_not_lifted(): void {
        $user = $this->after([], ['suspended' => 1]);
        $this->assertSame('1', $user->suspended);
    }

    public function test_profile_fields_follow_the_claims_and_are_emptied_with_them(): void {
        $agency = ['instansi_kode' => 'LAN', 'instansi' => 'Contoh', 'golongan' => 'III/a'];
        $user = $this->after(['nip' => self::NIP, 'nip_terverifikasi' => true] + $agency);
        $this->assertEquals(
            ['asn_nip' => self::NIP, 'asn_instansi_kode' => 'LAN', 'asn_instansi' => 'Contoh', 'asn_golongan' => 'III/a'],
            $this->fields($user->id)
        );
        provisioner::bring_up_to_date($user, $this->claims());
        $this->assertEquals(['asn_nip' => self::NIP], $this->fields($user->id));
    }

    public function test_a_nip_nobody_vouches_for_is_not_written(): void {
        $user = $this->after(['nip' => self::NIP, 'nip_terverifikasi' => 'true', 'jabatan' => 'Analis']);
        $this->assertSame(['asn_jabatan' => 'Analis'], $this->fields($user->id));
    }

    public function test_the_nip_is_in_the_database_in_its_one_field_only(): void {
        global $DB;

        $this->preventResetByRollback();
        $nip = '990000000000000777';
        $this->after(['nip' => $nip, 'nip_terverifikasi' => true]);
        $found = [];
        foreach ($DB->get_tables() as $table) {
            foreach ($DB->get_recordset($table) as $row) {
                if (str_contains(json_encode($row), $nip)) {
                    $found[] = $table;
                }
            }
        }
        $this->assertSame(['user_info_data'], array_values($found));
    }

    public function test_hostile_claims_break_nothing(): void {
        $values = [];
        foreach (profile_fields::CLAIMS as $number => $claim) {
            $hostile = [['a' => 'list'], 7, null, true, '<b>' . str_repeat('🎓', 5000), "'; DROP TABLE x; --", "\0\r\n"];
            $values[$claim] = $hostile[$number];
        }
        $values += ['groups' => 'no list', 'roles' => ['x' => ['y' => 'z'], 3, null], 'email' => ['x']];
        $values += ['nip_terverifikasi' => true];
        $user = $this->after($values);
        $fields = $this->fields($user->id);
        $this->assertSame("'; DROP TABLE x; --", $fields['asn_golongan']);
        $this->assertSame(str_repeat('🎓', 255), $fields['asn_jabatan']);
        $this->assertCount(2, $fields);
    }

    public function test_a_sign_in_that_brings_nothing_new_changes_no_account(): void {
        global $DB;

        $user = $this->after(['instansi' => 'Contoh', 'groups' => ['/instansi/LAN']]);
        $sink = $this->redirectEvents();
        provisioner::bring_up_to_date($user, $this->claims(['instansi' => 'Contoh', 'groups' => ['/instansi/LAN']]));
        $this->assertSame([], $sink->get_events());
        $this->assertGreaterThan(0, (int)$DB->get_field('auth_asnsso_link', 'timelastlogin', ['userid' => $user->id]));
    }

    public function test_another_sign_in_of_the_same_person_at_once_is_left_to_write(): void {
        global $CFG;

        $CFG->lock_factory = '\\' . arranged_locks::class;
        arranged_locks::$meanwhile = null;
        $user = $this->after([], ['email' => 'lama@example.invalid']);
        $this->assertSame('lama@example.invalid', $user->email);
        arranged_locks::$meanwhile = fn() => null;
        provisioner::bring_up_to_date($user, $this->claims());
        $this->assertSame([self::EMAIL, 0], [\core_user::get_user($user->id)->email, arranged_locks::$held]);
    }

    public function test_the_fields_are_locked_and_shown_to_the_person_only(): void {
        global $DB;

        $fields = $DB->get_records_select('user_info_field', $DB->sql_like('shortname', ':ours'), ['ours' => 'asn\_%']);
        $this->assertCount(count(profile_fields::CLAIMS), $fields);
        foreach ($fields as $field) {
            $this->assertSame(['1', PROFILE_VISIBLE_PRIVATE, '0'], [$field->locked, $field->visible, $field->signup]);
        }
    }

    public function test_only_missing_fields_are_made_and_a_sign_in_needs_none(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/user/profile/definelib.php');

        $DB->delete_records('user_info_field', ['shortname' => 'asn_golongan']);
        profile_purge_user_fields_cache();
        $this->after(['golongan' => 'III/a']);
        $before = $DB->count_records('user_info_field');
        profile_fields::create_missing();
        profile_fields::create_missing();
        $this->assertSame($before + 1, $DB->count_records('user_info_field'));
        $this->assertSame(1, $DB->count_records('user_info_category', ['name' => 'ASN Unggul']));
    }
}
