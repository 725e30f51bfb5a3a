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
use auth_asnsso\tests\fake_issuer;
use auth_asnsso\tests\issuer_testcase;
use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Psr7\Request;

/**
 * The issuer's answer signs in who began the sign-in in this browser, or nobody.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\callback
 * @covers     \auth_asnsso\local\sign_in
 * @covers     \auth_asnsso\local\sign_in_refused
 * @covers     \auth_asnsso\local\failure
 * @covers     \auth_asnsso\local\sso_session
 * @covers     \auth_asnsso\event\sign_in_refused
 */
final class callback_test extends issuer_testcase {
    /** Where people want to go. */
    private const PAGE = 'https://www.example.com/moodle/course/view.php?id=2#section-3';

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->answers->append(fake_issuer::metadata());
        $this->setUser(null);
    }

    /**
     * The issuer answers a sign-in that began in this browser.
     *
     * @param array $claims changes to those of the ID token; false for an answer without one
     * @param array $answer changes to the answer
     * @param bool $silent
     * @param string $key who signs
     * @return \moodle_url
     */
    private function answer(array|false $claims = [], array $answer = [], bool $silent = false, string $key = 'rsa'): \moodle_url {
        $flow = flow_store::begin(self::PAGE, $silent);
        $idtoken = $claims === false ? null : fake_issuer::sign(fake_issuer::claims($claims + ['nonce' => $flow['nonce']]), $key);
        $this->answers->append(fake_issuer::given(['id_token' => $idtoken]), fake_issuer::keys());
        // Moodle warns that there is no session whose id could be changed.
        return @callback::take($answer + ['state' => $flow['state'], 'code' => 'code-1', 'error' => '', 'iss' => '']);
    }

    /**
     * Why nobody is signed in.
     *
     * @param callable $act
     * @return string reason and detail
     */
    private function refusal(callable $act): string {
        try {
            $act();
        } catch (sign_in_refused $e) {
            return rtrim("$e->reason $e->detail");
        }
        $this->fail('It was accepted.');
    }

    public function test_a_plugin_that_is_switched_off_begins_no_sign_in_and_takes_none(): void {
        $flow = flow_store::begin(self::PAGE, false);
        \core\plugininfo\auth::enable_plugin('asnsso', 0);
        $answer = ['state' => $flow['state'], 'code' => 'code-1', 'error' => '', 'iss' => ''];
        $this->assertSame('notready', $this->refusal(fn() => authorization::begin(self::PAGE)));
        $this->assertSame('notready', $this->refusal(fn() => callback::take($answer)));
        $this->assertNull($this->answers->getLastRequest());
    }

    public function test_a_person_is_signed_in_and_gets_to_the_page_they_wanted(): void {
        global $DB, $USER;
        $this->assertSame(self::PAGE, $this->answer()->out(false));
        $this->assertSame('contoh@example.invalid', $USER->email);
        $this->assertSame(fake_issuer::SUBJECT, link::of((int) $USER->id)->subject);
        $this->assertSame('access-2', sso_session::current()->accesstoken);
        $row = $DB->get_record(sso_session::TABLE, []);
        $this->assertSame(['sid-1', (string) $USER->id], [$row->sid, (string) $row->userid]);
    }

    public function test_the_code_is_changed_for_tokens_with_the_verifier_of_this_sign_in(): void {
        $flow = flow_store::begin('', false);
        $this->answers->append(fake_issuer::response(['error' => 'invalid_grant'], 400));
        $answer = ['state' => $flow['state'], 'code' => 'code-1', 'error' => '', 'iss' => fake_issuer::URL];
        $this->assertSame('issuer grant', $this->refusal(fn() => callback::take($answer)));
        parse_str((string) $this->asked[1]['request']->getBody(), $sent);
        $this->assertSame(['authorization_code', 'code-1', $flow['verifier'], authorization::callback_url()], [
            $sent['grant_type'], $sent['code'], $sent['code_verifier'], $sent['redirect_uri'],
        ]);
    }

    /**
     * Answers that sign nobody in.
     *
     * @return array
     */
    public static function refused(): array {
        return [
            'another nonce' => [['nonce' => 'another'], [], 'badtoken nonce'],
            'a token for another site' => [['aud' => 'moodle-other'], [], 'badtoken aud'],
            'no ID token' => [false, [], 'badtoken form'],
            'another issuer in the address' => [[], ['iss' => 'https://evil.example'], 'badtoken response_iss'],
            'somebody who cancelled' => [[], ['error' => 'access_denied'], 'denied'],
            'an issuer in trouble' => [[], ['error' => 'temporarily_unavailable'], 'unreachable'],
            'an error nobody knows' => [[], ['error' => 'x'], 'issuer'],
            'a status that may not come in' => [['status_asn' => 'pensiun'], [], 'notactive'],
            'a subject that is none' => [['sub' => 'a b'], [], 'badsubject'],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider refused
     * @param array|false $claims
     * @param array $answer
     * @param string $refusal
     */
    public function test_nobody_is_signed_in_by(array|false $claims, array $answer, string $refusal): void {
        global $DB;
        $before = $DB->count_records('user');
        $this->assertSame($refusal, $this->refusal(fn() => $this->answer($claims, $answer)));
        $this->assertFalse(isloggedin());
        $this->assertFalse(encrypted_value::has('session'));
        $this->assertSame($before, $DB->count_records('user'));
    }

    public function test_a_token_of_a_forger_signs_nobody_in(): void {
        $this->assertSame('badtoken kid', $this->refusal(fn() => $this->answer(key: 'rsa-forger')));
    }

    public function test_an_issuer_that_promises_to_name_itself_must(): void {
        $this->answers->reset();
        $this->answers->append(fake_issuer::metadata(['authorization_response_iss_parameter_supported' => true]));
        $this->assertSame('badtoken response_iss', $this->refusal(fn() => $this->answer()));
        $this->answers->reset();
        $this->assertSame(self::PAGE, $this->answer([], ['iss' => fake_issuer::URL])->out(false));
    }

    public function test_while_the_issuer_is_away_the_person_reads_that(): void {
        $flow = flow_store::begin('', false);
        $this->answers->append(new ConnectException('late', new Request('POST', 'x'), null, ['errno' => CURLE_OPERATION_TIMEDOUT]));
        $answer = ['state' => $flow['state'], 'code' => 'c', 'error' => '', 'iss' => ''];
        $this->assertSame('unreachable unreachable', $this->refusal(fn() => callback::take($answer)));
        // It decides nothing for others, but the next looks.
        $this->answers->reset();
        $this->answers->append(fake_issuer::response('', 503));
        $this->assertFalse(known_issuer::current()->is_well());
    }

    public function test_an_answer_to_a_sign_in_of_another_browser_begins_one_here_once_and_the_code_stays_unused(): void {
        global $SESSION;
        $SESSION->wantsurl = self::PAGE;
        $answer = ['state' => str_repeat('a', 64), 'code' => 'stolen', 'error' => '', 'iss' => ''];
        $destination = callback::take($answer);
        $this->assertSame('/moodle/auth/asnsso/login.php', $destination->get_path());
        $this->assertSame(['restarted' => '1', 'wantsurl' => self::PAGE], array_map('strval', $destination->params()));
        $this->assertCount(1, \core\notification::fetch());
        $again = authorization::begin(self::PAGE, false, true)->param('state');
        flow_store::take($again);
        $this->assertSame('cookies', $this->refusal(fn() => callback::take(['state' => $again] + $answer)));
        $this->assertSame([], array_filter($this->asked, fn(array $one): bool => $one['request']->getMethod() === 'POST'));
    }

    public function test_a_silent_try_that_nobody_remembers_is_not_begun_again(): void {
        global $CFG;
        $answer = ['state' => str_repeat('a', 64), 'code' => '', 'error' => 'login_required', 'iss' => ''];
        $this->assertSame("$CFG->wwwroot/?asnsso=off", callback::take($answer)->out(false));
        $this->assertSame([], \core\notification::fetch());
    }

    public function test_who_is_signed_in_already_and_goes_back_is_sent_on(): void {
        global $CFG;
        $this->setUser($this->getDataGenerator()->create_user());
        $answer = ['state' => 'x', 'code' => 'c', 'error' => '', 'iss' => ''];
        $this->assertSame("$CFG->wwwroot/", callback::take($answer)->out(false));
        $this->assertCount(0, $this->asked);
    }

    public function test_an_answer_is_used_once(): void {
        $flow = flow_store::begin(self::PAGE, false);
        $answer = ['state' => $flow['state'], 'code' => '', 'error' => 'access_denied', 'iss' => ''];
        $this->assertSame('denied', $this->refusal(fn() => callback::take($answer)));
        $this->assertSame('/moodle/auth/asnsso/login.php', callback::take($answer)->get_path());
    }

    public function test_a_silent_try_that_would_need_the_person_goes_back_without_a_word(): void {
        global $SESSION;
        $sink = $this->redirectEvents();
        $this->assertSame(self::PAGE, $this->answer([], ['error' => 'login_required'], true)->out(false));
        $this->assertSame([], $sink->get_events());
        $this->assertFalse(isset($SESSION->loginerrormsg));
    }

    public function test_a_silent_try_that_is_refused_goes_back_and_the_login_page_says_why(): void {
        global $SESSION;
        $sink = $this->redirectEvents();
        $this->assertSame(self::PAGE, $this->answer(['status_asn' => 'pensiun'], [], true)->out(false));
        [$failed, $own] = $sink->get_events();
        $this->assertSame(['username' => '', 'reason' => AUTH_LOGIN_UNAUTHORISED], $failed->other);
        $this->assertSame(['notactive', ''], [$own->other['reason'], $own->other['detail']]);
        $this->assertMatchesRegularExpression('/^[0-9A-F]{8}$/', $own->other['reference']);
        $this->assertStringEndsWith("Reference: notactive-{$own->other['reference']}", $SESSION->loginerrormsg);
    }

    public function test_a_suspended_account_stays_outside_and_the_log_says_whose_it_is(): void {
        global $DB, $USER;
        $this->answer();
        $userid = $USER->id;
        $this->setUser(null);
        $DB->set_field('user', 'suspended', 1, ['id' => $userid]);
        $this->answers->reset();
        $this->assertSame('suspended', $this->refusal(fn() => $this->answer()));
        $this->assertFalse(isloggedin());
    }

    public function test_whoever_is_refused_with_an_account_here_keeps_no_role_no_session_and_no_app(): void {
        global $DB, $USER;
        $this->answer();
        $userid = $USER->id;
        $this->setUser(null);
        $times = ['timecreated' => 1, 'timemodified' => 1];
        $DB->insert_record('sessions', (object) ($times + ['sid' => 'on the phone', 'userid' => $userid]));
        create_user_key('tool_mobile', $userid);
        role_assign($DB->get_field('role', 'id', ['shortname' => 'manager']), $userid, 1, 'auth_asnsso');
        $this->answers->reset();
        $this->assertSame('notactive', $this->refusal(fn() => $this->answer(['status_asn' => 'berhenti'])));
        $this->assertSame(0, $DB->count_records('role_assignments', ['userid' => $userid]));
        $this->assertSame(0, $DB->count_records('user_private_key', ['userid' => $userid]));
        $this->assertCount(0, \core\session\manager::get_sessions_by_userid($userid));
    }

    public function test_somebody_else_in_this_browser_is_signed_out_first(): void {
        global $CFG;
        $this->setUser($this->getDataGenerator()->create_user());
        $destination = $this->answer();
        $this->assertSame("$CFG->wwwroot/auth/asnsso/login.php", $destination->out_omit_querystring());
        $this->assertSame(self::PAGE, $destination->param('wantsurl'));
        $this->assertFalse(isloggedin());
        $this->assertFalse(encrypted_value::has('session'));
    }

    public function test_an_account_that_may_be_theirs_waits_for_its_password(): void {
        $this->getDataGenerator()->create_user(['email' => 'contoh@example.invalid']);
        $this->assertSame('/moodle/auth/asnsso/link.php', $this->answer()->get_path());
        $this->assertFalse(isloggedin());
        $this->assertSame([fake_issuer::SUBJECT, self::PAGE], [pending::current()->claims->subject, pending::current()->wantsurl]);
    }

    public function test_nothing_the_issuer_said_of_the_person_is_in_the_log(): void {
        $sink = $this->redirectEvents();
        $this->answer(['nip' => '000000000000000001', 'nip_terverifikasi' => true, 'sid' => 'sid-canary']);
        $this->setUser(null);
        $this->answers->reset();
        try {
            $this->answer(['nip' => '000000000000000001', 'aud' => 'moodle-other']);
        } catch (sign_in_refused $e) {
            failure::log($e);
        }
        $written = json_encode(array_map(fn($event): array => $event->get_data(), $sink->get_events()));
        foreach (['000000000000000001', 'contoh@example.invalid', 'sid-canary', 'access-2', 'refresh-2'] as $canary) {
            $this->assertStringNotContainsString($canary, $written);
        }
    }
}
