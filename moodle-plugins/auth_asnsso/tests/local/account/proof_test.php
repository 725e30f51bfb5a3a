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
use auth_asnsso\local\sign_in_refused;
use auth_asnsso\tests\account_testcase;
use stdClass;

/**
 * Proving an account by signing in to it.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\proof
 */
final class proof_test extends account_testcase {
    /**
     * Somebody who has signed in to this account says that it is the person's.
     *
     * @param stdClass $user
     * @return string why it is not linked; empty if it is
     */
    private function prove(stdClass $user): string {
        $this->setUser($user);
        try {
            proof::link($this->claims(), $user);
            return '';
        } catch (sign_in_refused $e) {
            return $e->getMessage();
        }
    }

    public function test_the_account_with_the_persons_address_is_linked_and_the_next_sign_in_finds_it(): void {
        $user = $this->account(['email' => self::EMAIL]);
        $this->assertSame('', $this->prove($user));
        $this->assertSame($user->id, resolver::resolve($this->claims())->user->id);
        $this->assertSame('password', link::of($user->id)->method);
    }

    public function test_whatever_speaks_against_an_account_is_told_in_one_and_the_same_sentence(): void {
        setting::onlink->store('keep');
        $linked = $this->account(['email' => self::EMAIL]);
        link::to($linked, $this->claims([], 'subject-2'), 'password');
        $admin = $this->account(['username' => 'contoh.satu']);
        set_config('siteadmins', $admin->id);
        foreach ([$linked, $admin, $this->account()] as $user) {
            $this->assertSame(get_string('refused_notyours', 'auth_asnsso'), $this->prove($user));
        }
        $this->assertSame([(int)$linked->id], $this->linked());
    }

    public function test_who_acts_as_the_owner_proves_nothing(): void {
        $user = $this->account(['email' => self::EMAIL]);
        $this->setAdminUser();
        \core\session\manager::loginas($user->id, \core\context\system::instance());
        $this->assertFalse(proof::is_theirs($this->claims(), $user));
    }

    public function test_with_two_accounts_of_one_address_the_one_that_signed_in_is_meant(): void {
        set_config('allowaccountssameemail', 1);
        $this->account(['email' => self::EMAIL]);
        $second = $this->account(['email' => self::EMAIL]);
        $this->assertSame('', $this->prove($second));
        $this->assertSame([(int)$second->id], $this->linked());
    }

    public function test_a_person_knows_their_identity_again_by_what_the_realm_sends(): void {
        $this->assertSame('Contoh Satu (contoh@example.invalid)', new_account::title($this->claims()));
        $one = $this->claims(['family_name' => null, 'email' => null]);
        $this->assertSame('Contoh (contoh.satu)', new_account::title($one));
        $nameless = $this->claims(['given_name' => '', 'family_name' => '', 'email' => '']);
        $this->assertSame('contoh.satu', new_account::title($nameless));
    }
}
