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
use local_asnunggul\site;
use local_asnunggul\task\pin_centre_keys;

/**
 * Lets a request in only if the centre this site joined proves that it asks, once, now, for this (contract section 2).
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class request_guard {
    /** Seconds of clock difference that are forgiven. */
    public const LEEWAY = 60;

    /** The longest a token may live, seconds. */
    private const LIFETIME = 120;

    /** Proven requests in a minute. */
    public const LIMIT = 1000;

    /** Seconds a used token is remembered: the longest any token can still be accepted after it was used. */
    private const MEMORY = self::LEEWAY + self::LIFETIME + self::LEEWAY;

    /** The longest token, bytes. */
    private const MAX_BYTES = 8192;

    /** What a token's header may have; any other member may change what the signature means. */
    private const HEADER = ['alg', 'kid', 'typ'];

    /**
     * Returns if the request may go on.
     *
     * @param string $authorization the Authorization header
     * @param string $scope what the request wants to do
     * @throws problem 404, 401 (one body for every reason) or 429
     */
    public static function require(string $authorization, string $scope): void {
        $membership = membership::current();
        if (!$membership) {
            throw new problem(404, 'not_member', 'This site has not joined.');
        }
        if ($authorization === '') {
            throw problem::unauthorised(false);
        }
        [$claims, $kid] = self::verified($authorization, $membership);
        self::check($claims, $membership->centre, $scope);
        self::spend($claims);
        self::limit();
        if (!hash_equals(hash('sha256', $membership->jwks), $claims->jwks)) {
            pin_centre_keys::queue($claims->jwks, $kid);
        }
    }

    /**
     * The claims of a token that a pinned key has signed and whose time is now, and the id of that key.
     *
     * @param string $authorization
     * @param membership $membership
     * @return array{\stdClass, string}
     */
    private static function verified(string $authorization, membership $membership): array {
        if (!preg_match('~^Bearer ([A-Za-z0-9._-]+)$~Di', $authorization, $match) || strlen($match[1]) > self::MAX_BYTES) {
            throw problem::unauthorised();
        }
        // The library keeps its clock and its leeway in static members that other plugins use as well.
        [$timestamp, $leeway] = [JWT::$timestamp, JWT::$leeway];
        [JWT::$timestamp, JWT::$leeway] = [site::now(), self::LEEWAY];
        $header = new \stdClass();
        try {
            $claims = JWT::decode($match[1], key_set::rsa($membership->jwks), $header);
        } catch (\Throwable $e) {
            // Anything may be in an unproven token, and the library answers some of it with a TypeError.
            throw problem::unauthorised();
        } finally {
            [JWT::$timestamp, JWT::$leeway] = [$timestamp, $leeway];
        }
        // A critical extension we do not know must not be ignored (RFC 7515, 4.1.11), nor a key brought along.
        if ($header->alg !== 'RS256' || array_diff(array_keys((array) $header), self::HEADER)) {
            throw problem::unauthorised();
        }
        return [$claims, $header->kid];
    }

    /**
     * Every claim is there, of its type, and says: the centre, to this site, now, for this.
     *
     * @param \stdClass $claims
     * @param string $centre
     * @param string $scope
     */
    private static function check(\stdClass $claims, string $centre, string $scope): void {
        global $CFG;
        $iat = $claims->iat ?? null;
        $exp = $claims->exp ?? null;
        $jti = $claims->jti ?? null;
        $jwks = $claims->jwks ?? null;
        // 16 random bytes are at least 22 characters in any text form.
        $good = ($claims->iss ?? null) === $centre
            && ($claims->sub ?? null) === $centre
            && ($claims->aud ?? null) === $CFG->wwwroot
            && ($claims->scope ?? null) === $scope
            && is_int($iat) && is_int($exp) && $exp > $iat && $exp - $iat <= self::LIFETIME
            && $iat <= site::now() + self::LEEWAY
            && is_string($jti) && preg_match('~^[A-Za-z0-9._-]{22,128}$~D', $jti)
            && is_string($jwks) && preg_match('~^[0-9a-f]{64}$~D', $jwks);
        if (!$good) {
            throw problem::unauthorised();
        }
    }

    /**
     * Uses the token up. All are remembered equally long, so that the memory also tells how many came in the last minute.
     *
     * @param \stdClass $claims
     */
    private static function spend(\stdClass $claims): void {
        global $DB;
        $jti = hash('sha256', $claims->jti);
        try {
            $row = ['jti' => $jti, 'expires' => site::now() + self::MEMORY];
            $DB->insert_record_raw('local_asnunggul_jti', $row, false);
        } catch (\dml_write_exception $e) {
            if ($DB->record_exists('local_asnunggul_jti', ['jti' => $jti])) {
                throw problem::unauthorised();
            }
            throw $e;
        }
    }

    /**
     * Refuses what is beyond the limit. Only proven requests count, so a stranger cannot use up the centre's share.
     */
    private static function limit(): void {
        global $DB;
        $newest = site::now() + self::MEMORY;
        // What was used while the clock was ahead was not used in the last minute.
        $minute = ['since' => $newest - MINSECS, 'newest' => $newest];
        if ($DB->count_records_select('local_asnunggul_jti', 'expires > :since AND expires <= :newest', $minute) > self::LIMIT) {
            throw new problem(429, 'rate_limited', 'Too many requests in the last minute.', MINSECS);
        }
    }
}
