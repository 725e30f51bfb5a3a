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

use Firebase\JWT\JWT;
use local_asnunggul\key_set;
use local_asnunggul\task\pin_centre_keys;
use local_asnunggul\tests\fake_centre;

/**
 * Only the centre, once, now, for this: every other request gets the same refusal.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\request_guard
 * @covers     \local_asnunggul\key_set
 */
final class request_guard_test extends \advanced_testcase {
    /** @var int The time of the test. */
    private const NOW = 1700000000;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->mock_clock_with_frozen(self::NOW);
        fake_centre::adopt();
    }

    /**
     * The problem a request runs into.
     *
     * @param string $authorization
     * @param string $scope
     * @return problem|null
     */
    private function refusal(string $authorization, string $scope = 'feed'): ?problem {
        try {
            request_guard::require($authorization, $scope);
            return null;
        } catch (problem $e) {
            return $e;
        }
    }

    public function test_a_good_token_opens_the_door(): void {
        $this->assertNull($this->refusal(fake_centre::bearer()));
    }

    public function test_two_different_tokens_open_it_twice(): void {
        $this->assertNull($this->refusal(fake_centre::bearer()));
        $this->assertNull($this->refusal(fake_centre::bearer()));
    }

    public function test_the_same_token_opens_it_once(): void {
        $bearer = fake_centre::bearer();
        $this->assertNull($this->refusal($bearer));
        $this->assertSame(401, $this->refusal($bearer)->status);
    }

    public function test_the_number_of_a_token_cannot_be_used_in_another_token(): void {
        $this->assertNull($this->refusal(fake_centre::bearer(['jti' => str_repeat('j', 22)])));
        $again = fake_centre::bearer(['jti' => str_repeat('j', 22), 'exp' => self::NOW + 100]);
        $this->assertSame(401, $this->refusal($again)->status);
    }

    public function test_a_refused_token_does_not_use_its_number_up(): void {
        global $DB;
        $this->refusal(fake_centre::bearer(['scope' => 'join']));
        $this->assertSame(0, $DB->count_records('local_asnunggul_jti'));
    }

    public function test_a_used_token_is_remembered_as_long_as_it_would_be_accepted_and_only_by_its_hash(): void {
        global $DB;
        $this->refusal(fake_centre::bearer(['jti' => 'abcdefghijklmnopqrstuvwxyz']));
        $row = $DB->get_record('local_asnunggul_jti', [], '*', MUST_EXIST);
        $this->assertSame(hash('sha256', 'abcdefghijklmnopqrstuvwxyz'), $row->jti);
        // The longest a token can be accepted: 60 s ahead of us, 120 s alive, 60 s forgiven.
        $this->assertEquals(self::NOW + 60 + 120 + 60, $row->expires);
    }

    public function test_a_site_that_has_not_joined_says_so(): void {
        $bearer = fake_centre::bearer();
        membership::forget();
        $problem = $this->refusal($bearer);
        $this->assertSame([404, 'not_member'], [$problem->status, $problem->problemcode]);
    }

    /**
     * Tokens that must be refused, made by changes to a good one.
     *
     * @return array
     */
    public static function bad_claims(): array {
        $now = self::NOW;
        return [
            'issued by a stranger' => [['iss' => 'https://stranger.example']],
            'about somebody else' => [['sub' => 'https://stranger.example']],
            'without issuer' => [['iss' => null]],
            'without subject' => [['sub' => null]],
            'for another site' => [['aud' => 'https://other.example']],
            'for this site with a slash at the end' => [['aud' => 'https://www.example.com/moodle/']],
            'for two sites, this one among them' => [['aud' => ['https://www.example.com/moodle', 'https://other.example']]],
            'for this site in a list' => [['aud' => ['https://www.example.com/moodle']]],
            'for nobody' => [['aud' => null]],
            'for another purpose' => [['scope' => 'join']],
            'without purpose' => [['scope' => null]],
            'for several purposes' => [['scope' => ['feed']]],
            'expired' => [['iat' => $now - 200, 'exp' => $now - 61]],
            'expired long ago' => [['iat' => $now - 90000, 'exp' => $now - 89900]],
            'from the future' => [['iat' => $now + 61, 'exp' => $now + 120]],
            'living too long' => [['iat' => $now, 'exp' => $now + 121]],
            'living no second' => [['iat' => $now, 'exp' => $now]],
            'living backwards' => [['iat' => $now, 'exp' => $now - 1]],
            'without end' => [['exp' => null]],
            'without beginning' => [['iat' => null]],
            'with times as text' => [['iat' => (string) $now, 'exp' => (string) ($now + 60)]],
            'with broken times' => [['iat' => $now + 0.5, 'exp' => $now + 60.5]],
            'not valid yet' => [['nbf' => $now + 61]],
            'without number' => [['jti' => null]],
            'with a number that can be guessed' => [['jti' => str_repeat('j', 21)]],
            'with a number in plain base64' => [['jti' => str_repeat('j', 22) . '+/==']],
            'with a number and a line break' => [['jti' => str_repeat('j', 22) . "\n"]],
            'with a number of another type' => [['jti' => ['a' => str_repeat('j', 22)]]],
            'with a number that is too long' => [['jti' => str_repeat('j', 129)]],
            'without key set' => [['jwks' => null]],
            'with a key set that is no digest' => [['jwks' => str_repeat('z', 64)]],
        ];
    }

    /**
     * Refused.
     *
     * @dataProvider bad_claims
     * @param array $changes
     */
    public function test_a_token_is_refused_that_is(array $changes): void {
        $problem = $this->refusal(fake_centre::bearer($changes));
        $this->assertNotNull($problem);
        $this->assertSame(problem::unauthorised()->body(), $problem->body());
    }

    public function test_sixty_seconds_of_clock_difference_are_forgiven_both_ways(): void {
        $this->assertNull($this->refusal(fake_centre::bearer(['iat' => self::NOW + 60, 'exp' => self::NOW + 180])));
        $this->assertNull($this->refusal(fake_centre::bearer(['iat' => self::NOW - 179, 'exp' => self::NOW - 59])));
    }

    /**
     * Headers that must be refused, made from what the tester knows of the centre.
     *
     * @return array
     */
    public static function bad_headers(): array {
        $part = fn(array|string $value): string => JWT::urlsafeB64Encode(is_array($value) ? json_encode($value) : $value);
        $kid = fn(): string => fake_centre::pair()->jwk['kid'];
        $public = fn(): string => openssl_pkey_get_details(openssl_pkey_get_private(fake_centre::private()))['key'];
        $strange = fn(array $header): string => fake_centre::bearer([], $header, 'stranger', $kid());
        $signed = fn(array $header): string => fake_centre::bearer([], $header);
        return [
            'nothing at all' => [fn(): string => ''],
            'no token' => [fn(): string => 'Bearer '],
            'another scheme' => [fn(): string => 'Basic ' . substr(fake_centre::bearer(), 7)],
            'a bare token' => [fn(): string => substr(fake_centre::bearer(), 7)],
            'something before the token' => [fn(): string => 'Bearer x ' . substr(fake_centre::bearer(), 7)],
            'a line break after the token' => [fn(): string => fake_centre::bearer() . "\n"],
            'garbage' => [fn(): string => 'Bearer garbage'],
            'three pieces of garbage' => [fn(): string => 'Bearer YWJj.ZGVm.Z2hp'],
            'bytes that are no text' => [fn(): string => "Bearer \xff\xfe.\x00.\x80"],
            'a megabyte' => [fn(): string => 'Bearer ' . str_repeat('a', 1 << 20)],
            'claims that are a list' => [
                fn(): string => 'Bearer ' . $part(['alg' => 'RS256', 'kid' => $kid()]) . '.' . $part('[1]') . '.c2ln',
            ],
            'a header that is null' => [fn(): string => 'Bearer ' . $part('null') . '.' . $part(fake_centre::claims()) . '.c2ln'],
            'no signature, algorithm none' => [
                fn(): string => 'Bearer ' . $part(['alg' => 'none', 'kid' => $kid()]) . '.' . $part(fake_centre::claims()) . '.',
            ],
            'no signature, algorithm RS256' => [
                fn(): string => 'Bearer ' . $part(['alg' => 'RS256', 'kid' => $kid()]) . '.' . $part(fake_centre::claims()) . '.',
            ],
            'HS256 with the public key as secret' => [
                fn(): string => 'Bearer ' . JWT::encode(fake_centre::claims(), $public(), 'HS256', $kid()),
            ],
            'RS512 with the right key' => [
                fn(): string => 'Bearer ' . JWT::encode(fake_centre::claims(), fake_centre::private(), 'RS512', $kid()),
            ],
            'an algorithm that is a list' => [
                fn(): string => 'Bearer ' . $part(['alg' => ['RS256'], 'kid' => $kid()])
                    . '.' . $part(fake_centre::claims()) . '.c2ln',
            ],
            'a key of a stranger under its own kid' => [fn(): string => fake_centre::bearer([], [], 'stranger')],
            'a key of a stranger under the centre\'s kid' => [fn(): string => $strange([])],
            'a stranger\'s key brought along as jwk' => [fn(): string => $strange(['jwk' => fake_centre::pair('stranger')->jwk])],
            'a stranger\'s key set named by jku' => [fn(): string => $strange(['jku' => 'https://stranger.example/jwks.json'])],
            'a stranger\'s certificate named by x5u' => [fn(): string => $strange(['x5u' => 'https://stranger.example/x.pem'])],
            'a kid that is a path' => [fn(): string => fake_centre::bearer([], [], 'first', '../../../dev/null')],
            'a kid that is SQL' => [fn(): string => fake_centre::bearer([], [], 'first', "' OR 1=1 --")],
            'an empty kid' => [fn(): string => fake_centre::bearer([], [], 'first', '')],
            'a kid that is a list' => [
                fn(): string => 'Bearer ' . $part(['alg' => 'RS256', 'kid' => ['x']])
                    . '.' . $part(fake_centre::claims()) . '.c2ln',
            ],
            'a key of its own in a header the centre has signed' => [fn(): string => $signed(['jwk' => fake_centre::pair()->jwk])],
            'a member of the header that the contract does not know' => [fn(): string => $signed(['cty' => 'JWT'])],
            'a critical extension' => [fn(): string => $signed(['crit' => ['exp']])],
            'claims changed after signing' => [function () use ($part): string {
                [$header, , $signature] = explode('.', fake_centre::bearer());
                return $header . '.' . $part(fake_centre::claims(['scope' => 'feed'])) . '.' . $signature;
            }],
        ];
    }

    /**
     * Refused.
     *
     * @dataProvider bad_headers
     * @param \Closure $authorization
     */
    public function test_a_request_is_refused_that_brings(\Closure $authorization): void {
        $problem = $this->refusal($authorization());
        $this->assertNotNull($problem);
        $this->assertSame(problem::unauthorised()->body(), $problem->body());
    }

    public function test_a_refusal_tells_a_site_whose_web_server_drops_the_token_that_none_arrived(): void {
        $this->assertContains('WWW-Authenticate: Bearer', $this->refusal('')->headers());
        $this->assertContains('WWW-Authenticate: Bearer error="invalid_token"', $this->refusal('Bearer garbage')->headers());
    }

    /**
     * A good request whose token has so many bytes.
     *
     * @param int $bytes
     * @return string
     */
    private function long_bearer(int $bytes): string {
        $about = intdiv(($bytes + 7 - strlen(fake_centre::bearer(['more' => '']))) * 3, 4);
        foreach (range($about - 4, $about + 4) as $more) {
            $bearer = fake_centre::bearer(['more' => str_repeat('x', $more)]);
            if (strlen($bearer) === strlen('Bearer ') + $bytes) {
                return $bearer;
            }
        }
        $this->fail("no token has $bytes bytes");
    }

    public function test_a_token_has_at_most_8_kib(): void {
        $this->assertNull($this->refusal($this->long_bearer(8192)));
        $this->assertSame(401, $this->refusal($this->long_bearer(8193))->status);
    }

    public function test_the_number_of_a_token_has_22_to_128_characters(): void {
        foreach ([str_repeat('j', 22), str_repeat('j', 128), 'AZaz09._-' . str_repeat('j', 22)] as $jti) {
            $this->assertNull($this->refusal(fake_centre::bearer(['jti' => $jti])), $jti);
        }
    }

    public function test_a_request_whose_number_cannot_be_remembered_does_not_go_on(): void {
        global $DB;
        $bearer = fake_centre::bearer();
        // Reads the settings, so that they need no database below.
        membership::current();
        $real = $DB;
        $DB = $this->createStub(\moodle_database::class);
        $DB->method('insert_record_raw')->willThrowException(new \dml_write_exception('the disk is full'));
        $DB->method('record_exists')->willReturn(false);
        try {
            request_guard::require($bearer, 'feed');
            $wenton = true;
        } catch (\dml_write_exception $e) {
            $wenton = false;
        } finally {
            $DB = $real;
        }
        $this->assertFalse($wenton);
    }

    public function test_the_time_of_other_users_of_the_token_library_is_left_alone(): void {
        JWT::$leeway = 7;
        $this->refusal(fake_centre::bearer());
        $this->refusal('Bearer garbage');
        $this->assertSame([7, null], [JWT::$leeway, JWT::$timestamp]);
        JWT::$leeway = 0;
    }

    public function test_a_second_published_key_of_the_centre_is_as_good_as_the_first(): void {
        membership::pin(fake_centre::jwks('first', 'second'));
        $this->assertNull($this->refusal(fake_centre::bearer([], [], 'second')));
    }

    public function test_an_announced_key_set_is_queued_once_and_nothing_else_happens(): void {
        $sha256 = hash('sha256', fake_centre::jwks('first', 'second'));
        $this->assertNull($this->refusal(fake_centre::bearer(['jwks' => $sha256])));
        $this->assertNull($this->refusal(fake_centre::bearer(['jwks' => $sha256])));
        $tasks = \core\task\manager::get_adhoc_tasks(pin_centre_keys::class);
        $this->assertCount(1, $tasks);
        $told = ['sha256' => $sha256, 'kid' => fake_centre::pair()->jwk['kid']];
        $this->assertEquals((object)$told, reset($tasks)->get_custom_data());
        $this->assertSame(fake_centre::jwks(), membership::current()->jwks);
    }

    public function test_an_unproven_announcement_is_not_followed(): void {
        $this->refusal(fake_centre::bearer(['jwks' => str_repeat('a', 64)], [], 'stranger'));
        $this->assertCount(0, \core\task\manager::get_adhoc_tasks(pin_centre_keys::class));
    }

    /**
     * Remembers so many used tokens as if they had come a number of seconds ago.
     *
     * @param int $count
     * @param int $ago
     */
    private function remember(int $count, int $ago): void {
        global $DB;
        $DB->insert_records('local_asnunggul_jti', array_map(
            fn(int $i): array => ['jti' => hash('sha256', "used $i"), 'expires' => self::NOW + 240 - $ago],
            range(1, $count)
        ));
    }

    public function test_the_thousand_and_first_request_of_a_minute_is_told_when_to_come_back(): void {
        $this->remember(request_guard::LIMIT - 1, 59);
        $this->assertNull($this->refusal(fake_centre::bearer()));
        $problem = $this->refusal(fake_centre::bearer());
        $this->assertSame([429, 'rate_limited'], [$problem->status, $problem->problemcode]);
        $this->assertContains('Retry-After: 60', $problem->headers());
    }

    public function test_requests_of_more_than_a_minute_ago_do_not_count(): void {
        $this->remember(request_guard::LIMIT, 60);
        $this->assertNull($this->refusal(fake_centre::bearer()));
    }

    public function test_requests_that_came_while_the_clock_was_a_year_ahead_do_not_count(): void {
        $this->remember(2 * request_guard::LIMIT, -YEARSECS);
        $this->assertNull($this->refusal(fake_centre::bearer()));
    }

    public function test_unproven_requests_use_nothing_up(): void {
        $this->remember(request_guard::LIMIT - 1, 0);
        $this->refusal('Bearer garbage');
        $this->refusal(fake_centre::bearer([], [], 'stranger'));
        $this->assertNull($this->refusal(fake_centre::bearer()));
    }

    /**
     * Key sets with nothing in them that can prove the centre.
     *
     * @return array
     */
    public static function useless_key_sets(): array {
        return [
            'no JSON' => ['<html>'],
            'no keys' => ['{"keys":[]}'],
            'keys that are no list' => ['{"keys":"x"}'],
            'a shared secret' => ['{"keys":[{"kty":"oct","kid":"a","k":"c2VjcmV0","alg":"HS256"}]}'],
            'a key without kid' => ['{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}'],
            'a key for encryption' => ['{"keys":[{"kty":"RSA","kid":"a","use":"enc","n":"AQAB","e":"AQAB"}]}'],
            'a key that is too short' => ['{"keys":[{"kty":"RSA","kid":"a","n":"' . str_repeat('v', 100) . '","e":"AQAB"}]}'],
            'a key that is none' => ['{"keys":[{"kty":"RSA","kid":"a","n":"","e":""}]}'],
        ];
    }

    /**
     * Nothing usable.
     *
     * @dataProvider useless_key_sets
     * @param string $jwks
     */
    public function test_no_key_is_found_in(string $jwks): void {
        $this->assertSame([], key_set::rsa($jwks));
    }
}
