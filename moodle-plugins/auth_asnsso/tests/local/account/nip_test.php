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
 * What is a NIP, and which fields may prove one.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\nip
 */
final class nip_test extends account_testcase {
    /**
     * What is no NIP.
     *
     * @return array
     */
    public static function no_nips(): array {
        return [
            'a number' => [100000000000000001],
            '17 digits' => ['00000000000000001'],
            '19 digits' => ['0000000000000000001'],
            'spaces between' => ['00000000 000000 0 001'],
            'a space before' => [' 000000000000000001'],
            'a line end after' => ["000000000000000001\n"],
            'Arabic digits' => ['٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠١'],
            'full-width digits' => ['００００００００００００００００１'],
            'letters' => ['00000000000000000A'],
            'a list' => [['000000000000000001']],
            'nothing' => [null],
        ];
    }

    /**
     * Each of them.
     *
     * @dataProvider no_nips
     * @param mixed $value
     */
    public function test_what_is_no_nip_counts_for_nothing(mixed $value): void {
        $this->assertNull(nip::of($this->claims(['nip' => $value, 'nip_terverifikasi' => true])));
    }

    public function test_a_text_of_18_digits_that_is_verified_counts(): void {
        $this->assertSame(self::NIP, nip::of($this->claims_with_nip()));
    }

    public function test_the_field_this_plugin_brings_is_closed_to_its_owner(): void {
        $this->assertNull(nip::problem('asn_nip'));
    }

    public function test_an_id_number_is_open_as_long_as_one_way_to_sign_in_leaves_it_so(): void {
        set_config('auth', 'email');
        set_config('field_lock_idnumber', 'locked', 'auth_manual');
        $this->assertStringContainsString(get_string('pluginname', 'auth_email'), nip::problem('idnumber'));
        set_config('field_lock_idnumber', 'unlockedifempty', 'auth_email');
        $this->assertNotNull(nip::problem('idnumber'));
        set_config('field_lock_idnumber', 'locked', 'auth_email');
        $this->assertNull(nip::problem('idnumber'));
    }

    public function test_a_profile_field_must_exist_be_locked_and_not_be_asked_at_registration(): void {
        $this->assertStringContainsString('nomor', nip::problem('nomor'));
        $field = ['datatype' => 'text', 'shortname' => 'nomor', 'name' => 'Nomor'];
        $this->getDataGenerator()->create_custom_profile_field($field);
        $where = 'Site administration > Users > Accounts > User profile fields';
        $this->assertSame(get_string('nipfield_unlocked', 'auth_asnsso', [
            'field' => 'Nomor',
            'setting' => get_string('profilelocked', 'admin'),
            'value' => get_string('yes'),
            'where' => $where,
        ]), nip::problem('nomor'));
        $this->getDataGenerator()->create_custom_profile_field(['shortname' => 'kedua', 'locked' => 1, 'signup' => 1] + $field);
        $this->assertSame(get_string('nipfield_signup', 'auth_asnsso', [
            'field' => 'Nomor',
            'setting' => get_string('profilesignup', 'admin'),
            'value' => get_string('no'),
            'where' => $where,
        ]), nip::problem('kedua'));
        $this->getDataGenerator()->create_custom_profile_field(['shortname' => 'ketiga', 'locked' => 1] + $field);
        $this->assertNull(nip::problem('ketiga'));
    }
}
