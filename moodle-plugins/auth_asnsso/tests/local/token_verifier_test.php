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
use Firebase\JWT\JWT;
use local_asnunggul\key_set;

/**
 * Only a token that the issuer signed, for this site, now and for this sign-in, says who somebody is.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\token_verifier
 * @covers     \auth_asnsso\local\claims
 */
final class token_verifier_test extends \advanced_testcase {
    /** Now. */
    private const NOW = 1700000000;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->mock_clock_with_frozen(self::NOW);
    }

    /**
     * A verifier that knows some keys of the issuer.
     *
     * @param array[] $set
     * @return token_verifier
     */
    private function verifier(?array $set = null): token_verifier {
        $set ??= [fake_issuer::jwk('rsa'), fake_issuer::jwk('ec'), fake_issuer::jwk('ed')];
        return new token_verifier(fake_issuer::issuer(), fn(string $kid) => key_set::find($set, $kid), self::NOW);
    }

    /**
     * Expects that a token is refused.
     *
     * @param string $check which check must refuse it
     * @param callable $verify
     */
    private function assert_refused(string $check, callable $verify): void {
        try {
            $verify();
        } catch (sign_in_refused $e) {
            $this->assertSame(['badtoken', $check], [$e->reason, $e->detail]);
            return;
        }
        $this->fail('The token was accepted.');
    }

    /**
     * Kinds of keys that are accepted.
     *
     * @return array
     */
    public static function kinds(): array {
        return ['RS256' => ['rsa'], 'ES256' => ['ec'], 'EdDSA' => ['ed']];
    }

    /**
     * A good token.
     *
     * @dataProvider kinds
     * @param string $name
     */
    public function test_a_good_token_says_who_it_is(string $name): void {
        $claims = $this->verifier()->id_token(fake_issuer::sign(fake_issuer::claims(), $name), 'n');
        $this->assertSame([fake_issuer::URL, fake_issuer::SUBJECT], [$claims->issuer, $claims->subject]);
        $this->assertSame('Contoh', $claims->text('given_name'));
        $this->assertSame([0, null], [JWT::$leeway, JWT::$timestamp]);
    }

    public function test_a_list_of_audiences_needs_the_authorised_party(): void {
        $aud = ['account', fake_issuer::CLIENT];
        $this->verifier()->id_token(fake_issuer::sign(fake_issuer::claims(['aud' => $aud])), 'n');
        $without = fake_issuer::sign(fake_issuer::claims(['aud' => $aud, 'azp' => null]));
        $this->assert_refused('azp', fn() => $this->verifier()->id_token($without, 'n'));
    }

    /**
     * Claims that spoil a token, and the check that refuses it.
     *
     * @return array
     */
    public static function spoiled(): array {
        return [
            'of another issuer' => [['iss' => 'https://id.example/realms/other'], 'iss'],
            'of almost the same issuer' => [['iss' => fake_issuer::URL . '/'], 'iss'],
            'without issuer' => [['iss' => null], 'iss'],
            'for another site' => [['aud' => 'moodle-other'], 'aud'],
            'for a list without this site' => [['aud' => ['account', 'moodle-other']], 'aud'],
            'for true' => [['aud' => true], 'aud'],
            'without audience' => [['aud' => null], 'aud'],
            'for another party' => [['azp' => 'moodle-other'], 'azp'],
            'expired' => [['exp' => self::NOW - 61], 'exp'],
            'without expiry' => [['exp' => null], 'exp'],
            'with expiry in words' => [['exp' => 'never'], 'exp'],
            'with expiry as text' => [['exp' => (string) (self::NOW + 300)], 'exp'],
            'with expiry as a fraction' => [['exp' => self::NOW + 300.5], 'exp'],
            'issued in the future' => [['iat' => self::NOW + 61], 'iat'],
            'issued in the future, though not before now' => [['iat' => self::NOW + 61, 'nbf' => self::NOW], 'iat'],
            'issued long ago' => [['iat' => self::NOW - 661], 'iat'],
            'without time' => [['iat' => null], 'iat'],
            'not valid yet' => [['nbf' => self::NOW + 61], 'iat'],
            'with another nonce' => [['nonce' => 'm'], 'nonce'],
            'without nonce' => [['nonce' => null], 'nonce'],
            'with a list of nonces' => [['nonce' => ['n']], 'nonce'],
            'that is an access token' => [['typ' => 'Bearer'], 'typ'],
            'that does not say what it is' => [['typ' => null], 'typ'],
            'with events' => [['events' => ['x' => 1]], 'typ'],
            'of nobody' => [['sub' => ''], 'sub'],
            'without subject' => [['sub' => null], 'sub'],
            'of a list of subjects' => [['sub' => ['a']], 'sub'],
            'of an endless subject' => [['sub' => str_repeat('a', 300)], 'sub'],
            'of a subject one byte too long' => [['sub' => str_repeat('a', 256)], 'sub'],
            'of a session one byte too long' => [['sid' => str_repeat('a', 256)], 'sid'],
            'of a list of sessions' => [['sid' => ['sid-1']], 'sid'],
            'of an endless session' => [['sid' => str_repeat('a', 300)], 'sid'],
        ];
    }

    /**
     * Spoiled by one claim.
     *
     * @dataProvider spoiled
     * @param array $changes
     * @param string $check
     */
    public function test_refused_is_a_token(array $changes, string $check): void {
        $token = fake_issuer::sign(fake_issuer::claims($changes));
        $this->assert_refused($check, fn() => $this->verifier()->id_token($token, 'n'));
        $this->assertSame([0, null], [JWT::$leeway, JWT::$timestamp]);
    }

    /**
     * Claims that lie at a limit, and are good.
     *
     * @return array
     */
    public static function limits(): array {
        return [
            'the oldest' => [['iat' => self::NOW - 660]],
            'the newest' => [['iat' => self::NOW + 60]],
            'about to expire' => [['exp' => self::NOW - 59]],
            'of the longest subject' => [['sub' => str_repeat('a', 255)]],
            'of the longest session' => [['sid' => str_repeat('a', 255)]],
        ];
    }

    /**
     * Good up to the limit.
     *
     * @dataProvider limits
     * @param array $changes
     */
    public function test_accepted_is_a_token_at_its_limit(array $changes): void {
        $claims = fake_issuer::claims($changes);
        $this->assertSame($claims['sub'], $this->verifier()->id_token(fake_issuer::sign($claims), 'n')->subject);
    }

    public function test_a_token_has_at_most_16_kib(): void {
        $length = fn(int $more): int => strlen(fake_issuer::sign(fake_issuer::claims(['more' => str_repeat('a', $more)])));
        // Three letters of a claim are four of a token.
        $most = 9000 + intdiv((16384 - $length(9000)) * 3, 4);
        while ($length($most + 1) <= 16384) {
            $most++;
        }
        $token = fn(int $more): string => fake_issuer::sign(fake_issuer::claims(['more' => str_repeat('a', $more)]));
        $this->assertSame(fake_issuer::SUBJECT, $this->verifier()->id_token($token($most), 'n')->subject);
        $this->assert_refused('form', fn() => $this->verifier()->id_token($token($most + 1), 'n'));
    }

    public function test_a_logout_token_is_no_id_token(): void {
        $logout = fake_issuer::sign(fake_issuer::logout_claims(['nonce' => 'n']));
        $this->assert_refused('typ', fn() => $this->verifier()->id_token($logout, 'n'));
    }

    /**
     * Headers nobody may sign with.
     *
     * @return array
     */
    public static function headers(): array {
        return [
            'none' => [['alg' => 'none', 'kid' => 'rsa'], 'alg'],
            'None in another spelling' => [['alg' => 'nOnE', 'kid' => 'rsa'], 'alg'],
            'a list' => [['alg' => ['RS256'], 'kid' => 'rsa'], 'alg'],
            'RS512' => [['alg' => 'RS512', 'kid' => 'rsa'], 'alg'],
            'nothing' => [['kid' => 'rsa'], 'alg'],
            'the truth' => [['alg' => true, 'kid' => 'rsa'], 'alg'],
            'a list of keys' => [['alg' => 'RS256', 'kid' => ['rsa']], 'form'],
            'no key' => [['alg' => 'RS256'], 'form'],
            'an unknown key' => [['alg' => 'RS256', 'kid' => 'other'], 'kid'],
            'a key of another kind' => [['alg' => 'ES256', 'kid' => 'rsa'], 'form'],
            'an unknown demand' => [['alg' => 'RS256', 'kid' => 'rsa', 'crit' => ['exp']], 'form'],
        ];
    }

    /**
     * A header the issuer would not write over claims it would.
     *
     * @dataProvider headers
     * @param array $header
     * @param string $check
     */
    public function test_a_header_is_refused_that_names(array $header, string $check): void {
        $token = fake_issuer::encode($header) . '.' . fake_issuer::encode(fake_issuer::claims()) . '.' . fake_issuer::encode('s');
        $this->assert_refused($check, fn() => $this->verifier()->id_token($token, 'n'));
    }

    public function test_the_public_key_is_no_secret_to_sign_with(): void {
        $token = JWT::encode(fake_issuer::claims(), fake_issuer::public_pem(), 'HS256', 'rsa');
        $this->assert_refused('alg', fn() => $this->verifier()->id_token($token, 'n'));
    }

    public function test_another_key_under_the_issuers_key_id_is_noticed(): void {
        $token = fake_issuer::sign(fake_issuer::claims(), 'rsa-forger', 'rsa');
        $this->assert_refused('signature', fn() => $this->verifier()->id_token($token, 'n'));
    }

    public function test_an_edited_token_is_noticed(): void {
        [$header, , $signature] = explode('.', fake_issuer::sign(fake_issuer::claims()));
        $token = "$header." . fake_issuer::encode(fake_issuer::claims(['sub' => 'somebody-else'])) . ".$signature";
        $this->assert_refused('signature', fn() => $this->verifier()->id_token($token, 'n'));
    }

    /**
     * What is no token.
     *
     * @return array
     */
    public static function rubbish(): array {
        return [
            'nothing' => [''],
            'two parts' => ['a.b'],
            'a line end' => ["a.b.c\n"],
            'base64 of the other kind' => ['a+/=.b.c'],
            'no JSON' => ['a.b.c'],
            'too much' => [str_repeat('a', 16384) . '.b.c'],
        ];
    }

    /**
     * Rubbish.
     *
     * @dataProvider rubbish
     * @param string $token
     */
    public function test_no_token_is(string $token): void {
        $this->assert_refused('form', fn() => $this->verifier()->id_token($token, 'n'));
    }

    public function test_odd_keys_in_the_set_do_not_spoil_the_good_one(): void {
        $set = [
            ['kty' => 'EC', 'kid' => 'p521', 'crv' => 'P-521', 'x' => 'AA', 'y' => 'AA'],
            ['kid' => 'nothing'],
            ['kty' => ['RSA'], 'kid' => 'rsa'],
            ['kty' => 'RSA', 'kid' => 'rsa', 'n' => ['x'], 'e' => 'AQAB'],
            ['use' => 'enc'] + fake_issuer::jwk('rsa'),
            fake_issuer::jwk('p384'),
            array_diff_key(fake_issuer::jwk('rsa'), ['alg' => 1, 'use' => 1]),
        ];
        $this->assertSame(1, count(key_set::usable($set)));
        $claims = $this->verifier($set)->id_token(fake_issuer::sign(fake_issuer::claims()), 'n');
        $this->assertSame(fake_issuer::SUBJECT, $claims->subject);
    }

    /**
     * Keys that prove nothing here.
     *
     * @return array
     */
    public static function useless(): array {
        return [
            'to encrypt with' => [['use' => 'enc'] + fake_issuer::jwk('rsa'), 'rsa'],
            'for another algorithm' => [['alg' => 'RS512'] + fake_issuer::jwk('rsa'), 'rsa'],
            'too short' => [fake_issuer::jwk('small'), 'small'],
            'on another curve' => [fake_issuer::jwk('p384'), 'p384'],
            'secret' => [['kty' => 'oct', 'kid' => 'rsa', 'k' => 'AAAA'], 'rsa'],
        ];
    }

    /**
     * Such a key.
     *
     * @dataProvider useless
     * @param array $jwk
     * @param string $kid
     */
    public function test_useless_is_a_key(array $jwk, string $kid): void {
        $this->assertNull(key_set::find([$jwk], $kid));
    }

    public function test_what_another_plugin_has_set_in_the_library_is_as_before(): void {
        $kept = [JWT::$leeway, JWT::$timestamp];
        [JWT::$leeway, JWT::$timestamp] = [17, 1234];
        $token = fake_issuer::sign(fake_issuer::claims());
        $this->verifier()->id_token($token, 'n');
        $after = [JWT::$leeway, JWT::$timestamp];
        $this->assert_refused('signature', fn() => $this->verifier()->id_token(substr($token, 0, -8) . 'AAAAAAAA', 'n'));
        $this->assertSame([[17, 1234], [17, 1234]], [$after, [JWT::$leeway, JWT::$timestamp]]);
        [JWT::$leeway, JWT::$timestamp] = $kept;
    }
}
