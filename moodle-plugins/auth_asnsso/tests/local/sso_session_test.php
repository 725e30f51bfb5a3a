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

use auth_asnsso\access_token;
use auth_asnsso\hook_callbacks;
use auth_asnsso\local\account\link;
use auth_asnsso\tests\fake_issuer;
use auth_asnsso\tests\session_testcase;

/**
 * Sessions that were opened through the issuer: their tokens, their renewal, and how they end on either side.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\sso_session
 * @covers     \auth_asnsso\local\revalidation
 * @covers     \auth_asnsso\local\encrypted_value
 * @covers     \auth_asnsso\local\pending
 * @covers     \auth_asnsso\local\tokens
 * @covers     \auth_asnsso\access_token
 * @covers     \auth_asnsso\hook_callbacks
 * @covers     \auth_asnsso\observer
 * @covers     \auth_asnsso\task\cleanup
 */
final class sso_session_test extends session_testcase {
    public function test_nothing_readable_of_the_tokens_is_in_the_session(): void {
        global $SESSION;
        $this->came_through_the_issuer();
        $this->assertEquals(fake_issuer::tokens(), sso_session::current());
        $this->assertStringNotContainsString('access-1', serialize($SESSION));
    }

    public function test_tokens_this_sites_key_cannot_open_are_none(): void {
        global $SESSION;
        $SESSION->auth_asnsso_session = 'sodium:rubbish';
        $this->assertNull(sso_session::current());
        $this->assertFalse(encrypted_value::has('session'));
    }

    public function test_a_sign_in_that_waits_for_a_password_waits_a_quarter_of_an_hour(): void {
        $claims = new claims(fake_issuer::URL, fake_issuer::SUBJECT, ['nip' => '000000000000000001']);
        pending::keep($claims, fake_issuer::tokens(), 'https://www.example.com/moodle/');
        $this->clock->bump(pending::LIFETIME);
        $pending = pending::current();
        $this->assertEquals([$claims, 'https://www.example.com/moodle/'], [$pending->claims, $pending->wantsurl]);
        $this->assertSame('access-1', $pending->tokens->accesstoken);
        $this->clock->bump(1);
        $this->assertNull(pending::current());
        $this->assertFalse(encrypted_value::has('pending'));
    }

    public function test_nobody_has_an_access_token_without_the_issuer(): void {
        $this->assertNull(access_token::for_current_user(true));
        $this->came_through_the_issuer();
        $this->assertSame('access-1', access_token::for_current_user(true));
        $this->setUser(null);
        $this->assertNull(access_token::for_current_user(true));
    }

    public function test_an_access_token_that_is_about_to_end_is_renewed_and_kept(): void {
        $this->came_through_the_issuer(fake_issuer::tokens(30));
        $this->answers->append(fake_issuer::given());
        $this->assertSame('access-2', access_token::for_current_user(true));
        $this->assertSame('access-2', access_token::for_current_user(true));
        parse_str((string) $this->asked[1]['request']->getBody(), $sent);
        $this->assertSame(['refresh_token', 'refresh-1'], [$sent['grant_type'], $sent['refresh_token']]);
        $tokens = sso_session::current();
        $this->assertSame(['refresh-2', self::NOW + 300], [$tokens->refreshtoken, $tokens->expires]);
    }

    public function test_an_access_token_is_not_renewed_where_it_could_not_be_kept(): void {
        $this->came_through_the_issuer(fake_issuer::tokens(30));
        $this->assertNull(access_token::for_current_user(false));
        $this->assertCount(0, $this->asked);
    }

    public function test_there_is_no_access_token_while_the_issuer_is_away(): void {
        $this->came_through_the_issuer(fake_issuer::tokens(30));
        $this->answers->append(fake_issuer::response('', 503));
        $this->assertNull(access_token::for_current_user(true));
        $this->assertSame('refresh-1', sso_session::current()->refreshtoken);
    }

    public function test_an_id_token_that_comes_with_a_renewal_must_be_of_the_same_person(): void {
        $this->came_through_the_issuer(fake_issuer::tokens(30));
        link::to($this->user, new claims(fake_issuer::URL, fake_issuer::SUBJECT, []), 'bulk');
        $other = fake_issuer::sign(fake_issuer::claims(['sub' => 'somebody-else', 'nonce' => null]));
        $this->answers->append(fake_issuer::given(['id_token' => $other]), fake_issuer::keys());
        $this->assertNull(access_token::for_current_user(true));
        $same = fake_issuer::sign(fake_issuer::claims(['nonce' => null]));
        $this->answers->append(fake_issuer::given(['id_token' => $same]));
        $this->assertSame('access-2', access_token::for_current_user(true));
    }

    public function test_a_session_is_asked_about_when_the_time_has_come(): void {
        $this->came_through_the_issuer();
        $this->clock->bump(15 * MINSECS - 1);
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertCount(0, $this->asked);
        $this->clock->bump(1);
        $this->answers->append(fake_issuer::given());
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertCount(2, $this->asked);
        $this->assertSame('refresh-2', sso_session::current()->refreshtoken);
    }

    public function test_a_session_that_has_ended_at_the_issuer_may_not_go_on(): void {
        $this->came_through_the_issuer();
        $this->clock->bump(15 * MINSECS);
        $this->answers->append(fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assertFalse(revalidation::may_go_on(new visit()));
    }

    public function test_a_session_that_was_opened_while_the_clock_was_ahead_is_asked_about_at_once(): void {
        $this->came_through_the_issuer();
        $this->clock->bump(-YEARSECS);
        $this->answers->append(fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assertFalse(revalidation::may_go_on(new visit()));
    }

    public function test_while_the_issuer_is_away_a_session_goes_on_and_is_asked_about_two_minutes_later(): void {
        $this->came_through_the_issuer();
        $this->clock->bump(15 * MINSECS);
        $this->answers->append(fake_issuer::response('', 503));
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->clock->bump(2 * MINSECS - 1);
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertCount(2, $this->asked);
        $this->clock->bump(1);
        // The first answer may have taken the tokens along: the issuer is asked without a word before anybody is signed out.
        $spent = fake_issuer::response(['error' => 'invalid_grant'], 400);
        $this->answers->append(fake_issuer::metadata(), $spent);
        $this->assert_the_issuer_is_asked_without_a_word();
        $this->clock->bump(2 * MINSECS);
        $this->answers->append(fake_issuer::metadata(), $spent);
        $this->assertFalse(revalidation::may_go_on(new visit()));
    }

    /**
     * Looks at a page, and is sent to the issuer.
     */
    private function assert_the_issuer_is_asked_without_a_word(): void {
        try {
            revalidation::may_go_on(new visit());
            $this->fail('Nobody was sent to the issuer.');
        } catch (\moodle_exception $e) {
            // PHPUnit cannot be redirected.
            $this->assertSame('redirecterrordetected', $e->errorcode);
        }
    }

    /**
     * An answer got lost, and half an hour later a form is sent and the issuer does not know the tokens any more.
     *
     * @return bool whether the session may go on
     */
    private function lost_and_then_a_form(): bool {
        $spent = fake_issuer::response(['error' => 'invalid_grant'], 400);
        $this->came_through_the_issuer();
        $this->clock->bump(15 * MINSECS);
        $this->answers->append(fake_issuer::response('', 503));
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->clock->bump(30 * MINSECS);
        $this->answers->append(fake_issuer::metadata(), $spent, $spent);
        return revalidation::may_go_on(new visit(page: false));
    }

    public function test_an_answer_that_got_lost_signs_nobody_out_at_a_form_and_the_next_page_asks_without_a_word(): void {
        $this->assertTrue($this->lost_and_then_a_form());
        $this->assert_the_issuer_is_asked_without_a_word();
    }

    public function test_an_answer_that_got_lost_keeps_nobody_inside_who_looks_at_no_page(): void {
        $this->assertTrue($this->lost_and_then_a_form());
        $this->clock->bump(15 * MINSECS);
        $this->answers->reset();
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assertFalse(revalidation::may_go_on(new visit(page: false)));
    }

    public function test_an_answer_that_got_lost_on_its_way_to_another_plugin_signs_nobody_out(): void {
        $this->came_through_the_issuer(fake_issuer::tokens(30));
        $this->answers->append(fake_issuer::response('cut off {'));
        $this->assertNull(access_token::for_current_user(true));
        $this->clock->bump(15 * MINSECS);
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assert_the_issuer_is_asked_without_a_word();
    }

    public function test_a_form_is_sent_undisturbed_until_the_question_is_long_overdue_and_then_no_kind_of_request_escapes(): void {
        $this->came_through_the_issuer();
        $this->clock->bump(30 * MINSECS - 1);
        $this->assertTrue(revalidation::may_go_on(new visit(page: false)));
        $this->assertCount(0, $this->asked);
        $this->clock->bump(1);
        $this->answers->append(fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assertFalse(revalidation::may_go_on(new visit(page: false)));
    }

    /**
     * What visitors call themselves.
     *
     * @return array
     */
    public static function agents(): array {
        return [
            'a browser' => ['Mozilla/5.0 Chrome/120'],
            'a crawler' => ['Mozilla/5.0 (compatible; Googlebot/2.1)'],
            'nothing' => [''],
        ];
    }

    /**
     * Each of them.
     *
     * @dataProvider agents
     * @param string $agent
     */
    public function test_whatever_a_visitor_calls_itself_its_overdue_session_ends_at_any_request(string $agent): void {
        $this->came_through_the_issuer();
        \core_useragent::instance(true, $agent);
        $this->clock->bump(10 * HOURSECS);
        $this->answers->append(fake_issuer::response(['error' => 'invalid_grant'], 400));
        try {
            hook_callbacks::after_config(new \core\hook\after_config());
            $this->fail('It went on.');
        } catch (\moodle_exception $e) {
            // PHPUnit cannot be redirected.
            $this->assertSame('redirecterrordetected', $e->errorcode);
        }
        $this->assertFalse(isloggedin());
    }

    public function test_what_a_session_keeps_of_one_account_is_nothing_to_another_and_is_dropped(): void {
        global $DB, $SESSION;
        $this->came_through_the_issuer();
        pending::keep(new claims(fake_issuer::URL, 'a', []), fake_issuer::tokens(), '');
        $other = $this->getDataGenerator()->create_user();
        // As Moodle's form does it: the session goes on under the other account.
        \core\session\manager::set_user($other);
        $this->assertFalse(encrypted_value::has('session'));
        $this->assertNull(access_token::for_current_user());
        $this->assertNull(single_logout::from_here());
        sso_session::register((int) $other->id);
        $this->assertSame(0, $DB->count_records(sso_session::TABLE));
        $this->assertNull(pending::current());
        \core\session\manager::set_user($this->user);
        $this->assertNull(sso_session::current());
        $this->assertSame([], preg_grep('/^auth_asnsso_(session|pending)$/', array_keys((array) $SESSION)));
    }

    public function test_a_proven_sign_in_of_nobody_yet_waits_for_whoever_signs_in_next(): void {
        $this->setGuestUser();
        pending::keep(new claims(fake_issuer::URL, 'a', []), fake_issuer::tokens(), '');
        \core\session\manager::set_user($this->user);
        $this->assertSame('a', pending::current()->claims->subject);
    }

    /**
     * The session of the linked person is asked about, and the issuer sends these claims with its answer.
     *
     * @param array $changes
     * @return bool whether it may go on
     */
    private function asked_and_told(array $changes): bool {
        $this->came_through_the_issuer();
        if (!link::of($this->user->id)) {
            link::to($this->user, new claims(fake_issuer::URL, fake_issuer::SUBJECT, []), 'bulk');
        }
        $this->clock->bump(15 * MINSECS);
        $token = fake_issuer::sign(fake_issuer::claims($changes + ['nonce' => null]));
        $this->answers->reset();
        $this->answers->append(fake_issuer::metadata(), fake_issuer::given(['id_token' => $token]), fake_issuer::keys());
        return revalidation::may_go_on(new visit());
    }

    public function test_roles_and_cohorts_follow_the_issuer_while_the_session_goes_on(): void {
        $role = $this->getDataGenerator()->create_role(['shortname' => 'penyelenggara', 'archetype' => '']);
        set_role_contextlevels($role, [CONTEXT_SYSTEM]);
        setting::rolerules->store('pengelola => penyelenggara');
        $this->assertTrue($this->asked_and_told(['roles' => ['pengelola'], 'groups' => ['/instansi/UJI']]));
        $this->assertTrue(user_has_role_assignment($this->user->id, $role));
        $this->assertTrue($this->asked_and_told(['roles' => []]));
        $this->assertFalse(user_has_role_assignment($this->user->id, $role));
    }

    public function test_whoever_left_the_service_loses_roles_sessions_and_app_at_the_next_question(): void {
        global $DB;
        $this->session('on the phone', 'sid-2');
        create_user_key('tool_mobile', $this->user->id);
        role_assign($DB->get_field('role', 'id', ['shortname' => 'manager']), $this->user->id, 1, 'auth_asnsso');
        $this->assertFalse($this->asked_and_told(['status_asn' => 'berhenti']));
        $this->assertSame(0, $DB->count_records('role_assignments', ['userid' => $this->user->id]));
        $this->assertSame(0, $DB->count_records('user_private_key', ['userid' => $this->user->id]));
        $this->assertCount(0, \core\session\manager::get_sessions_by_userid($this->user->id));
    }

    public function test_a_session_whose_link_leads_elsewhere_by_now_may_not_go_on(): void {
        global $DB;
        $this->assertTrue($this->asked_and_told([]));
        // So tool_mergeusers does it.
        $DB->set_field('auth_asnsso_link', 'userid', $this->getDataGenerator()->create_user()->id);
        $this->clock->bump(15 * MINSECS);
        $token = fake_issuer::sign(fake_issuer::claims(['nonce' => null]));
        $this->answers->reset();
        $this->answers->append(fake_issuer::metadata(), fake_issuer::given(['id_token' => $token]));
        $this->assertFalse(revalidation::may_go_on(new visit()));
    }

    public function test_an_order_to_change_a_password_does_not_stop_who_came_through_the_issuer(): void {
        global $DB, $USER;
        $order = ['userid' => $this->user->id, 'name' => 'auth_forcepasswordchange'];
        foreach (['asnsso' => 0, 'manual' => 1] as $auth => $left) {
            $this->came_through_the_issuer();
            $USER->auth = $auth;
            set_user_preference('auth_forcepasswordchange', 1);
            hook_callbacks::after_config(new \core\hook\after_config());
            $this->assertNull(get_user_preferences('auth_forcepasswordchange'));
            // An account with a password of its own has to change it when it signs in with that.
            $this->assertSame($left, $DB->count_records('user_preferences', $order));
        }
        encrypted_value::drop('session');
        set_user_preference('auth_forcepasswordchange', 1);
        hook_callbacks::after_config(new \core\hook\after_config());
        $this->assertSame('1', (string) get_user_preferences('auth_forcepasswordchange'));
    }

    /**
     * Cases in which a session is never asked about.
     *
     * @return array
     */
    public static function unasked(): array {
        return [
            'it is not wanted' => [new visit(), fn() => setting::revalidate->store('0')],
            'an emergency' => [new visit(), fn() => setting::emergency->store('1')],
            'the issuer gave nothing to ask with' => [new visit(), fn() => encrypted_value::put('session', [
                'issuer' => fake_issuer::URL,
                'tokens' => fake_issuer::tokens(300, null),
            ])],
            'it came through the form' => [new visit(), fn() => encrypted_value::drop('session')],
            'the site has left' => [new visit(), fn() => set_config('oidc', '', 'local_asnunggul')],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider unasked
     * @param visit $visit
     * @param callable $arrange
     */
    public function test_no_question_is_asked_when(visit $visit, callable $arrange): void {
        $this->came_through_the_issuer();
        $arrange();
        $this->clock->bump(DAYSECS);
        $this->assertTrue(revalidation::may_go_on($visit));
        $this->assertCount(0, $this->asked);
    }

    public function test_signing_in_and_out_keep_the_list_of_sessions(): void {
        global $DB;
        $signedin = \core\event\user_loggedin::create([
            'userid' => $this->user->id,
            'objectid' => $this->user->id,
            'other' => ['username' => $this->user->username],
        ]);
        $signedin->trigger();
        $this->assertSame(0, $DB->count_records(sso_session::TABLE));
        $this->came_through_the_issuer();
        sso_session::register((int) $this->user->id);
        sso_session::register((int) $this->user->id);
        $row = $DB->get_record(sso_session::TABLE, []);
        $this->assertSame(['sid-1', hash('sha256', session_id())], [$row->sid, $row->sessionhash]);
        sso_session::forget('another');
        $this->assertSame(1, $DB->count_records(sso_session::TABLE));
        \core\event\user_loggedout::create([
            'userid' => $this->user->id,
            'objectid' => $this->user->id,
            'other' => ['sessionid' => session_id()],
        ])->trigger();
        $this->assertSame(0, $DB->count_records(sso_session::TABLE));
    }

    public function test_the_daily_task_forgets_what_is_old_and_gone(): void {
        global $CFG, $DB;
        $CFG->sessiontimeout = 8 * HOURSECS;
        $this->session('old-alive', 'sid-1', 17 * HOURSECS);
        $this->session('old-gone', 'sid-2', 17 * HOURSECS);
        $this->session('new-gone', 'sid-3', 15 * HOURSECS);
        $DB->delete_records_list('sessions', 'sid', ['old-gone', 'new-gone']);
        (new \auth_asnsso\task\cleanup())->execute();
        $this->assertEqualsCanonicalizing(['sid-1', 'sid-3'], $DB->get_fieldset(sso_session::TABLE, 'sid', []));
    }
}
