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
use local_asnunggul\local\membership\token;

/**
 * Asks the API of the marketplace at the centre within one budget of time, without a word of who asks; for people of the agency
 * with this site's proof that it is this site.
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
     * @param audience $audience
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
        /** @var audience For whom is asked. */
        private audience $audience,
        /** @var bool Whether it is asked for everyone because a proof was not believed. */
        private bool $isunproven = false,
    ) {
        if ($isforpage && $audience !== audience::everyone && breaker::is_unproven()) {
            $this->go_without_proof();
        }
    }

    /**
     * The centre for a page of a member, asked for whoever is signed in.
     *
     * @return self
     */
    public static function for_page(): self {
        $url = membership::current()->centre;
        return new self(\core\di::get(http::class), $url, self::PAGE_SECONDS, true, audience::of_user());
    }

    /**
     * The centre for a scheduled task of a member.
     *
     * @param audience $audience for whom it asks
     * @return self
     */
    public static function for_task(audience $audience = audience::everyone): self {
        return new self(\core\di::get(http::class), membership::current()->centre, self::TASK_SECONDS, false, $audience);
    }

    /**
     * For whom is asked now.
     *
     * @return audience
     */
    public function audience(): audience {
        return $this->audience;
    }

    /**
     * Whether answers lack what is offered to the agency only, because the centre did not believe that this site asks.
     *
     * @return bool
     */
    public function is_unproven(): bool {
        return $this->isunproven;
    }

    /**
     * One answer, unchecked. A page is answered for everyone where a proof is not believed, and can say so.
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
                'headers' => ['Accept' => 'application/json'] + $this->proof(),
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
            case 401:
            case 404:
                // A machine on the way that knows no such address says it in other words, and it is no answer of the centre.
                $said = $answer->json()['code'] ?? null;
                if ($this->audience !== audience::everyone && in_array($said, ['unauthorised', 'not_member'], true)) {
                    return $this->unproven($path);
                }
                throw new no_answer($said === 'not_found' ? no_answer::MISSING : no_answer::AWAY);
            default:
                breaker::open();
                throw new no_answer(no_answer::AWAY);
        }
    }

    /**
     * The headers that prove which site asks; none where everyone may have the answer.
     *
     * @return array
     */
    private function proof(): array {
        return $this->audience === audience::everyone ? [] : ['Authorization' => 'Bearer ' . token::bearer($this->url, 'market')];
    }

    /**
     * What is answered where the centre does not believe that this site asks.
     *
     * @param string $path
     * @return array
     * @throws no_answer for a task, which has somebody to tell
     */
    private function unproven(string $path): array {
        if (!$this->isforpage) {
            throw new no_answer(no_answer::UNPROVEN);
        }
        breaker::doubt();
        $this->go_without_proof();
        return $this->get($path);
    }

    /**
     * Asks for everyone from now on.
     */
    private function go_without_proof(): void {
        [$this->audience, $this->isunproven] = [audience::everyone, true];
    }
}
