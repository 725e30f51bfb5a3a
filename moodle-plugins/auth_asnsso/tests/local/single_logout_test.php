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

use auth_asnsso\task\end_session;
use auth_asnsso\tests\fake_issuer;
use auth_asnsso\tests\session_testcase;
use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Psr7\Request;

/**
 * Signing out at the issuer, and sessions that end here because the centre says that they have ended there.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\single_logout
 * @covers     \auth_asnsso\local\account\ending
 * @covers     \auth_asnsso\task\end_session
 * @covers     \auth_asnsso\event\sessions_ended
 */
final class single_logout_test extends session_testcase {
    /**
     * The sessions that are left.
     *
     * @return string[]
     */
    private function left(): array {
        global $DB;
        $sids = $DB->get_fieldset('sessions', 'sid', ['userid' => $this->user->id]);
        $hashes = $DB->get_fieldset(sso_session::TABLE, 'sessionhash', []);
        $this->assertEqualsCanonicalizing(array_map(fn(string $sid): string => hash('sha256', $sid), $sids), $hashes);
        return $sids;
    }

    /**
     * The centre says that something has ended.
     *
     * @param array $changes to what it says; null removes a member
     * @return string|null the member that makes no sense
     */
    private function told(array $changes = []): ?string {
        $said = ['contract' => 1, 'issuer' => fake_issuer::URL, 'session' => 'sid-1', 'subject' => fake_issuer::SUBJECT];
        $said = array_filter($changes + $said, fn(mixed $value): bool => $value !== 'missing');
        return single_logout::by_centre((object) $said);
    }

    /**
     * Links the account of the test to somebody at the issuer.
     */
    private function link(): void {
        global $DB;
        $DB->insert_record('auth_asnsso_link', (object) [
            'issuer' => fake_issuer::URL,
            'subject' => fake_issuer::SUBJECT,
            'userid' => $this->user->id,
            'method' => 'created',
            'prevauth' => 'asnsso',
            'timecreated' => self::NOW,
        ]);
    }

    /**
     * A token of Moodle's app.
     *
     * @param int $userid whose it is
     */
    private function app_token(int $userid): void {
        global $DB;
        $DB->insert_record('external_tokens', (object) [
            'token' => random_string(32),
            'tokentype' => EXTERNAL_TOKEN_PERMANENT,
            'userid' => $userid,
            'externalserviceid' => $DB->get_field('external_services', 'id', ['shortname' => MOODLE_OFFICIAL_MOBILE_SERVICE]),
            'contextid' => SYSCONTEXTID,
            'creatorid' => $userid,
            'timecreated' => self::NOW,
        ]);
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
            'it is not wanted' => [fn() => setting::singlelogout->store('0')],
            'the site has left' => [fn() => set_config('oidc', '', 'local_asnunggul')],
            'the issuer gave nothing to end it with' => [fn() => encrypted_value::put('session', [
                'issuer' => fake_issuer::URL,
                'tokens' => fake_issuer::tokens(300, null),
            ])],
            'the issuer is away' => [fn() => null, fake_issuer::response('', 503)],
            'the issuer cannot do it' => [fn() => null, fake_issuer::metadata(['end_session_endpoint' => null])],
            'the issuer goes away meanwhile' => [fn() => null, $well(), fake_issuer::response('', 503)],
            'the issuer does not know this site' => [
                fn() => null, $well(), fake_issuer::response(['error' => 'invalid_client'], 401),
            ],
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

    /**
     * What a task that ends a session later meets, and whether it is done then.
     *
     * @return array
     */
    public static function later(): array {
        return [
            'the issuer is back' => [fn() => null, fake_issuer::response('', 204), true],
            'it has ended meanwhile' => [fn() => null, fake_issuer::response(['error' => 'invalid_grant'], 400), true],
            'the issuer is away still' => [fn() => null, fake_issuer::response('', 503), false],
            'the issuer refuses this site' => [fn() => null, fake_issuer::response(['error' => 'invalid_client'], 401), false],
            'its time is over' => [fn() => 10 * HOURSECS, null, true],
            'the site has left' => [fn() => set_config('oidc', '', 'local_asnunggul'), null, true],
            'the site has another issuer' => [fn() => fake_issuer::adopt('https://id2.example'), null, true],
        ];
    }

    /**
     * The issuer does not answer the end of a session; then this.
     *
     * @dataProvider later
     * @param callable $happens how many seconds pass
     * @param \GuzzleHttp\Psr7\Response|null $answer of the issuer
     * @param bool $done
     */
    public function test_a_session_the_issuer_could_not_end_is_ended_later_when(
        callable $happens,
        ?\GuzzleHttp\Psr7\Response $answer,
        bool $done
    ): void {
        global $CFG, $DB;
        $this->came_through_the_issuer();
        $late = new ConnectException('late', new Request('POST', 'x'), null, ['errno' => CURLE_OPERATION_TIMEDOUT]);
        $this->answers->append($late);
        $this->assertSame("$CFG->wwwroot/?asnsso=off", single_logout::from_here()->out(false));
        // One visitor's sign-out says nothing about the issuer to anybody else.
        $this->assertTrue(known_issuer::current()->is_well());
        $this->assertStringNotContainsString('refresh-1', json_encode($DB->get_records('task_adhoc')));
        $this->clock->bump((int) $happens());
        $asked = count($this->asked);
        $this->answers->append(...array_filter([$answer]));
        [$task] = array_values(\core\task\manager::get_adhoc_tasks(end_session::class));
        try {
            $task->execute();
            $this->assertTrue($done);
        } catch (issuer_error) {
            $this->assertFalse($done);
        }
        $this->assertCount($asked + ($answer ? 1 : 0), $this->asked);
        if ($answer) {
            parse_str((string) $this->asked[$asked]['request']->getBody(), $sent);
            $this->assertSame('refresh-1', $sent['refresh_token']);
        }
    }

    public function test_no_task_is_left_where_nothing_is_to_be_ended(): void {
        $this->came_through_the_issuer();
        $this->answers->append(fake_issuer::response('', 204));
        single_logout::from_here();
        $this->came_through_the_issuer();
        setting::singlelogout->store('0');
        single_logout::from_here();
        $this->assertSame([], \core\task\manager::get_adhoc_tasks(end_session::class));
    }

    public function test_the_centre_ends_the_sessions_that_a_session_of_the_issuer_opened_and_no_other(): void {
        $this->session('moodle-1', 'sid-1');
        $this->session('moodle-2', 'sid-1');
        $this->session('moodle-3', 'sid-2');
        $sink = $this->redirectEvents();
        $this->assertNull($this->told());
        $this->assertSame(['moodle-3'], $this->left());
        $event = $sink->get_events()[0];
        $this->assertInstanceOf(\auth_asnsso\event\sessions_ended::class, $event);
        $this->assertSame(['count' => 2], $event->other);
        $this->assertStringContainsString('2 session', $event->get_description());
    }

    public function test_the_centre_ends_all_sessions_of_a_person_and_the_apps_and_is_heard_twice(): void {
        global $DB;
        $this->session('moodle-1', 'sid-1');
        $this->session('moodle-3', 'sid-2');
        $this->link();
        $this->app_token((int) $this->user->id);
        $this->app_token(2);
        $this->assertNull($this->told(['session' => null, 'subject' => 'somebody-else']));
        $this->assertCount(2, $this->left());
        $this->assertNull($this->told(['session' => null]));
        $this->assertNull($this->told(['session' => null]));
        $this->assertSame([], $this->left());
        $this->assertSame(['2'], array_map('strval', $DB->get_fieldset('external_tokens', 'userid', [])));
    }

    public function test_the_end_of_one_session_leaves_the_app_signed_in(): void {
        global $DB;
        $this->session('moodle-1', 'sid-1');
        $this->link();
        $this->app_token((int) $this->user->id);
        $this->assertNull($this->told());
        $this->assertSame(1, $DB->count_records('external_tokens'));
    }

    public function test_a_session_nobody_knows_is_none_to_end(): void {
        $this->session('moodle-1', 'sid-1');
        $this->assertNull($this->told(['session' => 'sid-9']));
        $this->assertSame(['moodle-1'], $this->left());
    }

    /**
     * What the centre cannot mean, and the member that is named.
     *
     * @return array
     */
    public static function senseless(): array {
        return [
            'another issuer' => [['issuer' => fake_issuer::URL . '/'], 'issuer'],
            'no issuer' => [['issuer' => 'missing'], 'issuer'],
            'a list of issuers' => [['issuer' => [fake_issuer::URL]], 'issuer'],
            'a list of sessions' => [['session' => ['sid-1']], 'session'],
            'true for a session' => [['session' => true], 'session'],
            'an empty session' => [['session' => ''], 'session'],
            'an endless session' => [['session' => str_repeat('a', 256)], 'session'],
            'a number for a person' => [['session' => null, 'subject' => 1], 'subject'],
            'a list for a person beside a session' => [['subject' => ['a']], 'subject'],
            'nobody and nothing' => [['session' => null, 'subject' => null], 'subject'],
            'neither' => [['session' => 'missing', 'subject' => 'missing'], 'subject'],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider senseless
     * @param array $changes
     * @param string $member
     */
    public function test_nothing_ends_by(array $changes, string $member): void {
        $this->session('moodle-1', 'sid-1');
        $this->link();
        $this->assertSame($member, $this->told($changes));
        $this->assertSame(['moodle-1'], $this->left());
    }

    public function test_a_site_without_an_issuer_hears_of_no_sessions(): void {
        $this->session('moodle-1', 'sid-1');
        set_config('oidc', '', 'local_asnunggul');
        $this->assertSame('issuer', $this->told());
        $this->assertSame(['moodle-1'], $this->left());
    }
}
