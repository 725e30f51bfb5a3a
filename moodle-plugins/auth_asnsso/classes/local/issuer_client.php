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

use local_asnunggul\http;
use local_asnunggul\http_answer;
use local_asnunggul\http_error;
use local_asnunggul\site;

/**
 * Asks the issuer: 3 seconds to connect, 8 at most, every failure an issuer_error.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class issuer_client {
    /** Seconds a connection may take. */
    private const CONNECT_TIMEOUT = 3;

    /** Seconds a request may take in all. */
    private const TIMEOUT = 8;

    /** Seconds to learn whether the issuer is there at all; somebody waits for the login page meanwhile. */
    private const LOOK_TIMEOUT = 3;

    /** Seconds for the end of a session: somebody waits for the page after signing out, and what fails is done again later. */
    private const END_TIMEOUT = 3;

    /** No answer is longer, bytes. */
    private const MAX_BYTES = 1 << 18;

    /**
     * Takes what speaks HTTP from the container.
     *
     * @param http $http
     */
    public function __construct(
        /** @var http What speaks HTTP. */
        private readonly http $http,
    ) {
    }

    /**
     * What the issuer says of itself, fetched now; it must say that it is this issuer, and all its addresses must be safe.
     *
     * @param issuer $issuer
     * @return array
     */
    public function metadata(issuer $issuer): array {
        $url = "$issuer->url/.well-known/openid-configuration";
        $metadata = $this->json('GET', $url, [], self::LOOK_TIMEOUT);
        if (($metadata['issuer'] ?? null) !== $issuer->url) {
            throw new issuer_error(issuer_error::OTHER_ISSUER, $url);
        }
        foreach (['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as $endpoint) {
            if (!issuer::is_safe($metadata[$endpoint] ?? null)) {
                throw new issuer_error(issuer_error::NOT_AN_ISSUER, $url);
            }
        }
        return $metadata;
    }

    /**
     * The issuer's key set, fetched now.
     *
     * @param string $url
     * @return array the keys, unchecked
     */
    public function key_set(string $url): array {
        $set = $this->json('GET', $url);
        if (!is_array($set['keys'] ?? null)) {
            throw new issuer_error(issuer_error::NOT_AN_ISSUER, $url);
        }
        return array_filter($set['keys'], 'is_array');
    }

    /**
     * Asks for tokens; this site proves itself with the key of its membership.
     *
     * @param issuer $issuer
     * @param string $url the token endpoint
     * @param array $grant
     * @return array the answer, unchecked but for the access token
     */
    public function token(issuer $issuer, string $url, array $grant): array {
        $answer = $this->json('POST', $url, $grant + self::proof($issuer));
        if (!is_string($answer['access_token'] ?? null)) {
            throw new issuer_error(issuer_error::NOT_AN_ISSUER, $url);
        }
        return $answer;
    }

    /**
     * Ends the issuer's session from server to server, so that no token is in an address of the browser.
     *
     * @param issuer $issuer
     * @param string $url the end session endpoint
     * @param string $refreshtoken of the session
     */
    public function sign_out(issuer $issuer, string $url, string $refreshtoken): void {
        $this->json('POST', $url, ['refresh_token' => $refreshtoken] + self::proof($issuer), self::END_TIMEOUT);
    }

    /**
     * How many seconds the issuer's clock is ahead of this one; null if it does not say.
     *
     * @param issuer $issuer
     * @return int|null
     */
    public function clock_difference(issuer $issuer): ?int {
        return $this->send('GET', "$issuer->url/.well-known/openid-configuration")->seconds_ahead();
    }

    /**
     * The parameters by which this site proves that it is this client; good for one minute and once.
     *
     * @param issuer $issuer
     * @return array
     */
    private static function proof(issuer $issuer): array {
        return [
            'client_id' => $issuer->clientid,
            'client_assertion_type' => 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            'client_assertion' => site::sign([
                'iss' => $issuer->clientid,
                'sub' => $issuer->clientid,
                'aud' => $issuer->url,
                'jti' => bin2hex(random_bytes(16)),
                'iat' => site::now(),
                'exp' => site::now() + MINSECS,
            ]),
        ];
    }

    /**
     * One request with a JSON answer, or with the answer that there is nothing to say.
     *
     * @param string $method
     * @param string $url
     * @param array $form what is sent
     * @param int $seconds
     * @return array
     */
    private function json(string $method, string $url, array $form = [], int $seconds = self::TIMEOUT): array {
        $answer = $this->send($method, $url, $form, $seconds);
        $said = $answer->json();
        if ($answer->status === 204 || ($answer->status === 200 && $said !== null)) {
            return $said ?? [];
        }
        $error = $said['error'] ?? '';
        throw new issuer_error(match (true) {
            $answer->status >= 500 || $answer->status === 429 => issuer_error::UNREACHABLE,
            $error === 'invalid_grant' => issuer_error::GRANT,
            $error === 'invalid_client' || $error === 'unauthorized_client' => issuer_error::CLIENT,
            default => issuer_error::NOT_AN_ISSUER,
        }, $url);
    }

    /**
     * Sends a request.
     *
     * @param string $method
     * @param string $url
     * @param array $form what is sent
     * @param int $seconds
     * @return http_answer
     */
    private function send(string $method, string $url, array $form = [], int $seconds = self::TIMEOUT): http_answer {
        $options = ['connect_timeout' => self::CONNECT_TIMEOUT, 'timeout' => $seconds] + ($form ? ['form_params' => $form] : []);
        try {
            return $this->http->request($method, $url, self::MAX_BYTES, $options + ['headers' => ['Accept' => 'application/json']]);
        } catch (http_error $e) {
            throw new issuer_error(match ($e->reason) {
                http_error::BLOCKED => issuer_error::BLOCKED,
                http_error::TOO_LONG => issuer_error::NOT_AN_ISSUER,
                default => issuer_error::UNREACHABLE,
            }, $url);
        }
    }
}
