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
 * Linking from a list, the report beforehand, the way back.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\bulk
 * @covers     \auth_asnsso\local\account\link_preview
 */
final class bulk_test extends account_testcase {
    /**
     * A run over lines.
     *
     * @param array $lines key, value, subject
     * @param bool $dryrun
     * @param bool $allowsiteadmin
     * @param string $batch
     * @return string[] verdicts
     */
    private function run_over(array $lines, bool $dryrun = false, bool $allowsiteadmin = false, string $batch = 'b1'): array {
        $bulk = new bulk(self::ISSUER, $batch, $dryrun, $allowsiteadmin);
        return array_map(fn(array $line): string => trim(implode(' ', array_slice($bulk->line(...$line), 1))), $lines);
    }

    public function test_accounts_are_named_by_id_user_name_or_id_number(): void {
        $one = $this->account();
        $two = $this->account(['username' => 'dua']);
        $three = $this->account(['idnumber' => 'N-3']);
        $lines = [['userid', $one->id, 's1'], ['username', 'DUA', 's2'], ['idnumber', 'N-3', 's3']];
        $this->assertSame(['linked', 'linked', 'linked'], $this->run_over($lines));
        $this->assertEquals([$one->id, $two->id, $three->id], $this->linked());
        $this->assertSame($two->id, resolver::resolve($this->claims([], 's2'))->user->id);
    }

    public function test_a_dry_run_says_the_same_and_changes_nothing(): void {
        global $DB;

        $user = $this->account();
        $lines = [
            ['userid', $user->id, 's1'], ['userid', $user->id, 's2'],
            ['username', 'nobody', 's3'], ['userid', get_admin()->id, 's4'],
        ];
        $verdicts = $this->run_over($lines, true);
        $this->assertSame(['linked', 'refused ambiguous', 'create', 'refused siteadmin'], $verdicts);
        $this->assertSame([], $this->linked());
        $this->assertSame('manual', $DB->get_field('user', 'auth', ['id' => $user->id]));
        $this->assertSame($verdicts[0], $this->run_over($lines)[0]);
    }

    public function test_what_speaks_against_a_line_is_told(): void {
        $suspended = $this->account(['suspended' => 1]);
        $this->account(['idnumber' => 'N']);
        $this->account(['idnumber' => 'N']);
        $taken = $this->account();
        link::to($taken, $this->claims([], 'taken'), 'password');
        setting::createaccounts->store('0');
        $this->assertSame([
            'refused suspended', 'refused ambiguous', 'refused linked', 'already', 'refused linked', 'refused badsubject',
            'refused noaccount', 'refused noaccount', 'refused noaccount',
        ], $this->run_over([
            ['userid', $suspended->id, 's1'], ['idnumber', 'N', 's2'],
            ['userid', $taken->id, 's3'], ['userid', $taken->id, 'taken'],
            ['userid', $this->account()->id, 'taken'], ['userid', $this->account()->id, 'a@b'], ['username', 'nobody', 's4'],
            ['userid', '1 OR 1=1', 's5'], ['username', '', 's6'],
        ]));
    }

    public function test_a_site_admin_is_linked_only_when_it_is_said_so(): void {
        $line = [['userid', get_admin()->id, 's1']];
        $this->assertSame(['refused siteadmin'], $this->run_over($line));
        $this->assertSame(['linked'], $this->run_over($line, false, true));
        $this->assertSame(get_admin()->id, resolver::resolve($this->claims([], 's1'))->user->id);
    }

    public function test_undoing_a_batch_brings_its_accounts_back_and_no_others(): void {
        global $DB;

        $users = [$this->account(), $this->account(['auth' => 'email']), $this->account()];
        $this->run_over([['userid', $users[0]->id, 's0'], ['userid', $users[1]->id, 's1']]);
        $this->run_over([['userid', $users[2]->id, 's2']], false, false, 'b2');
        $this->assertSame(2, bulk::undo('b1'));
        $auths = array_map(fn($user) => $DB->get_field('user', 'auth', ['id' => $user->id]), $users);
        $this->assertSame(['manual', 'email', 'asnsso'], $auths);
        $this->assertSame([(int)$users[2]->id], $this->linked());
        $this->assertSame(0, bulk::undo('b1'));
    }

    public function test_the_report_says_what_the_first_sign_in_of_everybody_would_do(): void {
        set_config('allowaccountssameemail', 1);
        $nip = fn(int $number): string => sprintf('%018d', $number);
        $expected = [
            'linked' => [$this->account_with_nip([], $nip(9))],
            'nip' => [$this->account_with_nip([], $nip(1))],
            'password' => [$this->account()],
            'nipclash' => [$this->account_with_nip([], $nip(2)), $this->account_with_nip([], $nip(2))],
            'emailclash' => [$this->account(['email' => 'a@example.invalid']), $this->account(['email' => 'A@example.invalid'])],
            'nothing' => [$this->account(['auth' => 'asnsso'])],
            'siteadmin' => [get_admin()],
            'suspended' => [$this->account_with_nip(['suspended' => 1], $nip(1))],
            'unconfirmed' => [$this->account(['confirmed' => 0])],
            'nologin' => [$this->account(['auth' => 'nologin'])],
            'remote' => [$this->account(['mnethostid' => 77])],
        ];
        $bad = $this->account_with_nip([], '17 digits or so');
        link::to($expected['linked'][0], $this->claims(), 'password');
        $expected['password'][] = $bad;
        $read = (new link_preview(self::ISSUER))->read();
        $ids = array_map(fn(array $users): array => array_map(fn($user): int => (int)$user->id, $users), $expected);
        $this->assertEquals($ids, array_intersect_key($read, $ids));
        $this->assertSame([(int)$bad->id], $read['badnip']);
        $this->assertCount(5, $read['hasnip']);
    }

    public function test_the_report_trusts_no_nip_in_a_field_people_can_edit(): void {
        global $DB;

        $this->account_with_nip();
        $DB->set_field('user_info_field', 'locked', 0, ['shortname' => 'asn_nip']);
        $read = (new link_preview(self::ISSUER))->read();
        $this->assertSame([[], []], [$read['nip'], $read['hasnip']]);
    }
}
