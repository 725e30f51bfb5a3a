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
 * New accounts: user names, names, what hostile claims become.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\new_account
 */
final class new_account_test extends account_testcase {
    public function test_the_user_name_is_computed_from_the_subject_and_says_nothing(): void {
        $user = new_account::create($this->claims_with_nip());
        $this->assertSame('asn-' . substr(hash('sha256', 'subject-1'), 0, 12), $user->username);
    }

    public function test_a_user_name_that_somebody_took_before_is_not_theirs_to_keep(): void {
        $squatter = $this->account(['username' => 'asn-' . substr(hash('sha256', 'subject-1'), 0, 12)]);
        $user = new_account::create($this->claims());
        $this->assertNotSame($squatter->id, $user->id);
        $this->assertStringStartsWith($squatter->username, $user->username);
    }

    public function test_the_account_has_no_password(): void {
        $this->assertFalse(validate_internal_user_password(new_account::create($this->claims()), AUTH_PASSWORD_NOT_CACHED));
        $this->assertFalse(validate_internal_user_password(new_account::create($this->claims([
            'email' => 'lain@example.invalid'], 'subject-2')), ''));
    }

    public function test_who_has_one_name_only_is_not_sent_to_the_form_of_unfinished_accounts(): void {
        $user = new_account::create($this->claims(['given_name' => 'Suharto', 'family_name' => '']));
        $this->assertSame(['Suharto', '-'], [$user->firstname, $user->lastname]);
        $this->assertFalse(user_not_fully_set_up($user, true));
    }

    /**
     * Name claims, and what they become.
     *
     * @return array
     */
    public static function names(): array {
        $long = str_repeat('é', 10240);
        return [
            'first and last' => [['given_name' => 'Budi', 'family_name' => 'Contoh'], ['Budi', 'Contoh']],
            'no last name' => [['given_name' => 'Budi', 'family_name' => null], ['Budi', '-']],
            'a last name only' => [['given_name' => '', 'family_name' => 'Contoh'], ['Contoh', '-']],
            'the whole name only' => [['given_name' => null, 'family_name' => null, 'name' => 'Budi Contoh'], ['Budi Contoh', '-']],
            'lists' => [['given_name' => ['Budi'], 'family_name' => ['x' => 'y']], []],
            'numbers and truth' => [['given_name' => 7, 'family_name' => true], []],
            'HTML' => [['given_name' => '<b>Budi</b><script>alert(1)</script>', 'family_name' => '<i></i>'], ['Budialert(1)', '-']],
            'SQL' => [['given_name' => "Budi'; DROP TABLE x; --", 'family_name' => '"%_'], ["Budi'; DROP TABLE x; --", '"%_']],
            'emoji' => [['given_name' => 'Budi 🎓', 'family_name' => '🇮🇩'], ['Budi 🎓', '🇮🇩']],
            'text turned round' => [
                ['given_name' => "Bu\u{202E}di", 'family_name' => "\u{2067}Contoh\u{200F}"], ['Budi', 'Contoh'],
            ],
            'Arabic letters' => [['given_name' => 'بودي', 'family_name' => 'مثال'], ['بودي', 'مثال']],
            'control characters' => [['given_name' => "Bu\0di\r\n", 'family_name' => "\t"], ['Budi', '-']],
            '10 KB' => [['given_name' => $long, 'family_name' => $long], [str_repeat('é', 100), str_repeat('é', 100)]],
        ];
    }

    /**
     * Each of them.
     *
     * @dataProvider names
     * @param array $values
     * @param string[] $expected
     */
    public function test_names_are_as_moodle_takes_them(array $values, array $expected): void {
        $this->assertSame($expected, array_values(new_account::names($this->claims($values))));
        $user = new_account::create($this->claims($values));
        $this->assertSame($expected ?: ['ASN', '-'], [$user->firstname, $user->lastname]);
    }

    public function test_the_event_says_that_an_account_was_made_and_nothing_about_the_person(): void {
        $sink = $this->redirectEvents();
        new_account::create($this->claims_with_nip());
        $ours = array_filter($sink->get_events(), fn($event) => $event->component === 'auth_asnsso');
        $names = array_map(fn($event) => $event->eventname, array_values($ours));
        $this->assertSame(['\auth_asnsso\event\account_linked', '\auth_asnsso\event\account_created'], $names);
        $said = json_encode(array_map(fn($event) => [$event->get_data(), $event->get_description()], $ours));
        foreach ([self::NIP, self::EMAIL, 'Contoh', 'subject-1', 'sso.example'] as $personal) {
            $this->assertStringNotContainsString($personal, $said);
        }
    }
}
