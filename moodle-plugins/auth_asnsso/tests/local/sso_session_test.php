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
use auth_asnsso\tests\fake_issuer;
use GuzzleHttp\Handler\MockHandler;

/**
 * Sessions that were opened through the issuer: their tokens, their renewal, and how they end on either side.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\sso_session
 * @covers     \auth_asnsso\local\revalidation
 * @covers     \auth_asnsso\local\single_logout
 * @covers     \auth_asnsso\local\sealed
 * @covers     \auth_asnsso\local\pending
 * @covers     \auth_asnsso\local\tokens
 * @covers     \auth_asnsso\access_token
 * @covers     \auth_asnsso\observer
 * @covers     \auth_asnsso\event\sessions_ended
 * @covers     \auth_asnsso\task\cleanup
 */
final class sso_session_test extends \advanced_testcase {
    /** Now. */
    private const NOW = 1700000000;

    /** @var MockHandler What the issuer will answer. */
    private MockHandler $answers;

    /** @var array What it was asked. */
    private array $asked = [];

    /** @var object The clock. */
    private object $clock;

    /** @var \stdClass Somebody. */
    private \stdClass $user;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->clock = $this->mock_clock_with_frozen(self::NOW);
        fake_issuer::adopt();
        ['mock' => $this->answers] = $this->get_mocked_http_client($this->asked);
        $this->answers->append(fake_issuer::metadata());
        $this->user = $this->getDataGenerator()->create_user();
        $this->setUser($this->user);
    }

    /**
     * Leaves in the session what a sign-in through the issuer leaves.
     *
     * @param tokens|null $tokens
     */
    private function came_through_the_issuer(?tokens $tokens = null): void {
        global $SESSION;
        sealed::put('session', [
            'issuer' => fake_issuer::URL,
            'subject' => fake_issuer::SUBJECT,
            'sid' => 'sid-1',
            'tokens' => ($tokens ?? fake_issuer::tokens())->to_array(),
        ]);
        $SESSION->auth_asnsso_checked = self::NOW;
    }

    /**
     * A session of somebody that the issuer opened.
     *
     * @param string $sid Moodle's
     * @param string $idpsid the issuer's
     * @param int $age seconds
     */
    private function session(string $sid, string $idpsid, int $age = 0): void {
        global $DB;
        $time = self::NOW - $age;
        $moodles = ['sid' => $sid, 'userid' => $this->user->id, 'timecreated' => $time, 'timemodified' => $time];
        $DB->insert_record('sessions', (object) $moodles);
        $row = ['userid' => $this->user->id, 'idpsid' => $idpsid, 'sidhash' => hash('sha256', $sid), 'timecreated' => $time];
        $DB->insert_record(sso_session::TABLE, (object) $row);
    }

    /**
     * The sessions that are left.
     *
     * @return string[]
     */
    private function left(): array {
        global $DB;
        $sids = $DB->get_fieldset('sessions', 'sid', ['userid' => $this->user->id]);
        $hashes = $DB->get_fieldset(sso_session::TABLE, 'sidhash', []);
        $this->assertEqualsCanonicalizing(array_map(fn(string $sid): string => hash('sha256', $sid), $sids), $hashes);
        return $sids;
    }

    /**
     * A logout token comes in.
     *
     * @param array $changes to its claims
     * @return int
     */
    private function told(array $changes = []): int {
        $this->answers->append(fake_issuer::keys());
        return single_logout::by_issuer(fake_issuer::sign(fake_issuer::logout_claims($changes)));
    }

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
        $this->assertFalse(sealed::has('session'));
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
        $this->assertFalse(sealed::has('pending'));
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

    public function test_while_the_issuer_is_away_a_session_goes_on_and_is_asked_about_two_minutes_later(): void {
        $this->came_through_the_issuer();
        $this->clock->bump(15 * MINSECS);
        $this->answers->append(fake_issuer::response('', 503));
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->clock->bump(2 * MINSECS - 1);
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertCount(2, $this->asked);
        $this->clock->bump(1);
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assertFalse(revalidation::may_go_on(new visit()));
    }

    /**
     * Cases in which a session is never asked about.
     *
     * @return array
     */
    public static function unasked(): array {
        return [
            'a form is sent' => [new visit(page: false), fn() => null],
            'it is not wanted' => [new visit(), fn() => set_config('revalidate', 0, 'auth_asnsso')],
            'an emergency' => [new visit(), fn() => configuration::emergency(true)],
            'the issuer gave nothing to ask with' => [new visit(), fn() => sealed::put('session', [
                'tokens' => fake_issuer::tokens(300, null)->to_array(),
            ])],
            'it came through the form' => [new visit(), fn() => sealed::drop('session')],
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

    public function test_signing_out_here_ends_the_session_at_the_issuer_with_no_token_in_an_address(): void {
        global $CFG;
        $this->came_through_the_issuer();
        $this->answers->append(fake_issuer::response('', 204));
        $this->assertSame("$CFG->wwwroot/", single_logout::from_here()->out(false));
        $request = $this->asked[1]['request'];
        $this->assertSame('POST', $request->getMethod());
        $this->assertSame(fake_issuer::URL . '/protocol/openid-connect/logout', (string) $request->getUri());
        parse_str((string) $request->getBody(), $sent);
        $this->assertSame(['refresh-1', fake_issuer::CLIENT], [$sent['refresh_token'], $sent['client_id']]);
        $this->assertCount(3, explode('.', $sent['client_assertion']));
    }

    public function test_the_session_that_signs_out_is_forgotten_before_the_issuer_can_tell_of_it(): void {
        global $DB;
        $this->came_through_the_issuer();
        sso_session::register((int) $this->user->id);
        $left = null;
        $this->answers->append(function () use (&$left, $DB) {
            $left = $DB->count_records(sso_session::TABLE);
            return fake_issuer::response('', 204);
        });
        single_logout::from_here();
        $this->assertSame(0, $left);
    }

    public function test_a_session_that_had_ended_at_the_issuer_needs_no_second_end(): void {
        global $CFG;
        $this->came_through_the_issuer();
        $this->answers->append(fake_issuer::response(['error' => 'invalid_grant'], 400));
        $this->assertSame("$CFG->wwwroot/", single_logout::from_here()->out(false));
    }

    public function test_signing_out_of_a_session_of_another_kind_is_none_of_the_issuers_business(): void {
        $this->assertNull(single_logout::from_here());
        $this->assertCount(0, $this->asked);
    }

    /**
     * Cases in which signing out stays here.
     *
     * @return array
     */
    public static function staying(): array {
        $well = fn() => fake_issuer::metadata();
        return [
            'it is not wanted' => [fn() => set_config('singlelogout', 0, 'auth_asnsso')],
            'the site has left' => [fn() => set_config('oidc', '', 'local_asnunggul')],
            'the issuer gave nothing to end it with' => [fn() => sealed::put('session', [
                'tokens' => fake_issuer::tokens(300, null)->to_array(),
            ])],
            'the issuer is away' => [fn() => null, fake_issuer::response('', 503)],
            'the issuer cannot do it' => [fn() => null, fake_issuer::metadata(['end_session_endpoint' => null])],
            'the issuer goes away meanwhile' => [fn() => null, $well(), fake_issuer::response('', 503)],
            'the issuer does not know this site' => [fn() => null, $well(), fake_issuer::response(['error' => 'invalid_client'], 401)],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider staying
     * @param callable $arrange
     * @param \GuzzleHttp\Psr7\Response ...$answers
     */
    public function test_signing_out_stays_here_without_signing_in_again_when(callable $arrange, ...$answers): void {
        global $CFG;
        $this->came_through_the_issuer();
        $arrange();
        $this->answers->reset();
        $this->answers->append(...$answers);
        $this->assertSame("$CFG->wwwroot/?asnsso=off", single_logout::from_here()->out(false));
        $this->assertCount(count($answers), $this->asked);
    }

    public function test_the_issuer_ends_the_sessions_its_own_session_opened_and_no_other(): void {
        $this->session('moodle-1', 'sid-1');
        $this->session('moodle-2', 'sid-1');
        $this->session('moodle-3', 'sid-2');
        $sink = $this->redirectEvents();
        $this->assertSame(2, $this->told());
        $this->assertSame(['moodle-3'], $this->left());
        $event = $sink->get_events()[0];
        $this->assertInstanceOf(\auth_asnsso\event\sessions_ended::class, $event);
        $this->assertSame(['count' => 2], $event->other);
        $this->assertStringContainsString('2 session', $event->get_description());
    }

    public function test_the_issuer_ends_all_sessions_of_a_person(): void {
        global $DB;
        $this->session('moodle-1', 'sid-1');
        $this->session('moodle-3', 'sid-2');
        $DB->insert_record('auth_asnsso_link', (object) [
            'issuer' => fake_issuer::URL,
            'subject' => fake_issuer::SUBJECT,
            'userid' => $this->user->id,
            'method' => 'created',
            'prevauth' => 'asnsso',
            'timecreated' => self::NOW,
        ]);
        $this->assertSame(0, $this->told(['sid' => null, 'sub' => 'somebody-else']));
        $this->assertSame(2, $this->told(['sid' => null]));
        $this->assertSame([], $this->left());
    }

    public function test_a_session_nobody_knows_is_none_to_end(): void {
        $this->session('moodle-1', 'sid-1');
        $this->assertSame(0, $this->told(['sid' => 'sid-9']));
        $this->assertSame(['moodle-1'], $this->left());
    }

    public function test_a_logout_token_works_once(): void {
        $this->told(['jti' => 'j']);
        $this->session('moodle-1', 'sid-1');
        try {
            $this->told(['jti' => 'j']);
            $this->fail('It worked again.');
        } catch (sign_in_refused $e) {
            $this->assertSame('jti', $e->detail);
        }
        $this->assertSame(['moodle-1'], $this->left());
    }

    public function test_a_forged_logout_token_ends_nothing(): void {
        $this->session('moodle-1', 'sid-1');
        $this->answers->append(fake_issuer::keys());
        try {
            single_logout::by_issuer(fake_issuer::sign(fake_issuer::logout_claims(), 'rsa-forger', 'rsa'));
            $this->fail('It worked.');
        } catch (sign_in_refused $e) {
            $this->assertSame('signature', $e->detail);
        }
        $this->assertSame(['moodle-1'], $this->left());
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
        $this->assertSame(['sid-1', hash('sha256', session_id())], [$row->idpsid, $row->sidhash]);
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
        $this->assertEqualsCanonicalizing(['sid-1', 'sid-3'], $DB->get_fieldset(sso_session::TABLE, 'idpsid', []));
    }
}
