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

namespace local_asnunggul\local\marketplace;

use local_asnunggul\http;
use local_asnunggul\http_error;
use local_asnunggul\local\membership\membership;

/**
 * Asks the public API of the marketplace at the centre: without proof, cookie or word of who asks, and within one budget of time.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class centre {
    /** Seconds a page may wait for the centre, all its questions together. */
    private const PAGE_SECONDS = 0.8;

    /** Seconds a scheduled task may, and tries even where pages have waited in vain. */
    private const TASK_SECONDS = 60.0;

    /** No question is begun with less time than this. */
    private const LEAST_SECONDS = 0.05;

    /** No good answer is longer, unpacked: a hundred hits with the longest texts that a card needs. */
    private const BYTES = 4 << 20;

    /**
     * Made by for_page() and for_task() only.
     *
     * @param http $http
     * @param string $url
     * @param float $left
     * @param bool $isforpage
     */
    private function __construct(
        /** @var http The HTTP client. */
        private readonly http $http,
        /** @var string The centre's address. */
        public readonly string $url,
        /** @var float Seconds that are left. */
        private float $left,
        /** @var bool Whether somebody waits for a page. */
        private readonly bool $isforpage,
    ) {
    }

    /**
     * The centre for a page of a member.
     *
     * @return self
     */
    public static function for_page(): self {
        return new self(\core\di::get(http::class), membership::current()->centre, self::PAGE_SECONDS, true);
    }

    /**
     * The centre for a scheduled task of a member.
     *
     * @return self
     */
    public static function for_task(): self {
        return new self(\core\di::get(http::class), membership::current()->centre, self::TASK_SECONDS, false);
    }

    /**
     * One answer, unchecked.
     *
     * @param string $path below the API, with its query
     * @return array
     * @throws no_answer
     */
    public function get(string $path): array {
        if ($this->left < self::LEAST_SECONDS || ($this->isforpage && breaker::is_open())) {
            throw new no_answer(no_answer::AWAY);
        }
        $begun = hrtime(true);
        try {
            $answer = $this->http->request('GET', "$this->url/api/v1/$path", self::BYTES, [
                'connect_timeout' => $this->left,
                'timeout' => $this->left,
                'headers' => ['Accept' => 'application/json'],
            ]);
        } catch (http_error $e) {
            // What is too long has come at once: it is this one answer that is no good.
            if ($e->reason !== http_error::TOO_LONG) {
                breaker::open();
            }
            throw new no_answer(no_answer::AWAY);
        } finally {
            $this->left -= (hrtime(true) - $begun) / 1e9;
        }
        switch ($answer->status) {
            case 200:
                return $answer->json() ?? throw new no_answer(no_answer::AWAY);
            case 400:
                throw new no_answer(no_answer::REFUSED);
            case 404:
                // A machine on the way that knows no such address says it in other words, and it is no answer of the centre.
                $said = $answer->json()['code'] ?? null;
                throw new no_answer($said === 'not_found' ? no_answer::MISSING : no_answer::AWAY);
            default:
                breaker::open();
                throw new no_answer(no_answer::AWAY);
        }
    }
}
