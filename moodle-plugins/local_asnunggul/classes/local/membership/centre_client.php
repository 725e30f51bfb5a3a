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

use core\files\curl_security_helper;
use core\http_client;
use GuzzleHttp\Exception\GuzzleException;
use GuzzleHttp\Psr7\Utils;
use Psr\Http\Message\ResponseInterface;

/**
 * Asks the centre; the only class here that speaks HTTP. No redirects, 10 seconds, one mebibyte, every failure a centre_error.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class centre_client {
    /** Seconds a request may take. */
    private const TIMEOUT = 10;

    /** No answer of the contract is longer, bytes. */
    private const MAX_BYTES = 1 << 20;

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
     * Joins by code.
     *
     * @param string $centre
     * @param array $body
     * @return array the answer, unchecked
     */
    public function join(string $centre, array $body): array {
        return $this->json('POST', $centre, '/api/v1/join', 'join', $body);
    }

    /**
     * Leaves.
     *
     * @param string $centre
     * @return array the receipt, unchecked
     */
    public function leave(string $centre): array {
        return $this->json('POST', $centre, '/api/v1/leave', 'leave', ['site' => identity::site()]);
    }

    /**
     * What the centre did with this site's data.
     *
     * @param string $centre
     * @return array the report, unchecked
     */
    public function report(string $centre): array {
        return $this->json('GET', $centre, '/api/v1/report', 'report');
    }

    /**
     * The centre's key set, byte for byte.
     *
     * @param string $centre
     * @return string
     */
    public function key_set(string $centre): string {
        return $this->text($this->send('GET', "$centre/.well-known/jwks.json"), "$centre/.well-known/jwks.json");
    }

    /**
     * How many seconds the centre's clock is ahead of this one, to the second.
     *
     * @param string $centre
     * @return int
     */
    public function clock_difference(string $centre): int {
        $url = "$centre/.well-known/jwks.json";
        $response = $this->send('GET', $url);
        $this->text($response, $url);
        $theirs = strtotime($response->getHeaderLine('Date'));
        return $theirs === false ? 0 : $theirs - \core\di::get(\core\clock::class)->time();
    }

    /**
     * This site's own key set as others get it.
     *
     * @return string
     */
    public function own_key_set(): string {
        global $CFG;
        $url = "$CFG->wwwroot/local/asnunggul/jwks.php";
        return $this->text($this->send('GET', $url), $url);
    }

    /**
     * One proven request with a JSON answer.
     *
     * @param string $method
     * @param string $centre
     * @param string $path
     * @param string $scope
     * @param array|null $body
     * @return array
     */
    private function json(string $method, string $centre, string $path, string $scope, ?array $body = null): array {
        $options = ['headers' => ['Authorization' => 'Bearer ' . bearer::for($centre, $scope), 'Accept' => 'application/json']];
        if ($body !== null) {
            $options['json'] = $body;
        }
        $answer = json_decode($this->text($this->send($method, $centre . $path, $options), $centre . $path), true, 16);
        if (!is_array($answer)) {
            throw new centre_error('notacentre', $centre . $path);
        }
        return $answer;
    }

    /**
     * Sends a request, after asking Moodle's own blocking so that its refusal can be explained.
     *
     * @param string $method
     * @param string $url
     * @param array $options
     * @return ResponseInterface
     */
    private function send(string $method, string $url, array $options = []): ResponseInterface {
        if ((new curl_security_helper())->url_is_blocked($url)) {
            throw new centre_error('blocked', $url);
        }
        try {
            return $this->http->request($method, $url, $options + [
                'allow_redirects' => false,
                'connect_timeout' => self::TIMEOUT,
                'timeout' => self::TIMEOUT,
                'http_errors' => false,
            ]);
        } catch (GuzzleException $e) {
            throw centre_error::of_failure($url, $e);
        }
    }

    /**
     * The body of a good answer.
     *
     * @param ResponseInterface $response
     * @param string $url
     * @return string
     */
    private function text(ResponseInterface $response, string $url): string {
        $text = Utils::copyToString($response->getBody(), self::MAX_BYTES + 1);
        if ($response->getStatusCode() !== 200) {
            $problem = json_decode($text, true, 8);
            throw centre_error::of_answer($url, $response->getStatusCode(), is_array($problem) ? $problem : null);
        }
        if (strlen($text) > self::MAX_BYTES) {
            throw new centre_error('notacentre', $url);
        }
        return $text;
    }
}
