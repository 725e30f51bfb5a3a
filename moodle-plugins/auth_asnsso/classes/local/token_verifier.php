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
use local_asnunggul\site;

/**
 * Proves ID tokens: signature, issuer, audience, times, kind, nonce. Pure: keys and time are given to it.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class token_verifier {
    /** Seconds two clocks may differ. */
    private const LEEWAY = MINSECS;

    /** Seconds after which an ID token is no longer new. */
    private const ID_AGE = 10 * MINSECS;

    /** No token is longer, bytes. */
    private const MAX_BYTES = 16384;

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
        /** @var Closure From a key id to a Key or null. */
        private readonly Closure $key,
        /** @var int The time. */
        private readonly int $now,
    ) {
    }

    /**
     * The verifier of an issuer's tokens, now.
     *
     * @param known_issuer $known
     * @return self
     */
    public static function of(known_issuer $known): self {
        return new self($known->issuer, $known->key(...), site::now());
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
        $claims = $this->proven($token);
        self::demand(is_int($claims['exp'] ?? null), 'exp');
        self::demand(($claims['typ'] ?? null) === 'ID' && !isset($claims['events']), 'typ');
        $said = $claims['nonce'] ?? '';
        self::demand($nonce === null || (is_string($said) && hash_equals($nonce, $said)), 'nonce');
        self::demand(($claims['sub'] ?? '') !== '', 'sub');
        return new claims($this->issuer->url, $claims['sub'], $claims);
    }

    /**
     * The claims of a token that is the issuer's, for this site, and new.
     *
     * @param string $token
     * @return array
     */
    private function proven(string $token): array {
        $claims = $this->signed($token);
        self::demand(($claims['iss'] ?? null) === $this->issuer->url, 'iss');
        $audience = $claims['aud'] ?? null;
        $audience = is_array($audience) ? $audience : [$audience];
        self::demand(in_array($this->issuer->clientid, $audience, true), 'aud');
        $party = $claims['azp'] ?? null;
        self::demand($party === $this->issuer->clientid || ($party === null && count($audience) === 1), 'azp');
        $issued = $claims['iat'] ?? null;
        self::demand(is_int($issued), 'iat');
        self::demand($issued >= $this->now - self::ID_AGE - self::LEEWAY && $issued <= $this->now + self::LEEWAY, 'iat');
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
     * @return array
     */
    private function signed(string $token): array {
        $parts = explode('.', $token);
        $wellformed = preg_match('/^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/D', $token);
        self::demand($wellformed && strlen($token) <= self::MAX_BYTES, 'form');
        $header = json_decode(JWT::urlsafeB64Decode($parts[0]), true, 8);
        self::demand(is_array($header) && is_string($header['kid'] ?? null) && !isset($header['crit']), 'form');
        self::demand(in_array($header['alg'] ?? null, ['RS256', 'ES256', 'EdDSA'], true), 'alg');
        $key = ($this->key)($header['kid']);
        self::demand($key instanceof Key, 'kid');
        // The library keeps these for whoever comes next, and other plugins use it too.
        $before = [JWT::$leeway, JWT::$timestamp];
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
            [JWT::$leeway, JWT::$timestamp] = $before;
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
