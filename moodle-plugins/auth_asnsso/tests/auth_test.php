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

namespace auth_asnsso;

use auth_asnsso\local\claims;
use auth_asnsso\local\encrypted_value;
use auth_asnsso\local\known_issuer;
use auth_asnsso\local\pending;
use auth_asnsso\local\setting;
use auth_asnsso\tests\fake_issuer;

/**
 * What Moodle is answered when it asks its authentication plugins.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_plugin_asnsso
 * @covers     \auth_asnsso\hook_callbacks
 */
final class auth_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        fake_issuer::adopt();
        \core\plugininfo\auth::enable_plugin('asnsso', 1);
    }

    public function test_no_password_is_ever_accepted_here(): void {
        $user = $this->getDataGenerator()->create_user(['auth' => 'asnsso', 'password' => 'Local-pass-1']);
        $this->assertFalse(get_auth_plugin('asnsso')->user_login($user->username, 'Local-pass-1'));
        $plugin = get_auth_plugin('asnsso');
        $this->assertFalse($plugin->is_internal());
        $this->assertTrue($plugin->prevent_local_passwords());
        $this->assertFalse($plugin->can_reset_password());
    }

    public function test_the_password_is_changed_at_the_issuer(): void {
        $plugin = get_auth_plugin('asnsso');
        $this->assertTrue($plugin->can_change_password());
        $this->assertSame(fake_issuer::URL . '/account/', $plugin->change_password_url()->out(false));
    }

    public function test_the_button_leads_to_a_sign_in_also_in_moodles_app(): void {
        [$button] = get_auth_plugin('asnsso')->loginpage_idp_list('https://www.example.com/moodle/course/view.php?id=2');
        $this->assertSame('/moodle/auth/asnsso/login.php', $button['url']->get_path());
        $this->assertSame('0', (string) $button['url']->param('id'));
        $this->assertSame('https://www.example.com/moodle/course/view.php?id=2', $button['url']->param('wantsurl'));
        $this->assertSame('Sign in with ASN Unggul', $button['name']);
        setting::buttonname->store('Masuk ASN');
        $this->assertSame('Masuk ASN', get_auth_plugin('asnsso')->loginpage_idp_list('')[0]['name']);
    }

    public function test_the_button_says_that_the_issuer_is_away_as_long_as_that_is_known_and_asks_nobody(): void {
        $clock = $this->mock_clock_with_frozen();
        $asked = [];
        ['mock' => $answers] = $this->get_mocked_http_client($asked);
        $name = fn(): string => get_auth_plugin('asnsso')->loginpage_idp_list('')[0]['name'];
        $this->assertSame('Sign in with ASN Unggul', $name());
        $answers->append(fake_issuer::response('', 503));
        known_issuer::current()->is_well();
        $this->assertSame('Sign in with ASN Unggul (cannot be reached right now)', $name());
        $clock->bump(MINSECS);
        $this->assertSame('Sign in with ASN Unggul', $name());
        $this->assertCount(1, $asked);
    }

    public function test_there_is_no_button_without_an_issuer(): void {
        set_config('oidc', '', 'local_asnunggul');
        $this->assertSame([], get_auth_plugin('asnsso')->loginpage_idp_list(''));
        $this->assertFalse(get_auth_plugin('asnsso')->is_configured());
    }

    public function test_signing_out_tells_the_issuer_only_of_who_came_from_there(): void {
        global $CFG, $redirect;
        ['mock' => $answers] = $this->get_mocked_http_client();
        $answers->append(fake_issuer::metadata(), fake_issuer::response('', 204));
        $redirect = 'untouched';
        $this->setUser($this->getDataGenerator()->create_user());
        get_auth_plugin('asnsso')->logoutpage_hook();
        $this->assertSame('untouched', $redirect);
        $this->assertNull($answers->getLastRequest());
        encrypted_value::put('session', ['issuer' => fake_issuer::URL, 'tokens' => fake_issuer::tokens()]);
        get_auth_plugin('asnsso')->logoutpage_hook();
        $this->assertSame("$CFG->wwwroot/", $redirect);
        $this->assertSame(fake_issuer::URL . '/protocol/openid-connect/logout', (string) $answers->getLastRequest()->getUri());
    }

    public function test_who_typed_in_vain_reads_of_the_button_beside_moodles_own_sentence(): void {
        global $SESSION;
        fake_issuer::adopt();
        setting::mode->store('button');
        foreach (['switch' => get_string('notice_linked', 'auth_asnsso', setting::button()), 'keep' => ''] as $onlink => $told) {
            setting::onlink->store($onlink);
            unset($SESSION->logininfomsg);
            \core\event\user_login_failed::create(['other' => ['username' => 'siapa', 'reason' => AUTH_LOGIN_FAILED]])->trigger();
            // The request of the form itself shows nothing: Moodle redirects after it.
            get_auth_plugin('asnsso')->loginpage_hook();
            $this->assertFalse(isset($SESSION->logininfomsg));
            $SESSION->loginerrormsg = 'Invalid login';
            get_auth_plugin('asnsso')->loginpage_hook();
            $this->assertSame([$told, 'Invalid login'], [$SESSION->logininfomsg ?? '', $SESSION->loginerrormsg]);
        }
    }

    public function test_who_is_here_to_link_an_account_is_told_to_use_the_form_and_not_the_button(): void {
        global $SESSION;
        $clock = $this->mock_clock_with_frozen();
        fake_issuer::adopt();
        setting::mode->store('button');
        pending::keep(new claims(fake_issuer::URL, fake_issuer::SUBJECT, []), fake_issuer::tokens(), '');
        \core\event\user_login_failed::create(['other' => ['username' => 'siapa', 'reason' => AUTH_LOGIN_FAILED]])->trigger();
        $SESSION->loginerrormsg = 'Invalid login';
        get_auth_plugin('asnsso')->loginpage_hook();
        $this->assertSame(get_string('notice_linking', 'auth_asnsso'), $SESSION->logininfomsg);
        unset($SESSION->logininfomsg);
        $clock->bump(pending::LIFETIME + 1);
        get_auth_plugin('asnsso')->loginpage_hook();
        $this->assertFalse(isset($SESSION->logininfomsg));
    }

    public function test_a_page_is_sent_as_it_is_where_nothing_is_to_be_done(): void {
        global $PAGE, $SESSION;
        ['mock' => $answers] = $this->get_mocked_http_client();
        $hook = new \core\hook\output\before_http_headers($PAGE->get_renderer('core'));
        hook_callbacks::before_http_headers($hook);
        $this->setUser($this->getDataGenerator()->create_user());
        encrypted_value::put('session', ['issuer' => fake_issuer::URL, 'tokens' => fake_issuer::tokens()]);
        $SESSION->auth_asnsso_checked = time();
        hook_callbacks::before_http_headers($hook);
        $this->assertTrue(isloggedin());
        $this->assertNull($answers->getLastRequest());
    }
}
