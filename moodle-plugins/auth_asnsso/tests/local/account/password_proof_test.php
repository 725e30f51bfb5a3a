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
 * Proving an account by its password.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\password_proof
 */
final class password_proof_test extends account_testcase {
    /** @var string A password. */
    private const PASSWORD = 'Kata-sandi-1';

    protected function setUp(): void {
        parent::setUp();
        // Moodle writes it to the log with every failed try.
        $_SERVER['HTTP_USER_AGENT'] = 'PHPUnit';
    }

    /**
     * An account with the person's address and the password.
     *
     * @param array $values
     * @return \stdClass
     */
    private function candidate(array $values = []): \stdClass {
        return $this->account($values + ['username' => 'lama', 'email' => self::EMAIL, 'password' => self::PASSWORD]);
    }

    /**
     * Tries a password; what Moodle writes to the server's log meanwhile is of no interest.
     *
     * @param string $username
     * @param string $password
     * @return string|null
     */
    private function prove(string $username, string $password): ?string {
        $log = ini_set('error_log', '/dev/null');
        try {
            return password_proof::link($this->claims(), $username, $password);
        } finally {
            ini_set('error_log', $log);
        }
    }

    public function test_the_right_password_links_the_account_and_the_next_sign_in_finds_it(): void {
        $user = $this->candidate();
        $this->assertNull($this->prove(' LAMA ', self::PASSWORD));
        $this->assertSame($user->id, resolver::resolve($this->claims())->user->id);
        $this->assertSame('password', link::of($user->id)->method);
    }

    public function test_a_wrong_password_links_nothing_and_says_nothing_of_the_account(): void {
        $this->candidate();
        $this->assertSame(get_string('invalidlogin'), $this->prove('lama', 'wrong'));
        $this->assertSame(get_string('invalidlogin'), $this->prove('nobody', self::PASSWORD));
        $this->assertSame([], $this->linked());
    }

    public function test_moodles_lockout_holds_here_too(): void {
        set_config('lockoutthreshold', 3);
        set_config('noemailever', 1);
        $this->candidate();
        for ($try = 0; $try < 3; $try++) {
            $this->prove('lama', 'wrong');
        }
        $this->assertSame(get_string('accountlocked', 'admin'), $this->prove('lama', self::PASSWORD));
        $this->assertSame([], $this->linked());
        $this->resetDebugging();
    }

    public function test_the_password_of_an_account_that_has_nothing_of_the_person_links_nothing(): void {
        $this->candidate();
        $this->candidate(['username' => 'lain', 'email' => 'lain@example.invalid']);
        $this->assertSame(get_string('link_another', 'auth_asnsso'), $this->prove('lain', self::PASSWORD));
        $this->assertSame([], $this->linked());
    }

    public function test_a_site_admin_is_not_linked_even_with_the_password(): void {
        $admin = $this->candidate();
        set_config('siteadmins', $admin->id);
        $this->assertSame(refusal::site_admin->words(), $this->prove('lama', self::PASSWORD));
        $this->assertSame([], $this->linked());
    }

    public function test_a_suspended_account_is_not_linked_even_with_the_password(): void {
        $this->candidate(['suspended' => 1]);
        $this->assertNotNull($this->prove('lama', self::PASSWORD));
        $this->assertSame([], $this->linked());
    }

    public function test_an_account_of_another_identity_is_not_linked_even_with_the_password(): void {
        set_config('onlink', 'keep', 'auth_asnsso');
        $user = $this->candidate();
        link::to($user, $this->claims([], 'subject-2'), 'password');
        $this->assertSame(get_string('link_another', 'auth_asnsso'), $this->prove('lama', self::PASSWORD));
        $this->assertCount(1, $this->linked());
    }

    public function test_with_two_accounts_of_one_address_the_password_says_which(): void {
        set_config('allowaccountssameemail', 1);
        $this->candidate(['username' => 'pertama', 'password' => 'Kata-sandi-2']);
        $second = $this->candidate(['username' => 'kedua']);
        $this->assertNull($this->prove('kedua', self::PASSWORD));
        $this->assertSame([(int)$second->id], $this->linked());
    }
}
