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

use local_asnunggul\http;
use local_asnunggul\http_answer;
use local_asnunggul\http_error;

/**
 * Asks the centre: one mebibyte at most, every failure a centre_error.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class centre_client {
    /** No answer of the contract is longer, bytes. */
    private const BYTES = 1 << 20;

    /** Where both sides serve their keys. */
    private const KEY_SET = '/.well-known/jwks.json';

    /**
     * Takes the client from the container.
     *
     * @param http $http
     */
    public function __construct(
        /** @var http The HTTP client. */
        private readonly http $http,
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
        return $this->json('POST', "$centre/api/v1/join", token::bearer($centre, 'join'), $body);
    }

    /**
     * Asks what a code means, without using it up.
     *
     * @param string $centre
     * @param string $secret of the code
     * @return array the answer, unchecked
     */
    public function join_preview(string $centre, string $secret): array {
        $body = ['contract' => 1, 'code' => $secret, 'site' => identity::site()];
        return $this->json('POST', "$centre/api/v1/join/preview", null, $body);
    }

    /**
     * Leaves.
     *
     * @param string $centre
     * @return array the receipt, unchecked
     */
    public function leave(string $centre): array {
        return $this->json('POST', "$centre/api/v1/leave", token::bearer($centre, 'leave'), ['site' => identity::site()]);
    }

    /**
     * What the centre tells of this site.
     *
     * @param string $centre
     * @return array the tenant status, unchecked
     */
    public function tenant_status(string $centre): array {
        return $this->json('GET', "$centre/api/v1/status", token::bearer($centre, 'status'));
    }

    /**
     * Which of these people may not sign in anywhere any more.
     *
     * @param string $centre
     * @param string $issuer
     * @param string[] $subjects
     * @return array the answer, unchecked
     */
    public function barred(string $centre, string $issuer, array $subjects): array {
        $body = ['contract' => 1, 'issuer' => $issuer, 'subjects' => $subjects];
        return $this->json('POST', "$centre/api/v1/barred", token::bearer($centre, 'barred'), $body);
    }

    /**
     * Objects to a decision of LAN about a course of this site.
     *
     * @param string $centre
     * @param int $decision
     * @param string $reason
     * @return array the answer, unchecked
     */
    public function object_to(string $centre, int $decision, string $reason): array {
        $body = ['contract' => 1, 'decision' => $decision, 'reason' => $reason];
        return $this->json('POST', "$centre/api/v1/objections", token::bearer($centre, 'objection'), $body);
    }

    /**
     * The centre's key set, byte for byte.
     *
     * @param string $centre
     * @return string
     */
    public function key_set(string $centre): string {
        return $this->ask('GET', $centre . self::KEY_SET)->body;
    }

    /**
     * How many seconds the centre's clock is ahead of this one, to the second.
     *
     * @param string $centre
     * @return int
     */
    public function clock_difference(string $centre): int {
        return $this->ask('GET', $centre . self::KEY_SET)->seconds_ahead() ?? 0;
    }

    /**
     * This site's own key set as others get it.
     *
     * @return string
     */
    public function own_key_set(): string {
        global $CFG;
        return $this->ask('GET', "$CFG->wwwroot/local/asnunggul/jwks.php")->body;
    }

    /**
     * What this site's own feed answers a request with an Authorization header that proves nothing.
     *
     * @return http_answer
     */
    public function own_feed(): http_answer {
        global $CFG;
        $options = ['headers' => ['Authorization' => 'Bearer selftest'], 'json' => new \stdClass()];
        return $this->send('POST', "$CFG->wwwroot/local/asnunggul/feed.php", $options);
    }

    /**
     * One request with a JSON answer.
     *
     * @param string $method
     * @param string $url
     * @param string|null $bearer what proves it, where the contract wants a proof
     * @param array|null $body
     * @return array
     */
    private function json(string $method, string $url, ?string $bearer, ?array $body = null): array {
        $proof = $bearer === null ? [] : ['Authorization' => "Bearer $bearer"];
        $options = ['headers' => $proof + ['Accept' => 'application/json']];
        $answer = $this->ask($method, $url, $body === null ? $options : $options + ['json' => $body]);
        return $answer->json() ?? throw new centre_error('notacentre', $url);
    }

    /**
     * One request with a good answer.
     *
     * @param string $method
     * @param string $url
     * @param array $options
     * @return http_answer
     */
    private function ask(string $method, string $url, array $options = []): http_answer {
        $answer = $this->send($method, $url, $options);
        return $answer->status === 200 ? $answer : throw centre_error::of_answer($url, $answer);
    }

    /**
     * One request with any answer.
     *
     * @param string $method
     * @param string $url
     * @param array $options
     * @return http_answer
     */
    private function send(string $method, string $url, array $options): http_answer {
        try {
            return $this->http->request($method, $url, self::BYTES, $options);
        } catch (http_error $e) {
            throw centre_error::of_failure($e);
        }
    }
}
