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

namespace auth_asnsso\tests;

use auth_asnsso\local\issuer;
use auth_asnsso\local\tokens;
use Firebase\JWT\JWT;
use GuzzleHttp\Psr7\Response;
use local_asnunggul\site;
use local_asnunggul\tests\member_site;

/**
 * An identity issuer for tests: it has real keys, makes tokens good and bad, and answers. Nothing of it touches the network.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fake_issuer {
    /** The issuer. */
    public const URL = 'https://id.example/realms/asn-unggul';

    /** This site there. */
    public const CLIENT = 'moodle-contoh';

    /** Somebody there. */
    public const SUBJECT = '00000000-0000-4000-8000-00000000000a';

    /** @var array[] Private half, algorithm and JWK by name; dear to make, and no test changes them. */
    private static array $pairs = [];

    /**
     * Makes the site under test a member whose membership names this issuer, with signing in switched on.
     *
     * @param string $url
     */
    public static function adopt(string $url = self::URL): void {
        $oidc = ['issuer' => $url, 'client_id' => self::CLIENT];
        member_site::join(['oidc' => $oidc]);
        \core\plugininfo\auth::enable_plugin('asnsso', 1);
        // Moodle's blocking looks hosts up in the network as soon as one address is forbidden.
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
    }

    /**
     * The issuer as the plugin knows it.
     *
     * @return issuer
     */
    public static function issuer(): issuer {
        return new issuer(self::URL, self::CLIENT);
    }

    /**
     * A public key.
     *
     * @param string $name the first part says its kind: `rsa`, `ec`, `ed`, `p384` or `small`
     * @return array JWK
     */
    public static function jwk(string $name = 'rsa'): array {
        return self::pair($name)['jwk'];
    }

    /**
     * A public key as PEM, to sign with as if it were a secret.
     *
     * @param string $name
     * @return string
     */
    public static function public_pem(string $name = 'rsa'): string {
        return openssl_pkey_get_details(self::pair($name)['key'])['key'];
    }

    /**
     * A token.
     *
     * @param array $claims
     * @param string $name the key
     * @param string|null $kid
     * @return string
     */
    public static function sign(array $claims, string $name = 'rsa', ?string $kid = null): string {
        $pair = self::pair($name);
        return JWT::encode($claims, $pair['key'], $pair['alg'], $kid ?? $pair['jwk']['kid']);
    }

    /**
     * The claims of a good ID token.
     *
     * @param array $changes null removes one
     * @return array
     */
    public static function claims(array $changes = []): array {
        $now = site::now();
        return self::changed([
            'iss' => self::URL,
            'aud' => self::CLIENT,
            'azp' => self::CLIENT,
            'sub' => self::SUBJECT,
            'typ' => 'ID',
            'iat' => $now,
            'exp' => $now + 300,
            'nonce' => 'n',
            'sid' => 'sid-1',
            'given_name' => 'Contoh',
            'family_name' => 'Satu',
            'email' => 'contoh@example.invalid',
            'email_verified' => true,
            'status_asn' => 'aktif',
        ], $changes);
    }

    /**
     * The claims of a good logout token.
     *
     * @param array $changes null removes one
     * @return array
     */
    public static function logout_claims(array $changes = []): array {
        $now = site::now();
        return self::changed([
            'iss' => self::URL,
            'aud' => self::CLIENT,
            'sub' => self::SUBJECT,
            'sid' => 'sid-1',
            'typ' => 'Logout',
            'iat' => $now,
            'exp' => $now + 120,
            'jti' => bin2hex(random_bytes(8)),
            'events' => ['http://schemas.openid.net/event/backchannel-logout' => new \stdClass()],
        ], $changes);
    }

    /**
     * Tokens as a sign-in leaves them.
     *
     * @param int $seconds until the access token ends
     * @param string|null $refresh
     * @return tokens
     */
    public static function tokens(int $seconds = 300, ?string $refresh = 'refresh-1'): tokens {
        return new tokens('access-1', $refresh, site::now() + $seconds);
    }

    /**
     * What the issuer says of itself.
     *
     * @param array $changes
     * @return Response
     */
    public static function metadata(array $changes = []): Response {
        $base = self::URL . '/protocol/openid-connect';
        return self::response(self::changed([
            'issuer' => self::URL,
            'authorization_endpoint' => "$base/auth",
            'token_endpoint' => "$base/token",
            'end_session_endpoint' => "$base/logout",
            'jwks_uri' => "$base/certs",
        ], $changes));
    }

    /**
     * The key set as it is served.
     *
     * @param string ...$names
     * @return Response
     */
    public static function keys(string ...$names): Response {
        return self::response(['keys' => array_map(self::jwk(...), $names ?: ['rsa'])]);
    }

    /**
     * The answer of the token endpoint.
     *
     * @param array $changes
     * @return Response
     */
    public static function given(array $changes = []): Response {
        return self::response(self::changed(
            ['access_token' => 'access-2', 'refresh_token' => 'refresh-2', 'expires_in' => 300, 'token_type' => 'Bearer'],
            $changes
        ));
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
     * Base64url.
     *
     * @param array|string $value
     * @return string
     */
    public static function encode(array|string $value): string {
        return JWT::urlsafeB64Encode(is_array($value) ? json_encode($value) : $value);
    }

    /**
     * Values with changes; null removes one.
     *
     * @param array $values
     * @param array $changes
     * @return array
     */
    private static function changed(array $values, array $changes): array {
        return array_filter($changes + $values, fn(mixed $value): bool => $value !== null);
    }

    /**
     * A key pair.
     *
     * @param string $name
     * @return array
     */
    private static function pair(string $name): array {
        return self::$pairs[$name] ??= match (strtok($name, '-')) {
            'rsa' => self::rsa($name, 2048),
            'small' => self::rsa($name, 1024),
            'ec' => self::ec($name, 'prime256v1', 'P-256', 'ES256'),
            'p384' => self::ec($name, 'secp384r1', 'P-384', 'ES384'),
            'ed' => self::ed($name),
        };
    }

    /**
     * An RSA pair.
     *
     * @param string $name
     * @param int $bits
     * @return array
     */
    private static function rsa(string $name, int $bits): array {
        $key = openssl_pkey_new(['private_key_bits' => $bits, 'private_key_type' => OPENSSL_KEYTYPE_RSA]);
        ['n' => $n, 'e' => $e] = openssl_pkey_get_details($key)['rsa'];
        $jwk = ['kty' => 'RSA', 'kid' => $name, 'use' => 'sig', 'alg' => 'RS256', 'n' => self::encode($n), 'e' => self::encode($e)];
        return ['key' => $key, 'alg' => 'RS256', 'jwk' => $jwk];
    }

    /**
     * A pair on a curve.
     *
     * @param string $name
     * @param string $curve OpenSSL's word
     * @param string $crv JOSE's word
     * @param string $alg
     * @return array
     */
    private static function ec(string $name, string $curve, string $crv, string $alg): array {
        $key = openssl_pkey_new(['curve_name' => $curve, 'private_key_type' => OPENSSL_KEYTYPE_EC]);
        ['x' => $x, 'y' => $y] = openssl_pkey_get_details($key)['ec'];
        $jwk = ['kty' => 'EC', 'kid' => $name, 'use' => 'sig', 'crv' => $crv, 'x' => self::encode($x), 'y' => self::encode($y)];
        return ['key' => $key, 'alg' => $alg, 'jwk' => $jwk];
    }

    /**
     * An Ed25519 pair.
     *
     * @param string $name
     * @return array
     */
    private static function ed(string $name): array {
        $pair = sodium_crypto_sign_keypair();
        $jwk = ['kty' => 'OKP', 'kid' => $name, 'crv' => 'Ed25519', 'x' => self::encode(sodium_crypto_sign_publickey($pair))];
        return ['key' => base64_encode(sodium_crypto_sign_secretkey($pair)), 'alg' => 'EdDSA', 'jwk' => $jwk];
    }
}
