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
use auth_asnsso\tests\issuer_testcase;
use Firebase\JWT\JWK;
use Firebase\JWT\JWT;
use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Psr7\Request;
use GuzzleHttp\Psr7\Response;
use local_asnunggul\tests\member_site;

/**
 * What the issuer is asked, how often, and what is made of its answers.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\known_issuer
 * @covers     \auth_asnsso\local\issuer_client
 * @covers     \auth_asnsso\local\issuer_error
 * @covers     \auth_asnsso\local\issuer
 */
final class known_issuer_test extends issuer_testcase {
    /**
     * Moves the clock on.
     *
     * @param int $seconds
     */
    private function wait(int $seconds): void {
        $this->clock->bump($seconds);
    }

    /**
     * The reason of the error that something ends with.
     *
     * @param callable $act
     * @return string
     */
    private function reason(callable $act): string {
        try {
            $act();
        } catch (issuer_error $e) {
            return $e->reason;
        }
        $this->fail('It succeeded.');
    }

    public function test_issuer_and_client_come_from_the_membership(): void {
        $issuer = issuer::current();
        $this->assertSame([fake_issuer::URL, fake_issuer::CLIENT], [$issuer->url, $issuer->clientid]);
        set_config('oidc', '', 'local_asnunggul');
        $this->assertNull(issuer::current());
    }

    public function test_a_switch_in_config_php_takes_the_issuer_away(): void {
        global $CFG;
        $this->assertNotNull(known_issuer::current());
        $CFG->auth_asnsso_disable = 1;
        $this->assertNull(known_issuer::current());
    }

    /**
     * Addresses, developer mode, and whether they may be talked to.
     *
     * @return array
     */
    public static function addresses(): array {
        return [
            'https' => ['https://id.example/realms/a', false, true],
            'http' => ['http://id.example/realms/a', true, false],
            'http on this machine' => ['http://127.0.0.1:8080/realms/a', false, false],
            'http on this machine while developing' => ['http://127.0.0.1:8080/realms/a', true, true],
            'a name that begins like this machine' => ['http://127.0.0.1.evil.example/', true, false],
            'with a user' => ['https://a:b@id.example/', true, false],
            'a file' => ['file:///etc/passwd', true, false],
            'no text' => [['https://id.example'], true, false],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider addresses
     * @param mixed $url
     * @param bool $developing
     * @param bool $safe
     */
    public function test_whether_an_address_is_safe(mixed $url, bool $developing, bool $safe): void {
        global $CFG;
        $CFG->debugdeveloper = $developing;
        $this->assertSame($safe, issuer::is_safe($url));
    }

    public function test_the_issuer_is_asked_who_it_is_once_an_hour(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::metadata());
        $this->assertSame(fake_issuer::URL, known_issuer::current()->metadata()['issuer']);
        $this->wait(HOURSECS - 1);
        known_issuer::current()->metadata();
        $this->assertCount(1, $this->asked);
        $this->wait(1);
        known_issuer::current()->metadata();
        $this->assertCount(2, $this->asked);
        $this->assertSame(fake_issuer::URL . '/.well-known/openid-configuration', (string) $this->asked[0]['request']->getUri());
    }

    /**
     * Bad answers about itself, and what they mean.
     *
     * @return array
     */
    public static function bad_metadata(): array {
        return [
            'another issuer' => [fake_issuer::metadata(['issuer' => fake_issuer::URL . '/']), 'otherissuer'],
            'no issuer' => [fake_issuer::metadata(['issuer' => null]), 'otherissuer'],
            'no token endpoint' => [fake_issuer::metadata(['token_endpoint' => null]), 'notanissuer'],
            'an http endpoint' => [fake_issuer::metadata(['authorization_endpoint' => 'http://id.example/auth']), 'notanissuer'],
            'a script as endpoint' => [fake_issuer::metadata(['authorization_endpoint' => 'javascript:alert(1)']), 'notanissuer'],
            'HTML' => [fake_issuer::response('<html>'), 'notanissuer'],
            'endless text' => [fake_issuer::response('"' . str_repeat('a', 1 << 18) . '"'), 'notanissuer'],
            'a way elsewhere' => [new Response(302, ['Location' => 'https://evil.example/']), 'notanissuer'],
            'not found' => [fake_issuer::response([], 404), 'notanissuer'],
            'an error of its own' => [fake_issuer::response('', 500), 'unreachable'],
            'too much work' => [fake_issuer::response('', 429), 'unreachable'],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider bad_metadata
     * @param Response $answer
     * @param string $reason
     */
    public function test_an_issuer_is_not_believed_that_answers_with(Response $answer, string $reason): void {
        $this->answers->append($answer);
        $this->assertSame($reason, $this->reason(fn() => known_issuer::current()->metadata()));
    }

    public function test_one_look_a_minute_tells_whether_the_issuer_is_well(): void {
        $this->answers->append(fake_issuer::response('', 503), fake_issuer::metadata());
        $this->assertFalse(known_issuer::current()->is_well());
        $this->assertFalse(known_issuer::current()->is_well());
        $this->wait(59);
        $this->assertFalse(known_issuer::current()->is_well());
        $this->assertCount(1, $this->asked);
        $this->wait(1);
        $this->assertTrue(known_issuer::current()->is_well());
        $this->assertTrue(known_issuer::current()->is_well());
        $this->assertCount(2, $this->asked);
    }

    public function test_what_was_found_while_the_clock_was_ahead_is_looked_for_again(): void {
        $this->answers->append(fake_issuer::response('', 503), fake_issuer::metadata(), fake_issuer::keys());
        $this->wait(YEARSECS);
        $this->assertFalse(known_issuer::current()->is_well());
        $this->wait(-YEARSECS);
        $this->assertFalse(known_issuer::current()->is_known_away());
        $this->assertTrue(known_issuer::current()->is_well());
        $this->assertNotNull(known_issuer::current()->key('rsa'));
    }

    public function test_nobody_waits_long_for_the_look_and_nobody_is_followed(): void {
        $this->answers->append(fake_issuer::metadata());
        known_issuer::current()->is_well();
        $options = $this->asked[0]['options'];
        $this->assertSame([3, 3, false], [$options['connect_timeout'], $options['timeout'], $options['allow_redirects']]);
    }

    public function test_a_connection_that_failed_is_tried_once_more(): void {
        $failed = new ConnectException('refused', new Request('GET', fake_issuer::URL), null, ['errno' => CURLE_COULDNT_CONNECT]);
        $this->answers->append($failed, fake_issuer::metadata());
        $this->assertTrue(known_issuer::current()->is_well());
        $this->wait(MINSECS);
        $this->answers->append($failed, $failed);
        $this->assertFalse(known_issuer::current()->is_well());
    }

    public function test_an_answer_that_did_not_come_in_time_is_not_waited_for_again(): void {
        $late = new ConnectException('late', new Request('GET', fake_issuer::URL), null, ['errno' => CURLE_OPERATION_TIMEDOUT]);
        $this->answers->append($late, fake_issuer::metadata());
        $this->assertFalse(known_issuer::current()->is_well());
        $this->assertCount(1, $this->asked);
    }

    public function test_moodles_own_blocking_is_named(): void {
        set_config('curlsecurityallowedport', '8443');
        $this->assertSame('blocked', $this->reason(fn() => known_issuer::current()->metadata()));
        $this->assertCount(0, $this->asked);
    }

    public function test_this_site_proves_itself_with_the_key_of_its_membership(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::given());
        known_issuer::current()->token(['grant_type' => 'authorization_code', 'code' => 'c']);
        $request = $this->asked[1]['request'];
        $this->assertSame(fake_issuer::URL . '/protocol/openid-connect/token', (string) $request->getUri());
        parse_str((string) $request->getBody(), $sent);
        $this->assertSame(
            ['authorization_code', 'c', fake_issuer::CLIENT],
            [$sent['grant_type'], $sent['code'], $sent['client_id']]
        );
        $this->assertSame('urn:ietf:params:oauth:client-assertion-type:jwt-bearer', $sent['client_assertion_type']);
        JWT::$timestamp = 1700000000;
        $claims = JWT::decode($sent['client_assertion'], JWK::parseKeySet(member_site::key_set()));
        JWT::$timestamp = null;
        $this->assertSame(
            [fake_issuer::CLIENT, fake_issuer::CLIENT, fake_issuer::URL, 1700000000, 1700000060],
            [$claims->iss, $claims->sub, $claims->aud, $claims->iat, $claims->exp]
        );
        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $claims->jti);
    }

    /**
     * Refusals of the token endpoint, and what they mean.
     *
     * @return array
     */
    public static function refusals(): array {
        return [
            'a spent code' => [fake_issuer::response(['error' => 'invalid_grant'], 400), 'grant'],
            'an unknown client' => [fake_issuer::response(['error' => 'invalid_client'], 401), 'client'],
            'something else' => [fake_issuer::response(['error' => 'invalid_request'], 400), 'notanissuer'],
            'an error that is no text' => [fake_issuer::response(['error' => ['invalid_grant']], 400), 'notanissuer'],
            'no token' => [fake_issuer::given(['access_token' => null]), 'notanissuer'],
            'a token that is no text' => [fake_issuer::given(['access_token' => ['a']]), 'notanissuer'],
            'an error of its own' => [fake_issuer::response('', 502), 'unreachable'],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider refusals
     * @param Response $answer
     * @param string $reason
     */
    public function test_no_tokens_come_with(Response $answer, string $reason): void {
        $this->answers->append(fake_issuer::metadata(), $answer);
        $this->assertSame($reason, $this->reason(fn() => known_issuer::current()->token(['grant_type' => 'refresh_token'])));
        if ($reason === 'unreachable') {
            // Only a look decides, and one is due now.
            $this->answers->append(fake_issuer::metadata());
        }
        $this->assertTrue(known_issuer::current()->is_well());
        $this->assertCount($reason === 'unreachable' ? 3 : 2, $this->asked);
    }

    public function test_a_failed_renewal_pauses_renewals_for_a_minute_and_keeps_nobody_from_signing_in(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response('', 503), fake_issuer::metadata());
        $renewal = ['grant_type' => 'refresh_token'];
        $this->assertSame('unreachable', $this->reason(fn() => known_issuer::current()->token($renewal)));
        $this->assertFalse(known_issuer::current()->renews());
        $this->assertTrue(known_issuer::current()->is_well());
        $this->wait(MINSECS);
        $this->answers->append(fake_issuer::metadata());
        $this->assertTrue(known_issuer::current()->renews());
    }

    public function test_a_code_that_could_not_be_redeemed_keeps_no_session_from_being_renewed(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response('', 503), fake_issuer::metadata());
        $code = ['grant_type' => 'authorization_code', 'code' => 'c'];
        $this->assertSame('unreachable', $this->reason(fn() => known_issuer::current()->token($code)));
        $this->assertTrue(known_issuer::current()->renews());
    }

    public function test_the_end_of_a_session_decides_nothing_and_is_waited_for_three_seconds(): void {
        $late = new ConnectException('late', new Request('POST', 'x'), null, ['errno' => CURLE_OPERATION_TIMEDOUT]);
        $this->answers->append(fake_issuer::metadata(), $late);
        $this->assertTrue(known_issuer::current()->is_well());
        $this->assertSame('unreachable', $this->reason(fn() => known_issuer::current()->sign_out('refresh-1')));
        $this->assertSame(3, $this->asked[1]['options']['timeout']);
        $this->assertTrue(known_issuer::current()->is_well());
        $this->assertCount(2, $this->asked);
    }

    public function test_keys_are_fetched_once_an_hour(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::keys(), fake_issuer::metadata(), fake_issuer::keys());
        $this->assertNotNull(known_issuer::current()->key('rsa'));
        $this->wait(HOURSECS - 1);
        $this->assertNotNull(known_issuer::current()->key('rsa'));
        $this->assertCount(2, $this->asked);
        $this->wait(1);
        $this->assertNotNull(known_issuer::current()->key('rsa'));
        $this->assertCount(4, $this->asked);
    }

    public function test_an_unknown_key_is_looked_for_once_more_but_once_a_minute_for_all(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::keys('rsa'), fake_issuer::keys('rsa', 'rsa-next'));
        $this->assertNull(known_issuer::current()->key('rsa-next'));
        $this->assertCount(2, $this->asked);
        $this->wait(MINSECS);
        $this->assertNotNull(known_issuer::current()->key('rsa-next'));
        $this->assertCount(3, $this->asked);
        foreach (range(1, 50) as $i) {
            $this->assertNull(known_issuer::current()->key("random-$i"));
        }
        $this->assertCount(3, $this->asked);
    }

    public function test_a_failed_fetch_of_keys_is_not_repeated_within_the_minute(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::response('', 500), fake_issuer::keys());
        $this->assertSame('unreachable', $this->reason(fn() => known_issuer::current()->key('rsa')));
        $this->assertNull(known_issuer::current()->key('rsa'));
        $this->assertCount(2, $this->asked);
        $this->wait(MINSECS);
        $this->assertNotNull(known_issuer::current()->key('rsa'));
    }

    public function test_another_issuer_after_a_new_join_is_asked_anew(): void {
        $this->answers->append(fake_issuer::metadata(), fake_issuer::metadata(['issuer' => 'https://id2.example']));
        known_issuer::current()->metadata();
        fake_issuer::adopt('https://id2.example');
        $this->assertSame('https://id2.example', known_issuer::current()->metadata()['issuer']);
    }
}
