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

use Closure;
use Firebase\JWT\BeforeValidException;
use Firebase\JWT\ExpiredException;
use Firebase\JWT\JWT;
use Firebase\JWT\Key;
use Firebase\JWT\SignatureInvalidException;

/**
 * Proves ID tokens and logout tokens: signature, issuer, audience, times, kind, nonce. Pure: keys and time are given to it.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class token_verifier {
    /** Seconds two clocks may differ. */
    private const LEEWAY = MINSECS;

    /** Seconds after which an ID token is no longer new. */
    private const ID_AGE = 10 * MINSECS;

    /** Seconds after which a logout token is no longer new; its replay is remembered for longer (see db/caches.php). */
    private const LOGOUT_AGE = 5 * MINSECS;

    /** No token is longer, bytes. */
    private const MAX_BYTES = 16384;

    /** What a logout token tells. */
    private const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';

    /**
     * A verifier.
     *
     * @param issuer $issuer
     * @param Closure $key from a key id to a Key or null
     * @param int $now
     */
    public function __construct(
        /** @var issuer The issuer. */
        private readonly issuer $issuer,
        /** @var Closure From a key id and who asks to a Key or null. */
        private readonly Closure $key,
        /** @var int The time. */
        private readonly int $now,
    ) {
    }

    /**
     * The verifier of a provider's tokens, now.
     *
     * @param provider $provider
     * @return self
     */
    public static function of(provider $provider): self {
        return new self($provider->issuer, $provider->key(...), \core\di::get(\core\clock::class)->time());
    }

    /**
     * Proves an ID token.
     *
     * @param string $token
     * @param string|null $nonce null for one that came with a refresh
     * @return claims
     * @throws sign_in_refused `badtoken`
     */
    public function id_token(string $token, ?string $nonce): claims {
        $claims = $this->proven($token, self::ID_AGE, 'login');
        self::demand(is_int($claims['exp'] ?? null), 'exp');
        self::demand(($claims['typ'] ?? null) === 'ID' && !isset($claims['events']), 'typ');
        $said = $claims['nonce'] ?? '';
        self::demand($nonce === null || (is_string($said) && hash_equals($nonce, $said)), 'nonce');
        self::demand(($claims['sub'] ?? '') !== '', 'sub');
        return new claims($this->issuer->url, $claims['sub'], $claims);
    }

    /**
     * Proves a logout token; whether it was seen before is not asked here.
     *
     * @param string $token
     * @return array its claims: `sid`, `sub` or both are texts, `jti` is one
     * @throws sign_in_refused `badtoken`
     */
    public function logout_token(string $token): array {
        $claims = $this->proven($token, self::LOGOUT_AGE, 'logout');
        self::demand(is_array($claims['events'][self::LOGOUT] ?? null) && !isset($claims['nonce']), 'typ');
        self::demand(!isset($claims['exp']) || is_int($claims['exp']), 'exp');
        self::demand(is_string($claims['jti'] ?? null) && $claims['jti'] !== '', 'jti');
        self::demand(($claims['sid'] ?? '') !== '' || ($claims['sub'] ?? '') !== '', 'sub');
        return $claims;
    }

    /**
     * The claims of a token that is the issuer's, for this site, and new.
     *
     * @param string $token
     * @param int $age seconds it may be old
     * @param string $asker see provider::key()
     * @return array
     */
    private function proven(string $token, int $age, string $asker): array {
        $claims = $this->signed($token, $asker);
        self::demand(($claims['iss'] ?? null) === $this->issuer->url, 'iss');
        $audience = $claims['aud'] ?? null;
        $audience = is_array($audience) ? $audience : [$audience];
        self::demand(in_array($this->issuer->clientid, $audience, true), 'aud');
        $party = $claims['azp'] ?? null;
        self::demand($party === $this->issuer->clientid || ($party === null && count($audience) === 1), 'azp');
        $issued = $claims['iat'] ?? null;
        self::demand(is_int($issued), 'iat');
        self::demand($issued >= $this->now - $age - self::LEEWAY && $issued <= $this->now + self::LEEWAY, 'iat');
        // What could not be kept could not be found again when the issuer ends it.
        foreach (['sub', 'sid'] as $name) {
            self::demand(is_string($claims[$name] ?? '') && strlen($claims[$name] ?? '') <= 255, $name);
        }
        return $claims;
    }

    /**
     * The claims of a token signed with one of the issuer's keys and not expired.
     *
     * @param string $token
     * @param string $asker see provider::key()
     * @return array
     */
    private function signed(string $token, string $asker): array {
        $parts = explode('.', $token);
        $wellformed = strlen($token) <= self::MAX_BYTES && preg_match('/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/D', $token);
        self::demand((bool) $wellformed, 'form');
        $header = json_decode(JWT::urlsafeB64Decode($parts[0]), true, 8);
        self::demand(is_array($header) && is_string($header['kid'] ?? null) && !isset($header['crit']), 'form');
        self::demand(in_array($header['alg'] ?? null, ['RS256', 'ES256', 'EdDSA'], true), 'alg');
        $key = ($this->key)($header['kid'], $asker);
        self::demand($key instanceof Key, 'kid');
        [JWT::$leeway, JWT::$timestamp] = [self::LEEWAY, $this->now];
        try {
            JWT::decode($token, [$header['kid'] => $key]);
        } catch (\Throwable $e) {
            // Whatever the library thinks of the contents, also by a TypeError, is a refusal.
            throw new sign_in_refused('badtoken', match ($e::class) {
                SignatureInvalidException::class => 'signature',
                ExpiredException::class => 'exp',
                BeforeValidException::class => 'iat',
                default => 'form',
            });
        } finally {
            [JWT::$leeway, JWT::$timestamp] = [0, null];
        }
        $claims = json_decode(JWT::urlsafeB64Decode($parts[1]), true, 16);
        self::demand(is_array($claims), 'form');
        return $claims;
    }

    /**
     * Refuses the token unless a check holds.
     *
     * @param bool $holds
     * @param string $check its name, for the log
     */
    private static function demand(bool $holds, string $check): void {
        if (!$holds) {
            throw new sign_in_refused('badtoken', $check);
        }
    }
}
