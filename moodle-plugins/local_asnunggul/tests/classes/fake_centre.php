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

namespace local_asnunggul\tests;

use Firebase\JWT\JWT;
use GuzzleHttp\Psr7\Response;
use local_asnunggul\local\membership\key_pair;
use local_asnunggul\local\membership\membership;

/**
 * A centre for tests: it has keys, makes tokens good and bad, join codes and answers. Nothing of it touches the network.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fake_centre {
    /** The centre's address. */
    public const URL = 'https://centre.example';

    /** @var array[] Key pair and private half by name; dear to make, and no test changes them. */
    private static array $pairs = [];

    /**
     * One of the centre's key pairs.
     *
     * @param string $name
     * @return key_pair
     */
    public static function pair(string $name = 'first'): key_pair {
        return self::made($name)[0];
    }

    /**
     * The private half of a pair.
     *
     * @param string $name
     * @return string PEM
     */
    public static function private(string $name = 'first'): string {
        return self::made($name)[1];
    }

    /**
     * A pair, decrypted at once: every test has an encryption key of its own.
     *
     * @param string $name
     * @return array
     */
    private static function made(string $name): array {
        if (!isset(self::$pairs[$name])) {
            $pair = key_pair::create(0);
            self::$pairs[$name] = [$pair, $pair->private_pem()];
        }
        return self::$pairs[$name];
    }

    /**
     * The centre's key set as it serves it.
     *
     * @param string ...$names
     * @return string JSON
     */
    public static function jwks(string ...$names): string {
        $keys = array_map(fn(string $name): array => self::pair($name)->jwk, $names ?: ['first']);
        return json_encode(['keys' => $keys], JSON_UNESCAPED_SLASHES);
    }

    /**
     * Makes the site under test a member, without asking anybody.
     */
    public static function adopt(): void {
        membership::keep(self::URL, self::join_answer());
    }

    /**
     * The claims of a good request.
     *
     * @param array $changes to the claims; null removes one
     * @return array
     */
    public static function claims(array $changes = []): array {
        global $CFG;
        $now = \core\di::get(\core\clock::class)->time();
        return array_filter($changes + [
            'iss' => self::URL,
            'sub' => self::URL,
            'aud' => $CFG->wwwroot,
            'iat' => $now,
            'exp' => $now + 120,
            'jti' => bin2hex(random_bytes(16)),
            'scope' => 'feed',
            'jwks' => hash('sha256', self::jwks()),
        ], fn(mixed $value): bool => $value !== null);
    }

    /**
     * An Authorization header.
     *
     * @param array $changes to the claims
     * @param array $header to the token's header
     * @param string $signer
     * @param string|null $kid
     * @return string
     */
    public static function bearer(array $changes = [], array $header = [], string $signer = 'first', ?string $kid = null): string {
        $kid ??= self::pair($signer)->jwk['kid'];
        return 'Bearer ' . JWT::encode(self::claims($changes), self::private($signer), 'RS256', $kid, $header);
    }

    /**
     * A join code.
     *
     * @param string $url
     * @return string
     */
    public static function code(string $url = self::URL): string {
        return 'ASN1.' . JWT::urlsafeB64Encode($url) . '.' . str_repeat('s', 22);
    }

    /**
     * The answer to a join.
     *
     * @param array $changes
     * @return array
     */
    public static function join_answer(array $changes = []): array {
        return $changes + [
            'contract' => 1,
            'tenant' => 'bkd-contoh',
            'centre' => self::URL,
            'jwks' => json_decode(self::jwks(), true),
            'agency' => 'BKD Contoh',
            'oidc' => null,
        ];
    }

    /**
     * An answer over HTTP.
     *
     * @param array|string $body
     * @param int $status
     * @param array $headers
     * @return Response
     */
    public static function response(array|string $body, int $status = 200, array $headers = []): Response {
        return new Response($status, $headers, is_array($body) ? json_encode($body) : $body);
    }

    /**
     * An error of the contract over HTTP.
     *
     * @param int $status
     * @param string $code
     * @param string $detail
     * @return Response
     */
    public static function problem(int $status, string $code, string $detail = 'Because.'): Response {
        return self::response(['type' => 'about:blank', 'status' => $status, 'code' => $code, 'detail' => $detail], $status);
    }
}
