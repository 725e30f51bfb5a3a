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

namespace local_asnunggul;

use core\files\curl_security_helper;
use core\http_client;
use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Exception\GuzzleException;
use GuzzleHttp\Psr7\DroppingStream;
use GuzzleHttp\Psr7\Utils;

/**
 * One request to another server; the only class of both plugins that speaks HTTP. Follows no redirect, reads no more than it may.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class http {
    /** Seconds the connection, and everything, may take unless who asks says otherwise. */
    private const SECONDS = 10;

    /** cURL stopped because the body would not be taken: it is longer than it may be. */
    private const NOT_TAKEN = 23;

    /**
     * Takes the client from the container.
     *
     * @param http_client $client
     */
    public function __construct(
        /** @var http_client Moodle's HTTP client. */
        private readonly http_client $client,
    ) {
    }

    /**
     * Sends a request and returns the answer, whatever its status; once more only if no connection came about, for then
     * nothing was asked.
     *
     * @param string $method
     * @param string $url
     * @param int $bytes of the unpacked body that may come back
     * @param array $options of Guzzle: `headers`, `json`, `form_params`; `connect_timeout` and `timeout` in seconds
     * @return http_answer
     * @throws http_error for every reason why there is no answer
     */
    public function request(string $method, string $url, int $bytes, array $options = []): http_answer {
        // Moodle's client asks this too, but its refusal cannot be told from others.
        if ((new curl_security_helper())->url_is_blocked($url)) {
            throw new http_error(http_error::BLOCKED, $url);
        }
        try {
            try {
                $response = $this->send($method, $url, $bytes, $options);
            } catch (ConnectException $e) {
                // The same class tells of an answer that did not come: then something was asked, and the time is up anyway.
                if (($e->getHandlerContext()['errno'] ?? CURLE_COULDNT_CONNECT) !== CURLE_COULDNT_CONNECT) {
                    throw $e;
                }
                $response = $this->send($method, $url, $bytes, $options);
            }
        } catch (GuzzleException $e) {
            throw self::error($url, $e);
        }
        $response->getBody()->rewind();
        $body = Utils::copyToString($response->getBody(), $bytes + 1);
        if (strlen($body) > $bytes) {
            throw new http_error(http_error::TOO_LONG, $url);
        }
        $date = strtotime($response->getHeaderLine('Date'));
        $challenge = $response->getHeaderLine('WWW-Authenticate');
        return new http_answer($response->getStatusCode(), $body, $date === false ? null : $date, $challenge);
    }

    /**
     * Sends it, once. The body is counted while it comes, after it is unpacked.
     *
     * @param string $method
     * @param string $url
     * @param int $bytes
     * @param array $options
     * @return \Psr\Http\Message\ResponseInterface
     */
    private function send(string $method, string $url, int $bytes, array $options): \Psr\Http\Message\ResponseInterface {
        return $this->client->request($method, $url, [
            'allow_redirects' => false,
            'http_errors' => false,
            'sink' => new DroppingStream(Utils::streamFor(Utils::tryFopen('php://temp', 'w+')), $bytes + 1),
        ] + $options + ['connect_timeout' => self::SECONDS, 'timeout' => self::SECONDS]);
    }

    /**
     * The error a failure stands for.
     *
     * @param string $url
     * @param GuzzleException $failure
     * @return http_error
     */
    private static function error(string $url, GuzzleException $failure): http_error {
        $context = method_exists($failure, 'getHandlerContext') ? $failure->getHandlerContext() : [];
        return new http_error(match ($context['errno'] ?? 0) {
            CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY => http_error::DNS,
            CURLE_COULDNT_CONNECT => http_error::REFUSED,
            CURLE_OPERATION_TIMEOUTED => http_error::TIMEOUT,
            CURLE_SSL_CONNECT_ERROR, CURLE_SSL_PEER_CERTIFICATE, CURLE_SSL_CACERT, 77, 83 => http_error::TLS,
            self::NOT_TAKEN => http_error::TOO_LONG,
            default => http_error::NETWORK,
        }, $url, (string) ($context['error'] ?? ''));
    }
}
