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

use auth_asnsso\tests\fake_issuer;
use core\check\manager;
use core\check\result;
use GuzzleHttp\Handler\MockHandler;

/**
 * Each check sees what it is there for, and names the setting that mends it.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\health
 */
final class health_test extends \advanced_testcase {
    /** @var MockHandler What the issuer will answer. */
    private MockHandler $answers;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->mock_clock_with_frozen(1700000000);
        ['mock' => $this->answers] = $this->get_mocked_http_client();
    }

    /**
     * Expects a finding.
     *
     * @param string $check
     * @param string $status
     * @param string $words in its summary
     */
    private function assert_finds(string $check, string $status, string $words = ''): void {
        $result = health::checks([$check])[0]->get_result();
        $this->assertSame($status, $result->get_status(), $result->get_summary());
        $this->assertStringContainsString($words, $result->get_summary());
    }

    public function test_the_checks_are_in_moodles_reports(): void {
        $status = array_map(fn($check): string => $check->get_ref(), manager::get_status_checks());
        $security = array_map(fn($check): string => $check->get_ref(), manager::get_security_checks());
        $ref = fn(string $name): string => "auth_asnsso_$name";
        $this->assertSame([], array_diff(array_map($ref, health::STATUS), $status));
        $this->assertSame([], array_diff(array_map($ref, health::SECURITY), $security));
    }

    public function test_each_has_a_name_and_leads_to_the_settings(): void {
        foreach (health::checks([...health::STATUS, ...health::SECURITY]) as $check) {
            $this->assertStringStartsWith('ASN Unggul sign-in: ', $check->get_name());
            $this->assertStringContainsString('authsettingasnsso', $check->get_action_link()->url->out());
        }
    }

    public function test_a_site_without_an_issuer_is_told_what_to_ask_for(): void {
        $this->assert_finds('member', result::ERROR, 'has not joined');
        $this->assert_finds('reachable', result::NA);
        $this->assert_finds('blocked', result::NA);
        fake_issuer::adopt('http://id.example');
        $this->assert_finds('member', result::ERROR, 'new join code');
        fake_issuer::adopt();
        $this->assert_finds('member', result::OK, fake_issuer::URL);
    }

    public function test_a_switch_in_config_php_is_seen(): void {
        global $CFG;
        $CFG->auth_asnsso_disable = 1;
        $this->assert_finds('member', result::WARNING, 'auth_asnsso_disable');
    }

    public function test_the_plugin_must_be_on(): void {
        set_config('auth', '');
        $this->assert_finds('enabled', result::ERROR, 'Manage authentication');
        \core\plugininfo\auth::enable_plugin('asnsso', 1);
        $this->assert_finds('enabled', result::OK);
        setting::emergency->store('1');
        $this->assert_finds('enabled', result::WARNING, 'emergency.php --on');
    }

    public function test_moodles_blocking_is_named_with_host_and_port(): void {
        global $CFG;
        $CFG->debugdeveloper = true;
        fake_issuer::adopt('https://127.0.0.1:8443/realms/a');
        $this->assert_finds('blocked', result::OK);
        set_config('curlsecurityblockedhosts', '127.0.0.0/8');
        $this->assert_finds('blocked', result::ERROR, '127.0.0.1, port 8443');
        $this->assert_finds('reachable', result::ERROR, 'curlsecurityblockedhosts');
    }

    public function test_the_issuer_must_answer_as_itself(): void {
        fake_issuer::adopt();
        $this->answers->append(fake_issuer::metadata());
        $this->assert_finds('reachable', result::OK);
        $this->answers->append(fake_issuer::metadata(['issuer' => 'https://other.example']));
        $this->assert_finds('reachable', result::ERROR, 'another issuer');
        $this->answers->append(fake_issuer::response('', 503));
        $this->assert_finds('reachable', result::ERROR, 'proxyhost');
    }

    public function test_the_issuer_must_have_a_key_for_us(): void {
        fake_issuer::adopt();
        $this->answers->append(fake_issuer::metadata(), fake_issuer::keys('rsa', 'p384'));
        $this->assert_finds('keyset', result::OK, 'Usable keys: 1.');
        $this->answers->append(fake_issuer::metadata(), fake_issuer::keys('p384'));
        $this->assert_finds('keyset', result::ERROR, 'no key');
    }

    /**
     * What the issuer says of its time, and what it means.
     *
     * @return array
     */
    public static function clocks(): array {
        return [
            'the same' => [['Date' => gmdate(DATE_RFC7231, 1700000030)], result::OK],
            'half a minute and more' => [['Date' => gmdate(DATE_RFC7231, 1699999969)], result::ERROR],
            'nothing' => [[], result::NA],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider clocks
     * @param array $headers
     * @param string $status
     */
    public function test_the_clocks_are_compared(array $headers, string $status): void {
        fake_issuer::adopt();
        $this->answers->append(fake_issuer::response([], 200, $headers));
        $this->assert_finds('clock', $status);
    }

    public function test_an_administrator_must_get_in_without_the_issuer(): void {
        global $DB;
        $this->assert_finds('breakglass', result::OK, '1');
        $DB->set_field('user', 'auth', 'asnsso', ['username' => 'admin']);
        $this->assert_finds('breakglass', result::ERROR, 'Manual accounts');
        $DB->set_field('user', 'auth', 'manual', ['username' => 'admin']);
        $DB->set_field('user', 'suspended', 1, ['username' => 'admin']);
        $this->assert_finds('breakglass', result::ERROR);
    }

    public function test_the_app_must_use_a_browser(): void {
        set_config('enablemobilewebservice', 0);
        $this->assert_finds('mobile', result::NA);
        set_config('enablemobilewebservice', 1);
        set_config('typeoflogin', \tool_mobile\api::LOGIN_VIA_APP, 'tool_mobile');
        $this->assert_finds('mobile', result::WARNING, 'typeoflogin');
        set_config('typeoflogin', \tool_mobile\api::LOGIN_VIA_BROWSER, 'tool_mobile');
        $this->assert_finds('mobile', result::OK);
    }

    public function test_sessions_must_not_outlast_the_issuers(): void {
        set_config('sessiontimeout', 10 * HOURSECS);
        $this->assert_finds('timeout', result::OK);
        set_config('sessiontimeout', 10 * HOURSECS + 1);
        $this->assert_finds('timeout', result::WARNING, 'sessiontimeout');
    }

    public function test_the_site_must_be_on_https(): void {
        global $CFG;
        $this->assert_finds('https', result::OK);
        $CFG->wwwroot = 'http://www.example.com/moodle';
        $this->assert_finds('https', result::ERROR, '$CFG->wwwroot');
    }
}
