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
 * The settings about accounts: what is refused when it is saved, and the check that names what to change.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\account_settings
 * @covers     \auth_asnsso\local\account\rules
 * @covers     \auth_asnsso\admin\setting_lines
 * @covers     \auth_asnsso\check\nipfield
 */
final class account_settings_test extends account_testcase {
    /**
     * Saves a setting as its page does.
     *
     * @param string $name
     * @param string $value
     * @return string what is wrong; empty: saved
     */
    private function save(string $name, string $value): string {
        global $CFG;
        require_once($CFG->libdir . '/adminlib.php');

        $this->setAdminUser();
        $page = new \admin_settingpage('test', 'Test');
        account_settings::add_to($page);
        foreach ($page->settings as $setting) {
            if ($setting->name === $name) {
                return $setting->write_setting($value);
            }
        }
        $this->fail("There is no setting $name.");
    }

    public function test_every_default_can_be_saved(): void {
        foreach (['createaccounts', 'nipfield', 'onlink', 'statusallowed', 'cohortrules', 'rolerules'] as $name) {
            unset_config($name, 'auth_asnsso');
            $this->assertSame('', $this->save($name, account_settings::get($name)));
        }
    }

    /**
     * Values that are refused.
     *
     * @return array
     */
    public static function refused(): array {
        return [
            'an ID number people can edit' => ['nipfield', 'idnumber'],
            'a status with HTML' => ['statusallowed', '<b>aktif</b>'],
            'a cohort rule without arrow' => ['cohortrules', '/instansi/*'],
            'a cohort of somebody else' => ['cohortrules', '/instansi/* => staff-{1}'],
            'a group that is no path' => ['cohortrules', 'instansi => asn:{1}'],
            'the second line' => ['cohortrules', "/instansi/* => asn:{1}\nx"],
            'a role that does not exist' => ['rolerules', 'pengelola => nosuchrole'],
            'a role of courses only' => ['rolerules', 'pengelola => student'],
            'the site admin' => ['rolerules', 'pengelola => siteadmin'],
        ];
    }

    /**
     * @dataProvider refused
     * @param string $name
     * @param string $value
     */
    public function test_what_is_wrong_is_refused_when_it_is_saved(string $name, string $value): void {
        $before = account_settings::get($name);
        $this->assertNotSame('', $this->save($name, $value));
        $this->assertSame($before, account_settings::get($name));
    }

    public function test_a_closed_field_and_good_rules_are_saved(): void {
        set_config('auth', '');
        set_config('field_lock_idnumber', 'locked', 'auth_manual');
        $this->assertSame('', $this->save('nipfield', 'idnumber'));
        $this->assertSame('', $this->save('nipfield', ''));
        $this->assertSame('', $this->save('rolerules', "# staff\npengelola => manager\n\ninstruktur => coursecreator"));
    }

    public function test_the_check_is_green_for_the_field_this_plugin_brings(): void {
        $this->assertSame('ok', (new \auth_asnsso\check\nipfield())->get_result()->get_status());
    }

    public function test_the_check_names_the_setting_that_opens_the_field(): void {
        global $DB;

        $DB->set_field('user_info_field', 'locked', 0, ['shortname' => 'asn_nip']);
        $result = (new \auth_asnsso\check\nipfield())->get_result();
        $this->assertSame('error', $result->get_status());
        $this->assertStringContainsString('Is this field locked?', $result->get_summary());
    }

    public function test_the_check_has_nothing_to_say_where_no_field_is_chosen(): void {
        set_config('nipfield', '', 'auth_asnsso');
        $this->assertSame('na', (new \auth_asnsso\check\nipfield())->get_result()->get_status());
    }
}
