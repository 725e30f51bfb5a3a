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

namespace local_asnunggul\local\membership;

use Firebase\JWT\JWK;
use Firebase\JWT\JWT;
use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Psr7\Request;
use GuzzleHttp\Psr7\Response;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;

/**
 * Joining and leaving: what is asked, what is kept, and what a tenant admin reads when it fails.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\join
 * @covers     \local_asnunggul\local\membership\join_code
 * @covers     \local_asnunggul\local\membership\leave
 * @covers     \local_asnunggul\local\membership\centre_client
 * @covers     \local_asnunggul\local\membership\centre_error
 */
final class join_test extends centre_testcase {
    /**
     * The error a first join ends with.
     *
     * @param string|null $code
     * @return \moodle_exception
     */
    private function failure(?string $code = null): \moodle_exception {
        try {
            join::by_code($code ?? fake_centre::code());
        } catch (\moodle_exception $e) {
            $this->assertNull(membership::current());
            return $e;
        }
        $this->fail('The join succeeded.');
    }

    public function test_a_join_keeps_what_the_centre_answers(): void {
        global $CFG;
        $this->mock_clock_with_frozen(1700000000);
        $this->centre->append(fake_centre::response(fake_centre::join_answer()));
        $sink = $this->redirectEvents();
        $membership = join::by_code(fake_centre::code());
        $this->assertEquals($membership, membership::current());
        $this->assertSame('bkd-contoh', $membership->tenant);
        $this->assertSame('BKD Contoh', $membership->agency);
        $this->assertSame(fake_centre::URL, $membership->centre);
        $this->assertSame(fake_centre::jwks(), $membership->jwks);
        $this->assertSame([1700000000, $CFG->wwwroot, false], [$membership->joined, $membership->joinedurl, $membership->paused]);
        $this->assertInstanceOf(\local_asnunggul\event\membership_joined::class, $sink->get_events()[0]);
    }

    public function test_a_join_asks_the_centre_of_the_code_as_the_contract_says(): void {
        global $CFG;
        $this->centre->append(fake_centre::response(fake_centre::join_answer()));
        join::by_code(fake_centre::code());
        $request = $this->asked[0]['request'];
        $this->assertSame(['POST', fake_centre::URL . '/api/v1/join'], [$request->getMethod(), (string) $request->getUri()]);
        $body = json_decode((string) $request->getBody(), true);
        $this->assertSame(['contract', 'code', 'site', 'url', 'name', 'plugin', 'release', 'moodle', 'php'], array_keys($body));
        $this->assertSame([1, str_repeat('s', 22), identity::site(), $CFG->wwwroot], array_slice(array_values($body), 0, 4));
        $this->assertIsInt($body['plugin']);
        $token = substr($request->getHeaderLine('Authorization'), strlen('Bearer '));
        $claims = JWT::decode($token, JWK::parseKeySet(json_decode(keys::document(), true)));
        $this->assertSame(['join', fake_centre::URL], [$claims->scope, $claims->aud]);
    }

    public function test_a_join_waits_ten_seconds_and_follows_nobody(): void {
        $this->centre->append(fake_centre::response(fake_centre::join_answer()));
        join::by_code(fake_centre::code());
        $options = $this->asked[0]['options'];
        $this->assertSame([10, 10, false], [$options['timeout'], $options['connect_timeout'], $options['allow_redirects']]);
    }

    public function test_the_identity_issuer_is_kept_for_the_login_plugin(): void {
        $oidc = ['issuer' => 'https://id.example/realms/asn-unggul', 'client_id' => 'bkd-contoh'];
        $this->centre->append(fake_centre::response(fake_centre::join_answer(['oidc' => $oidc])));
        join::by_code(fake_centre::code());
        $this->assertSame($oidc, json_decode(get_config('local_asnunggul', 'oidc'), true));
    }

    public function test_a_second_join_replaces_the_first_and_keeps_the_site(): void {
        $this->centre->append(fake_centre::response(fake_centre::join_answer()));
        $this->centre->append(fake_centre::response(fake_centre::join_answer(['tenant' => 'bkd-baru', 'agency' => null])));
        join::by_code(fake_centre::code());
        $site = [identity::site(), keys::document()];
        $this->assertSame('bkd-baru', join::by_code(fake_centre::code())->tenant);
        $this->assertSame($site, [identity::site(), keys::document()]);
    }

    public function test_white_space_in_a_pasted_code_does_no_harm(): void {
        $code = join_code::parse('  ' . substr(fake_centre::code(), 0, 20) . "\r\n " . substr(fake_centre::code(), 20) . "\n");
        $this->assertSame([fake_centre::URL, str_repeat('s', 22)], [$code->centre, $code->secret]);
    }

    /**
     * What is not a code.
     *
     * @return array
     */
    public static function bad_codes(): array {
        return [
            'nothing in it' => ['', 'joincode_malformed'],
            'two parts' => ['ASN1.abc', 'joincode_malformed'],
            'another version' => ['ASN2.' . substr(fake_centre::code(), 5), 'joincode_malformed'],
            'a short secret' => [substr(fake_centre::code(), 0, -10), 'joincode_malformed'],
            'an address that is none' => [fake_centre::code('hello'), 'joincode_malformed'],
            'an address with a password' => [fake_centre::code('https://user:pass@centre.example'), 'joincode_malformed'],
            'an address with a query' => [fake_centre::code('https://centre.example?x=1'), 'joincode_malformed'],
            'an address with a slash at the end' => [fake_centre::code('https://centre.example/'), 'joincode_malformed'],
            'a file' => [fake_centre::code('file:///etc/passwd'), 'joincode_malformed'],
            'another protocol' => [fake_centre::code('ftp://centre.example'), 'joincode_insecure'],
            'no TLS' => [fake_centre::code('http://centre.example'), 'joincode_insecure'],
        ];
    }

    /**
     * Refused before anything is sent.
     *
     * @dataProvider bad_codes
     * @param string $code
     * @param string $errorcode
     */
    public function test_nothing_is_sent_for_a_code_with(string $code, string $errorcode): void {
        $this->assertSame($errorcode, $this->failure($code)->errorcode);
        $this->assertSame([], $this->asked);
    }

    public function test_only_a_loopback_centre_may_do_without_tls(): void {
        $this->assertSame('http://127.0.0.1:8443', join_code::parse(fake_centre::code('http://127.0.0.1:8443'))->centre);
    }

    /**
     * Refusals and faults, the reason they stand for, and words the sentence must have.
     *
     * @return array
     */
    public static function bad_answers(): array {
        $refused = fn(int $status, string $code): \Closure => fn(): Response => fake_centre::problem($status, $code);
        $plain = fn(string $body, int $status = 200): \Closure => fn(): Response => fake_centre::response($body, $status);
        $changed = fn(array $changes): \Closure => fn(): Response => fake_centre::response(fake_centre::join_answer($changes));
        $broken = fn(int $errno): \Closure => fn(): ConnectException
            => new ConnectException('x', new Request('POST', 'x'), null, ['errno' => $errno]);
        $secret = ['keys' => [['kty' => 'oct', 'kid' => 'a', 'k' => 'x']]];
        return [
            'a used code' => [$refused(410, 'code_used'), 'code_used', 'new one'],
            'an unknown code' => [$refused(410, 'code_unknown'), 'code_unknown', 'Copy the whole line again'],
            'an expired code' => [$refused(410, 'code_expired'), 'code_expired', 'new one'],
            'a site known otherwise' => [$refused(409, 'conflict'), 'conflict', 'identity.php --reset'],
            'a forbidden address' => [$refused(422, 'url_blocked'), 'url_blocked', 'Because.'],
            'keys out of reach' => [$refused(422, 'jwks_unreachable'), 'jwks_unreachable', 'jwks.php: Because.'],
            'a proof that is not accepted' => [$refused(401, 'unauthorised'), 'unauthorised', 'clock'],
            'a request that is not understood' => [$refused(400, 'bad_request'), 'bad_request', 'Because.'],
            'too many requests' => [$refused(429, 'rate_limited'), 'rate_limited', 'minute'],
            'maintenance' => [$refused(503, 'maintenance'), 'maintenance', 'later'],
            'a code nobody knows' => [$refused(418, 'teapot'), 'notacentre', 'HTTP 418'],
            'a fault' => [$plain('<html>', 502), 'broken', 'HTTP 502'],
            'a redirect' => [$plain('', 302), 'redirect', 'never followed'],
            'a page that is not the centre' => [$plain('<html>', 404), 'notacentre', 'HTTP 404'],
            'HTML with status 200' => [$plain('<html>'), 'notacentre', 'proxy'],
            'an endless answer' => [$plain(str_repeat(' ', 1 << 21)), 'notacentre', 'proxy'],
            'another contract' => [$changed(['contract' => 2]), 'badanswer', 'contract'],
            'another centre' => [$changed(['centre' => 'https://evil.example']), 'badanswer', 'contract'],
            'no name' => [$changed(['tenant' => '']), 'badanswer', 'contract'],
            'a name that is a path' => [$changed(['tenant' => '../x']), 'badanswer', 'contract'],
            'no keys' => [$changed(['jwks' => ['keys' => []]]), 'badanswer', 'contract'],
            'a shared secret as key' => [$changed(['jwks' => $secret]), 'badanswer', 'contract'],
            'half an identity issuer' => [$changed(['oidc' => ['issuer' => 'x']]), 'badanswer', 'contract'],
            'a name that does not resolve' => [$broken(CURLE_COULDNT_RESOLVE_HOST), 'dns', 'DNS'],
            'a closed port' => [$broken(CURLE_COULDNT_CONNECT), 'refused', 'port 443'],
            'silence' => [$broken(CURLE_OPERATION_TIMEOUTED), 'timeout', '10 seconds'],
            'a bad certificate' => [$broken(CURLE_SSL_CACERT), 'tls', 'certificate'],
            'a torn cable' => [$broken(CURLE_RECV_ERROR), 'network', 'network'],
        ];
    }

    /**
     * Nothing is kept, and the sentence says what and how to mend it.
     *
     * @dataProvider bad_answers
     * @param \Closure $answer
     * @param string $reason
     * @param string $words
     */
    public function test_the_tenant_admin_is_told_about(\Closure $answer, string $reason, string $words): void {
        // Twice: where no connection came about it is tried once more.
        $this->centre->append($answer(), $answer());
        $error = $this->failure();
        $this->assertInstanceOf(centre_error::class, $error);
        $this->assertSame($reason, $error->reason);
        $this->assertStringContainsString($words, $error->getMessage());
    }

    public function test_moodles_own_blocking_is_named_with_its_settings(): void {
        set_config('curlsecurityallowedport', '80');
        $error = $this->failure();
        $this->assertSame('blocked', $error->reason);
        foreach (['centre.example', '443', 'curlsecurityblockedhosts', 'curlsecurityallowedport'] as $word) {
            $this->assertStringContainsString($word, $error->getMessage());
        }
        $this->assertSame([], $this->asked);
    }

    public function test_a_failed_second_join_leaves_the_first_membership_as_it_was(): void {
        fake_centre::adopt();
        $before = membership::current();
        $this->centre->append(fake_centre::problem(410, 'code_used'));
        try {
            join::by_code(fake_centre::code());
            $this->fail('The join succeeded.');
        } catch (centre_error $e) {
            $this->assertEquals($before, membership::current());
        }
    }

    public function test_leaving_keeps_the_receipt_and_the_keys_and_forgets_the_membership(): void {
        fake_centre::adopt();
        $site = [identity::site(), keys::document()];
        $answer = ['tenant' => 'bkd-contoh', 'left' => 1700000000, 'deleted' => ['course' => 3], 'receipt' => str_repeat('ab', 16)];
        $this->centre->append(fake_centre::response($answer));
        $sink = $this->redirectEvents();
        leave::with_receipt();
        $this->assertNull(membership::current());
        $this->assertSame($site, [identity::site(), keys::document()]);
        $this->assertEquals(['centre' => fake_centre::URL] + $answer, leave::receipt());
        $this->assertSame(['site' => $site[0]], json_decode((string) $this->asked[0]['request']->getBody(), true));
        $event = $sink->get_events()[0];
        $this->assertInstanceOf(\local_asnunggul\event\membership_left::class, $event);
        $this->assertSame(fake_centre::URL, $event->other['centre']);
    }

    public function test_the_membership_stays_while_the_centre_cannot_be_told(): void {
        fake_centre::adopt();
        $this->centre->append(fake_centre::response('', 503));
        try {
            leave::with_receipt();
            $this->fail('The site left.');
        } catch (centre_error $e) {
            $this->assertNotNull(membership::current());
        }
    }

    public function test_half_a_receipt_is_none(): void {
        fake_centre::adopt();
        $this->centre->append(fake_centre::response(['left' => 1, 'deleted' => []]));
        $this->expectException(centre_error::class);
        leave::with_receipt();
    }

    public function test_a_membership_can_be_ended_without_a_centre_that_is_gone_for_good(): void {
        fake_centre::adopt();
        leave::without_centre();
        $this->assertNull(membership::current());
        $this->assertNull(leave::receipt());
        $this->assertSame([], $this->asked);
    }

    public function test_who_has_not_joined_cannot_leave(): void {
        $this->expectExceptionMessage(get_string('notjoined', 'local_asnunggul'));
        leave::with_receipt();
    }
}
