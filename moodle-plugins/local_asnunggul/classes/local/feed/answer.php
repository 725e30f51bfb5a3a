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

namespace local_asnunggul\local\feed;

use local_asnunggul\local\feed\kind\kind;
use local_asnunggul\local\membership\identity;
use local_asnunggul\local\membership\membership;
use local_asnunggul\local\membership\problem;
use local_asnunggul\local\membership\token;
use local_asnunggul\local\setting;
use local_asnunggul\site;

/**
 * The sealed answer to one request: docs/contract.md section 3; reads through the kinds and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class answer {
    /** @var array{int, string} The head of the change log before any row was read. */
    private array $head;

    /** @var bool Whether entries without a number were left. */
    private bool $backlog = false;

    /**
     * Prepares the answer.
     *
     * @param request $request
     * @param answer_body $body
     */
    public function __construct(
        /** @var request What is answered. */
        private readonly request $request,
        /** @var answer_body Where it is written. */
        private readonly answer_body $body,
    ) {
    }

    /**
     * Writes handshake, pages and seal.
     */
    public function write(): void {
        $asks = membership::is_paused() ? [] : $this->request->asks;
        // What reads the tables must not depend on events that never fired.
        if (array_filter($asks, fn(\stdClass $ask): bool => $ask->operation === 'digest' || ($ask->after ?? null) === 0)) {
            numbering::refresh_offers();
        }
        present::read(function () use ($asks): void {
            if (in_array('changes', array_column($asks, 'operation'), true)) {
                $this->backlog = numbering::run();
            }
            if ($asks) {
                offers::mark_seen();
            }
            $this->write_pages();
        });
        $this->body->line(['seal' => token::seal($this->request->nonce, $this->body->sha256())]);
    }

    /**
     * Handshake and pages.
     */
    private function write_pages(): void {
        $this->head = change_reader::head();
        $this->body->line($this->handshake());
        foreach ($this->request->asks as $ask) {
            $this->write_page($ask);
        }
    }

    /**
     * Who answers.
     *
     * @return array
     */
    private function handshake(): array {
        global $CFG;

        $plugin = versions::plugin();
        return [
            'contract' => $this->request->contract,
            'contracts' => request::CONTRACTS,
            'site' => identity::site(),
            'url' => $CFG->wwwroot,
            'epoch' => identity::epoch(),
            'nonce' => $this->request->nonce,
            'plugin' => $plugin->version,
            'release' => $plugin->release,
            'moodle' => $CFG->release,
            'php' => PHP_VERSION,
            'clock' => site::now(),
            'streams' => setting::streams_on(),
            'log' => $this->head,
            'paused' => membership::is_paused(),
            'sign_in' => self::signs_in(),
        ] + ($this->request->contract > 2 ? ['profile' => profile::of_site()] : []);
    }

    /**
     * Whether people sign in here at the identity issuer: then links from elsewhere go by way of that.
     *
     * @return bool
     */
    private static function signs_in(): bool {
        global $CFG;
        require_once("$CFG->libdir/authlib.php");
        return is_enabled_auth('asnsso') && get_auth_plugin('asnsso')->is_configured();
    }

    /**
     * Head, rows and tail of one ask.
     *
     * @param \stdClass $ask
     */
    private function write_page(\stdClass $ask): void {
        $from = match ($ask->operation) {
            'changes' => $ask->cursor,
            'snapshot' => $ask->after,
            'digest', 'image' => null,
        };
        $refused = $this->refusal($ask);
        $nothing = [[], 0, $from, false];
        try {
            $rows = answer_body::encoded((object)($page = $refused === null ? $this->page($ask) : $nothing)[0]);
        } catch (problem $problem) {
            throw $problem;
        } catch (\Throwable $e) {
            // What one stream cannot say is no reason for the others to be silent.
            failure::log($e, "$ask->stream " . ($ask->kind ?? $ask->operation));
            [$refused, $page, $rows] = ['failed', $nothing, answer_body::encoded((object)[])];
        }
        [, $count, $to, $more] = $page;
        // As text they are there a second time.
        unset($page);
        $this->body->line([
            'stream' => $ask->stream,
            'operation' => $ask->operation,
            'kind' => $ask->kind ?? null,
            'from' => $from,
            'log' => $this->head,
            'refused' => $refused,
        ]);
        $this->body->add($rows);
        $this->body->line(['count' => $count, 'to' => $to, 'more' => $more]);
    }

    /**
     * What is answered.
     *
     * @param \stdClass $ask
     * @return array rows, count, to, more
     */
    private function page(\stdClass $ask): array {
        return match ($ask->operation) {
            'changes' => $this->changes($ask),
            'snapshot' => $this->snapshot($ask),
            'digest' => $this->digest($ask),
            'image' => $this->image($ask),
        };
    }

    /**
     * Why an ask is not answered.
     *
     * @param \stdClass $ask
     * @return string|null
     */
    private function refusal(\stdClass $ask): ?string {
        return match (true) {
            membership::is_paused() => 'paused',
            !setting::stream($ask->stream)->is_on() => 'off',
            $ask->operation === 'changes' => change_reader::refusal($ask->cursor, $this->head),
            default => null,
        };
    }

    /**
     * The current state of every key that changed after a cursor.
     *
     * @param \stdClass $ask
     * @return array rows, count, to, more
     */
    private function changes(\stdClass $ask): array {
        $kinds = streams::kinds($ask->stream, $this->request->contract);
        $limit = min($ask->limit, ...array_map(fn(kind $kind): int => $kind::PAGE_SIZE, array_values($kinds)));
        $entries = change_reader::entries($ask->cursor[0], $this->head[0], array_keys($kinds), $limit);
        $read = new key_rows($kinds);
        $done = 0;
        foreach (array_chunk($entries, min(array_map(fn(kind $kind): int => $kind::READ_SIZE, array_values($kinds)))) as $part) {
            $read->add($part);
            $done += count($part);
            if ($read->is_full()) {
                break;
            }
        }
        [$rows, $count] = [$read->rows(), $read->count()];
        if ($done === $limit || $done < count($entries)) {
            $last = array_values($entries)[$done - 1];
            $to = [(int)$last->seq, $last->mark];
            return [$rows, $count, $to, $to !== $this->head || $this->backlog];
        }
        return [$rows, $count, $this->head, $this->backlog && $this->head[0] > $ask->cursor[0]];
    }

    /**
     * The rows of one kind after an id.
     *
     * @param \stdClass $ask
     * @return array rows, count, to, more
     */
    private function snapshot(\stdClass $ask): array {
        $kind = streams::kind($ask->kind, $this->request->contract);
        [$found, $last, $more] = $kind->page($ask->after, $ask->limit, $ask->buckets ?? null);
        $rows = [$ask->kind => ['columns' => $kind->columns(), 'rows' => $found, 'gone' => [], 'erased' => []]];
        return [$rows, count($found), $last, $more];
    }

    /**
     * The small image with a sha256.
     *
     * @param \stdClass $ask
     * @return array rows, count, to, more
     */
    private function image(\stdClass $ask): array {
        $bytes = card_images::bytes($ask->sha256);
        $type = $bytes === null ? null : (getimagesizefromstring($bytes)['mime'] ?? 'image/png');
        return [$bytes === null ? [] : ['image' => ['type' => $type, 'data' => base64_encode($bytes)]], 0, null, false];
    }

    /**
     * Count and digest sums of every kind of a stream.
     *
     * @param \stdClass $ask
     * @return array rows, count, to, more
     */
    private function digest(\stdClass $ask): array {
        $rows = [];
        foreach (streams::kinds($ask->stream, $this->request->contract) as $name => $kind) {
            $buckets = digest::buckets($kind);
            $lines = array_map(fn(int $bucket, array $sums): array => [$bucket, ...$sums], array_keys($buckets), $buckets);
            $rows[$name] = [
                'count' => array_sum(array_column($buckets, 0)),
                'high' => array_sum(array_column($buckets, 1)),
                'low' => array_sum(array_column($buckets, 2)),
                'buckets' => $ask->buckets ? $lines : null,
            ];
        }
        return [$rows, 0, null, false];
    }
}
