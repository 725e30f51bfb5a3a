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
use local_asnunggul\tests\fake_centre;

/**
 * Keys are made once, published exactly, and rotate without a gap.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\keys
 * @covers     \local_asnunggul\local\membership\key_pair
 * @covers     \local_asnunggul\local\membership\token
 * @covers     \local_asnunggul\task\rotate_keys
 */
final class keys_test extends \advanced_testcase {
    /** @var \core\clock The time of the test, moved by hand. */
    private \core\clock $clock;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->clock = $this->mock_clock_with_frozen(1700000000);
        JWT::$timestamp = 1700000000;
    }

    #[\Override]
    protected function tearDown(): void {
        JWT::$timestamp = null;
        parent::tearDown();
    }

    /**
     * The kids of the published set.
     *
     * @return string[]
     */
    private function published(): array {
        return array_column(json_decode(keys::document(), true)['keys'], 'kid');
    }

    /**
     * The kid that signs now.
     *
     * @return string
     */
    private function signing(): string {
        return json_decode(base64_decode(strtr(explode('.', keys::sign([]))[0], '-_', '+/')))->kid;
    }

    /**
     * The claims of a token, verified with the published set.
     *
     * @param string $token
     * @return array
     */
    private function verified(string $token): array {
        return (array) JWT::decode($token, JWK::parseKeySet(json_decode(keys::document(), true)));
    }

    public function test_the_first_visitor_makes_the_keys_and_the_second_finds_them(): void {
        $document = keys::document();
        $this->assertCount(1, json_decode($document, true)['keys']);
        $this->assertSame($document, keys::document());
    }

    public function test_the_published_key_is_public_only_and_long_enough(): void {
        $key = json_decode(keys::document(), true)['keys'][0];
        $this->assertEqualsCanonicalizing(['kty', 'use', 'alg', 'kid', 'n', 'e'], array_keys($key));
        $this->assertSame(['RSA', 'sig', 'RS256', 'AQAB'], [$key['kty'], $key['use'], $key['alg'], $key['e']]);
        $this->assertSame(256, strlen(base64_decode(strtr($key['n'], '-_', '+/'))));
    }

    public function test_the_kid_is_the_thumbprint_of_the_key(): void {
        $key = json_decode(keys::document(), true)['keys'][0];
        $json = '{"e":"' . $key['e'] . '","kty":"RSA","n":"' . $key['n'] . '"}';
        $this->assertSame(rtrim(strtr(base64_encode(hash('sha256', $json, true)), '+/', '-_'), '='), $key['kid']);
    }

    public function test_the_private_half_is_nowhere_in_the_clear(): void {
        keys::document();
        $stored = json_encode(get_config('local_asnunggul'), JSON_UNESCAPED_SLASHES);
        $this->assertStringContainsString('sodium:', $stored);
        $this->assertStringNotContainsString('PRIVATE', $stored);
        // In base64, "PRIVATE KEY" begins in one of three ways.
        foreach (['UFJJVkFURSBLRV', 'BSSVZBVEUgS0VZ', 'QUklWQVRFIEtFW'] as $encoded) {
            $this->assertStringNotContainsString($encoded, $stored);
        }
    }

    public function test_what_is_signed_verifies_with_the_published_set_and_announces_it(): void {
        $this->assertSame(['x' => 1, 'jwks' => hash('sha256', keys::document())], $this->verified(keys::sign(['x' => 1])));
    }

    public function test_a_next_key_is_published_but_does_not_sign_yet(): void {
        $old = $this->signing();
        $digest = keys::digest();
        $this->assertSame('published', keys::publish_next());
        $this->assertCount(2, $this->published());
        $this->assertContains($old, $this->published());
        $this->assertSame($old, $this->signing());
        $this->assertNotSame($digest, keys::digest());
    }

    public function test_asking_twice_publishes_one_next_key(): void {
        keys::publish_next();
        $document = keys::document();
        keys::publish_next();
        $this->assertSame($document, keys::document());
    }

    public function test_the_switch_waits_for_a_day(): void {
        $old = $this->signing();
        keys::publish_next();
        $this->clock->bump(keys::STEP - 1);
        $this->assertSame('published', keys::advance());
        $this->assertSame($old, $this->signing());
    }

    public function test_the_switch_changes_the_signer_but_not_a_byte_of_the_set(): void {
        $old = $this->signing();
        keys::publish_next();
        $document = keys::document();
        $this->clock->bump(keys::STEP);
        $this->assertSame('switched', keys::advance());
        $this->assertNotSame($old, $this->signing());
        $this->assertContains($this->signing(), $this->published());
        $this->assertSame($document, keys::document());
    }

    public function test_the_switch_of_a_member_waits_until_the_centre_has_read_the_site(): void {
        fake_centre::adopt();
        set_config('lastread', 1700000000 - 1, 'local_asnunggul');
        keys::publish_next();
        $this->clock->bump(30 * keys::STEP);
        $this->assertSame('published', keys::advance());
        // Noted by a clock that was ahead: that was not since.
        set_config('lastread', 1700000000 + YEARSECS, 'local_asnunggul');
        $this->assertSame('published', keys::advance());
        set_config('lastread', 1700000000 + 1, 'local_asnunggul');
        $this->assertSame('switched', keys::advance());
    }

    public function test_the_old_key_is_retired_a_day_after_the_switch(): void {
        $old = $this->signing();
        keys::publish_next();
        $this->clock->bump(keys::STEP);
        keys::advance();
        $this->clock->bump(keys::STEP - 1);
        $this->assertSame('switched', keys::advance());
        $this->assertContains($old, $this->published());
        $this->clock->bump(1);
        $this->assertSame('steady', keys::advance());
        $this->assertSame([$this->signing()], $this->published());
    }

    public function test_a_rotation_begins_by_itself_after_a_year_and_not_before(): void {
        keys::document();
        $this->clock->bump(keys::LIFETIME - 1);
        $this->assertSame('steady', keys::advance());
        $this->clock->bump(1);
        $this->expectOutputString("Key rotation: published\n");
        (new \local_asnunggul\task\rotate_keys())->execute();
    }

    public function test_replaced_keys_share_nothing_with_the_old_ones(): void {
        keys::publish_next();
        $old = $this->published();
        keys::replace();
        $this->assertCount(1, $this->published());
        $this->assertSame([], array_intersect($old, $this->published()));
        $this->assertSame('steady', keys::state());
    }

    public function test_a_lost_encryption_key_is_noticed(): void {
        $this->assertTrue(keys::readable());
        $pair = json_decode(get_config('local_asnunggul', 'key_current'), true);
        foreach ([\core\encryption::encrypt('not a key'), 'sodium:' . base64_encode(str_repeat('x', 100))] as $private) {
            set_config('key_current', json_encode(['private' => $private] + $pair), 'local_asnunggul');
            $this->assertFalse(keys::readable());
        }
    }

    public function test_the_seal_is_the_sites_for_its_centre_over_these_bytes(): void {
        global $CFG;
        fake_centre::adopt();
        $this->assertSame([
            'iss' => $CFG->wwwroot,
            'aud' => fake_centre::URL,
            'iat' => 1700000000,
            'exp' => 1700000120,
            'nonce' => 'nonce-of-the-request',
            'sha256' => str_repeat('a', 64),
            'jwks' => keys::digest(),
        ], $this->verified(token::seal('nonce-of-the-request', str_repeat('a', 64))));
    }

    public function test_the_bearer_says_who_asks_whom_for_what_and_never_twice_the_same(): void {
        global $CFG;
        $first = $this->verified(token::bearer(fake_centre::URL, 'status'));
        $second = $this->verified(token::bearer(fake_centre::URL, 'status'));
        $this->assertNotSame($first['jti'], $second['jti']);
        $this->assertSame(22, strlen($first['jti']));
        unset($first['jti']);
        $this->assertSame([
            'iss' => $CFG->wwwroot,
            'aud' => fake_centre::URL,
            'iat' => 1700000000,
            'exp' => 1700000120,
            'sub' => $CFG->wwwroot,
            'scope' => 'status',
            'jwks' => keys::digest(),
        ], $first);
    }
}
