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

namespace auth_asnsso\local;

use auth_asnsso\local\account\link;
use auth_asnsso\local\account\nip;
use auth_asnsso\local\account\refusal;
use auth_asnsso\local\account\rules;
use auth_asnsso\tests\account_testcase;
use auth_asnsso\tests\fake_issuer;
use core\check\result;
use GuzzleHttp\Handler\MockHandler;

/**
 * Each setting, saved as the plugin's page saves it, changes what it says it changes; what breaks its rule is refused.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\setting
 * @covers     \auth_asnsso\local\account\rules
 * @covers     \auth_asnsso\admin\setting_lines
 * @covers     \auth_asnsso\admin\setting_text
 * @covers     \auth_asnsso\local\health
 */
final class setting_test extends account_testcase {
    /** @var MockHandler What the issuer will answer. */
    private MockHandler $answers;

    /** @var array What it was asked. */
    private array $asked = [];

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        fake_issuer::adopt();
        ['mock' => $this->answers] = $this->get_mocked_http_client($this->asked);
    }

    /**
     * The fields of the plugin's page.
     *
     * @return \admin_setting[] by name
     */
    private function page(): array {
        global $CFG;
        require_once($CFG->libdir . '/adminlib.php');
        $ADMIN = (object) ['fulltree' => true];
        $settings = new \admin_settingpage('authsettingasnsso', 'Test');
        require($CFG->dirroot . '/auth/asnsso/settings.php');
        return array_column((array) $settings->settings, null, 'name');
    }

    /**
     * Saves a setting as the page does.
     *
     * @param setting $setting
     * @param string $value
     * @return string what is wrong; empty: saved
     */
    private function save(setting $setting, string $value): string {
        global $USER;
        $before = $USER;
        $this->setAdminUser();
        $wrong = $this->page()[$setting->value]->write_setting($value);
        $this->setUser($before);
        return $wrong;
    }

    /**
     * Saves a good value.
     *
     * @param setting $setting
     * @param string $value
     */
    private function saved(setting $setting, string $value): void {
        $this->assertSame('', $this->save($setting, $value));
        $this->assertSame($value, $setting->get());
    }

    /**
     * Whether somebody who has to sign in is sent away, and with which prompt.
     *
     * @return string|null null: stays; else the prompt
     */
    private function prompt(): ?string {
        global $SESSION;
        unset($SESSION->auth_asnsso_tried);
        $destination = redirect_policy::destination(new visit());
        return $destination === null ? null : (string) $destination->param('prompt');
    }

    /**
     * Lets the session of this request be one that came through the issuer.
     *
     * @param int $minutes since the issuer was asked about it
     */
    private function came_through_the_issuer(int $minutes): void {
        global $SESSION;
        $this->setUser($this->account());
        encrypted_value::put('session', [
            'issuer' => fake_issuer::URL,
            'subject' => fake_issuer::SUBJECT,
            'sid' => 'sid-1',
            'tokens' => fake_issuer::tokens(),
        ]);
        $SESSION->auth_asnsso_checked = time() - $minutes * MINSECS;
    }

    public function test_installing_stores_every_default_and_the_page_saves_each_of_them(): void {
        global $CFG;
        require_once($CFG->dirroot . '/auth/asnsso/db/install.php');
        $stored = fn(): array => array_map(fn(setting $setting): ?string => $setting->stored(), setting::cases());
        $defaults = array_map(fn(setting $setting): string => $setting->default_value(), setting::cases());
        $this->assertSame($defaults, $stored());
        unset_all_config_for_plugin('auth_asnsso');
        $this->assertSame($defaults, array_map(fn(setting $setting): string => $setting->get(), setting::cases()));
        xmldb_auth_asnsso_install();
        $this->assertSame($defaults, $stored());
        foreach (setting::cases() as $setting) {
            $this->assertNull($setting->problem($setting->default_value()));
            if ($setting !== setting::emergency) {
                $this->assertSame($setting->default_value(), (string) $this->page()[$setting->value]->get_defaultsetting());
                $this->saved($setting, $setting->default_value());
            }
        }
    }

    public function test_what_an_admin_has_decided_stays_when_defaults_are_stored(): void {
        setting::buttonname->store('');
        setting::mode->store('auto');
        setting::store_defaults();
        $this->assertSame(['', 'auto'], [setting::buttonname->get(), setting::mode->get()]);
    }

    public function test_mode_decides_what_happens_when_somebody_has_to_sign_in(): void {
        $this->answers->append(fake_issuer::metadata());
        $this->saved(setting::mode, 'silent');
        $this->assertSame('none', $this->prompt());
        $this->saved(setting::mode, 'auto');
        $this->assertSame('', $this->prompt());
        $this->saved(setting::mode, 'button');
        $this->assertNull($this->prompt());
    }

    public function test_buttonname_is_on_the_button(): void {
        $name = fn(): string => get_auth_plugin('asnsso')->loginpage_idp_list('')[0]['name'];
        $this->saved(setting::buttonname, 'Masuk ASN');
        $this->assertSame('Masuk ASN', $name());
        $this->saved(setting::buttonname, '');
        $this->assertSame('Sign in with ASN Unggul', $name());
    }

    public function test_revalidate_is_the_time_after_which_the_issuer_is_asked_about_a_session(): void {
        $this->saved(setting::revalidate, '30');
        $this->came_through_the_issuer(20);
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertCount(0, $this->asked);
        $this->saved(setting::revalidate, '0');
        $this->came_through_the_issuer(600);
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertCount(0, $this->asked);
        $this->saved(setting::revalidate, '15');
        $this->came_through_the_issuer(20);
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assertFalse(revalidation::may_go_on(new visit()));
        $this->assertCount(2, $this->asked);
    }

    public function test_singlelogout_ends_the_session_at_the_issuer_too(): void {
        $this->saved(setting::singlelogout, '0');
        $this->came_through_the_issuer(0);
        single_logout::from_here();
        $this->assertCount(0, $this->asked);
        $this->saved(setting::singlelogout, '1');
        $this->came_through_the_issuer(0);
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response('', 204));
        single_logout::from_here();
        $this->assertStringEndsWith('/logout', (string) $this->asked[1]['request']->getUri());
    }

    public function test_createaccounts_makes_an_account_at_the_first_sign_in(): void {
        $this->saved(setting::createaccounts, '0');
        $this->assertSame(refusal::no_account, $this->refusal($this->claims()));
        $this->saved(setting::createaccounts, '1');
        $this->assertNull($this->refusal($this->claims()));
    }

    public function test_nipfield_is_where_accounts_are_looked_for(): void {
        set_config('auth', 'asnsso');
        set_config('field_lock_idnumber', 'locked', 'auth_manual');
        $account = $this->account(['idnumber' => self::NIP]);
        $this->assertSame([], nip::holders(self::NIP));
        $this->saved(setting::nipfield, 'idnumber');
        $this->assertSame([(int) $account->id], array_map('intval', array_keys(nip::holders(self::NIP))));
        $this->saved(setting::nipfield, '');
        $this->assertSame([], nip::holders(self::NIP));
    }

    public function test_onlink_is_how_a_linked_account_signs_in(): void {
        global $DB;
        foreach (['keep' => 'manual', 'switch' => 'asnsso'] as $value => $auth) {
            $this->saved(setting::onlink, $value);
            $account = $this->account();
            link::to($account, $this->claims([], "subject-$value"), 'password');
            $this->assertSame($auth, $DB->get_field('user', 'auth', ['id' => $account->id]));
        }
    }

    public function test_statusallowed_is_who_comes_in_however_it_is_written(): void {
        foreach (['aktif, cpns' => 'cpns', 'PPPK' => 'pppk', 'aktif,Pensiun' => 'PENSIUN', '' => 'berhenti'] as $value => $status) {
            $this->saved(setting::statusallowed, $value);
            $this->assertNull($this->refusal($this->claims(['status_asn' => $status])));
        }
        $this->saved(setting::statusallowed, 'aktif');
        $this->assertSame(refusal::not_active, $this->refusal($this->claims(['status_asn' => 'cpns'])));
    }

    public function test_cohortrules_say_which_cohorts_follow_from_groups(): void {
        $this->saved(setting::cohortrules, '/instansi/* => asn:{1}');
        $this->assertSame(['asn:LAN'], rules::cohorts(['/instansi/LAN']));
        $this->saved(setting::cohortrules, '/instansi/LAN => asn:tetap');
        $this->assertSame(['asn:tetap'], rules::cohorts(['/instansi/LAN']));
    }

    public function test_rolerules_say_which_roles_follow_from_claims(): void {
        global $DB;
        $this->assertSame([[], 1], rules::roles(['pengelola']));
        $this->saved(setting::rolerules, 'pengelola => manager');
        $manager = (int) $DB->get_field('role', 'id', ['shortname' => 'manager']);
        $this->assertSame([[$manager], 0], rules::roles(['pengelola']));
    }

    public function test_emergency_switches_all_redirects_off_and_is_not_on_the_page(): void {
        $this->answers->append(fake_issuer::metadata());
        $this->assertSame('none', $this->prompt());
        setting::emergency->store('1');
        $this->assertNull($this->prompt());
        $this->assertArrayNotHasKey('emergency', $this->page());
    }

    /**
     * Values that are refused.
     *
     * @return array
     */
    public static function refused(): array {
        return [
            'a mode there is not' => [setting::mode, 'always'],
            'a good mode and more' => [setting::mode, "auto\n"],
            'minutes there are not' => [setting::revalidate, '5'],
            'a way to sign in there is not' => [setting::onlink, 'both'],
            'markup on the button' => [setting::buttonname, '<b>ASN</b>'],
            'an ID number people can edit' => [setting::nipfield, 'idnumber'],
            'a field there is not' => [setting::nipfield, 'id; drop'],
            'a status with HTML' => [setting::statusallowed, '<b>aktif</b>'],
            'a status on two lines' => [setting::statusallowed, "aktif\n"],
            'a cohort rule without arrow' => [setting::cohortrules, '/instansi/*'],
            'a cohort of somebody else' => [setting::cohortrules, '/instansi/* => staff-{1}'],
            'a group that is no path' => [setting::cohortrules, 'instansi => asn:{1}'],
            'the second line' => [setting::cohortrules, "/instansi/* => asn:{1}\nx"],
            'a role that does not exist' => [setting::rolerules, 'pengelola => nosuchrole'],
            'a role of courses only' => [setting::rolerules, 'pengelola => student'],
            'the site admin' => [setting::rolerules, 'pengelola => siteadmin'],
        ];
    }

    /**
     * One of them: the page does not save it, and the check names it where something else has stored it.
     *
     * @dataProvider refused
     * @param setting $setting
     * @param string $value
     */
    public function test_what_breaks_its_rule_is_not_saved_and_is_named_where_it_is_stored(setting $setting, string $value): void {
        $before = $setting->get();
        // What is not among the choices is ignored by Moodle without a word.
        $silent = $this->page()[$setting->value] instanceof \admin_setting_configselect && $value !== 'idnumber';
        $this->assertSame($silent, $this->save($setting, $value) === '');
        $this->assertSame($before, $setting->get());
        $this->assertSame(result::OK, health::settings()->get_status());
        $setting->store($value);
        $this->assertSame(result::ERROR, health::settings()->get_status());
        $this->assertStringContainsString("$setting->value: ", health::settings()->get_summary());
    }

    public function test_a_value_that_cannot_be_chosen_counts_as_the_default(): void {
        setting::mode->store('always');
        setting::revalidate->store('never');
        setting::singlelogout->store('yes');
        $this->assertSame(
            ['silent', '15', true],
            [setting::mode->get(), setting::revalidate->get(), setting::singlelogout->is_on()]
        );
    }

    public function test_a_closed_field_and_good_rules_are_saved(): void {
        set_config('auth', 'asnsso');
        set_config('field_lock_idnumber', 'locked', 'auth_manual');
        $this->saved(setting::nipfield, 'idnumber');
        $this->saved(setting::rolerules, "# staff\npengelola => manager\n\ninstruktur => coursecreator");
    }

    public function test_the_check_is_green_for_the_field_this_plugin_brings(): void {
        $this->assertSame('ok', health::nipfield()->get_status());
    }

    public function test_the_check_names_the_setting_that_opens_the_field(): void {
        global $DB;
        $DB->set_field('user_info_field', 'locked', 0, ['shortname' => 'asn_nip']);
        $result = health::nipfield();
        $this->assertSame('error', $result->get_status());
        $this->assertStringContainsString(get_string('profilelocked', 'admin'), $result->get_summary());
    }

    public function test_the_check_has_nothing_to_say_where_no_field_is_chosen(): void {
        setting::nipfield->store('');
        $this->assertSame('na', health::nipfield()->get_status());
    }
}
