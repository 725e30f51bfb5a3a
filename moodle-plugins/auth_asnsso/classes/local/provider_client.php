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

use core\files\curl_security_helper;
use core\http_client;
use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Exception\GuzzleException;
use GuzzleHttp\Psr7\Utils;
use local_asnunggul\local\membership\keys;
use Psr\Http\Message\ResponseInterface;

/**
 * Asks the issuer; the only class here that speaks HTTP. No redirects, 3 seconds to connect, 8 at most, every failure a provider_error.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class provider_client {
    /** Seconds a connection may take. */
    private const CONNECT_TIMEOUT = 3;

    /** Seconds a request may take in all. */
    private const TIMEOUT = 8;

    /** Seconds to learn whether the issuer is there at all; somebody waits for the login page meanwhile. */
    private const LOOK_TIMEOUT = 3;

    /** No answer is longer, bytes. */
    private const MAX_BYTES = 1 << 18;

    /**
     * Takes the client from the container.
     *
     * @param http_client $http
     */
    public function __construct(
        /** @var http_client Moodle's HTTP client. */
        private readonly http_client $http,
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
        $metadata = $this->json('GET', $url, ['timeout' => self::LOOK_TIMEOUT]);
        if (($metadata['issuer'] ?? null) !== $issuer->url) {
            throw new provider_error(provider_error::OTHER_ISSUER, $url);
        }
        foreach (['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as $endpoint) {
            if (!issuer::is_safe($metadata[$endpoint] ?? null)) {
                throw new provider_error(provider_error::NOT_AN_ISSUER, $url);
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
            throw new provider_error(provider_error::NOT_AN_ISSUER, $url);
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
        $answer = $this->json('POST', $url, ['form_params' => $grant + self::proof($issuer)]);
        if (!is_string($answer['access_token'] ?? null)) {
            throw new provider_error(provider_error::NOT_AN_ISSUER, $url);
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
        $this->json('POST', $url, ['form_params' => ['refresh_token' => $refreshtoken] + self::proof($issuer)]);
    }

    /**
     * How many seconds the issuer's clock is ahead of this one; null if it does not say.
     *
     * @param issuer $issuer
     * @return int|null
     */
    public function clock_difference(issuer $issuer): ?int {
        $response = $this->send('GET', "$issuer->url/.well-known/openid-configuration");
        $theirs = strtotime($response->getHeaderLine('Date'));
        return $theirs === false ? null : $theirs - \core\di::get(\core\clock::class)->time();
    }

    /**
     * The parameters by which this site proves that it is this client.
     *
     * @param issuer $issuer
     * @return array
     */
    private static function proof(issuer $issuer): array {
        return [
            'client_id' => $issuer->clientid,
            'client_assertion_type' => 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            'client_assertion' => self::assertion($issuer),
        ];
    }

    /**
     * The proof itself, good for one minute and once.
     *
     * @param issuer $issuer
     * @return string JWT
     */
    private static function assertion(issuer $issuer): string {
        keys::document();
        $now = \core\di::get(\core\clock::class)->time();
        return keys::sign([
            'iss' => $issuer->clientid,
            'sub' => $issuer->clientid,
            'aud' => $issuer->url,
            'jti' => bin2hex(random_bytes(16)),
            'iat' => $now,
            'exp' => $now + MINSECS,
        ]);
    }

    /**
     * One request with a JSON answer, or with the answer that there is nothing to say.
     *
     * @param string $method
     * @param string $url
     * @param array $options
     * @return array
     */
    private function json(string $method, string $url, array $options = []): array {
        $response = $this->send($method, $url, $options);
        $status = $response->getStatusCode();
        if ($status === 204) {
            return [];
        }
        $answer = json_decode(Utils::copyToString($response->getBody(), self::MAX_BYTES), true, 16);
        if ($status === 200 && is_array($answer)) {
            return $answer;
        }
        $error = is_array($answer) ? ($answer['error'] ?? '') : '';
        throw new provider_error(match (true) {
            $status >= 500 || $status === 429 => provider_error::UNREACHABLE,
            $error === 'invalid_grant' => provider_error::GRANT,
            $error === 'invalid_client' || $error === 'unauthorized_client' => provider_error::CLIENT,
            default => provider_error::NOT_AN_ISSUER,
        }, $url);
    }

    /**
     * Sends a request, once more only if no connection came about: nothing was asked yet then.
     *
     * @param string $method
     * @param string $url
     * @param array $options
     * @return ResponseInterface
     */
    private function send(string $method, string $url, array $options = []): ResponseInterface {
        if ((new curl_security_helper())->url_is_blocked($url)) {
            throw new provider_error(provider_error::BLOCKED, $url);
        }
        $options += [
            'allow_redirects' => false,
            'connect_timeout' => self::CONNECT_TIMEOUT,
            'timeout' => self::TIMEOUT,
            'http_errors' => false,
            'headers' => ['Accept' => 'application/json'],
        ];
        try {
            try {
                return $this->http->request($method, $url, $options);
            } catch (ConnectException $e) {
                // The same class tells of an answer that did not come: then a code may be spent, and the time is up anyway.
                if (($e->getHandlerContext()['errno'] ?? CURLE_COULDNT_CONNECT) !== CURLE_COULDNT_CONNECT) {
                    throw $e;
                }
                return $this->http->request($method, $url, $options);
            }
        } catch (GuzzleException) {
            throw new provider_error(provider_error::UNREACHABLE, $url);
        }
    }
}
