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
use local_asnunggul\local\membership\seal;

/**
 * The sealed answer to one request: docs/contract.md section 3; reads through the kinds and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class answer {
    /** @var array{int, string} The head of the change log before any row was read. */
    private array $head;

    /** @var bool Whether entries without a number were left. */
    private bool $backlog = false;

    /** @var bool Whether all offers were recomputed for this answer. */
    private bool $refreshed = false;

    /**
     * Prepares the answer.
     *
     * @param request $request
     * @param answer_body $body
     */
    private function __construct(
        /** @var request What is answered. */
        private readonly request $request,
        /** @var answer_body Where it is written. */
        private readonly answer_body $body,
    ) {
    }

    /**
     * Writes the answer.
     *
     * @param request $request
     * @param answer_body $body
     */
    public static function write(request $request, answer_body $body): void {
        (new self($request, $body))->write_all();
    }

    /**
     * Handshake, pages, seal.
     */
    private function write_all(): void {
        if (in_array('changes', array_column($this->request->asks, 'operation'), true)) {
            $this->backlog = numbering::run();
        }
        $this->head = change_reader::head();
        $this->body->line($this->handshake());
        foreach ($this->request->asks as $ask) {
            $this->write_page($ask);
        }
        $this->body->line(['seal' => seal::sign($this->request->nonce, $this->body->sha256())]);
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
            'contract' => 1,
            'site' => identity::site(),
            'url' => $CFG->wwwroot,
            'epoch' => identity::epoch(),
            'nonce' => $this->request->nonce,
            'plugin' => $plugin->version,
            'release' => $plugin->release,
            'moodle' => $CFG->release,
            'php' => PHP_VERSION,
            'clock' => \core\di::get(\core\clock::class)->time(),
            'streams' => feed_settings::streams_on(),
            'log' => $this->head,
            'paused' => feed_settings::is_paused(),
        ];
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
            'digest' => null,
        };
        $refused = $this->refusal($ask);
        $this->body->line([
            'stream' => $ask->stream,
            'operation' => $ask->operation,
            'kind' => $ask->kind ?? null,
            'from' => $from,
            'log' => $this->head,
            'refused' => $refused,
        ]);
        [$rows, $count, $to, $more] = match ($refused === null ? $ask->operation : null) {
            'changes' => $this->changes($ask),
            'snapshot' => $this->snapshot($ask),
            'digest' => $this->digest($ask),
            null => [[], 0, $from, false],
        };
        $this->body->line((object)$rows);
        $this->body->line(['count' => $count, 'to' => $to, 'more' => $more]);
    }

    /**
     * Why an ask is not answered.
     *
     * @param \stdClass $ask
     * @return string|null
     */
    private function refusal(\stdClass $ask): ?string {
        return match (true) {
            feed_settings::is_paused() => 'paused',
            !feed_settings::is_on($ask->stream) => 'off',
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
        $kinds = streams::kinds($ask->stream);
        $limit = min($ask->limit, ...array_map(fn(kind $kind): int => $kind->page_size(), array_values($kinds)));
        $entries = change_reader::entries($ask->cursor[0], $this->head[0], array_keys($kinds), $limit);
        $keys = array_fill_keys(array_keys($kinds), []);
        foreach ($entries as $entry) {
            // A deletion request is followed by the deletion of the account: erased is stronger than whatever else happened to a key.
            $id = (int)$entry->objectid;
            $keys[$entry->kind][$id] = ($keys[$entry->kind][$id] ?? false) || $entry->erased;
        }
        $rows = [];
        $count = 0;
        foreach (array_filter($keys) as $name => $erased) {
            $current = $kinds[$name]->by_ids(array_keys($erased));
            $absent = array_diff_key($erased, array_flip(array_column($current, 0)));
            $rows[$name] = [
                'columns' => $kinds[$name]->columns(),
                'rows' => $current,
                'gone' => array_keys($absent, false, true),
                'erased' => array_keys($absent, true, true),
            ];
            $count += count($erased);
        }
        if (count($entries) === $limit) {
            $last = end($entries);
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
        if ($ask->after === 0) {
            $this->refresh();
        }
        $kind = streams::kind($ask->kind);
        $page = $kind->page($ask->after, $ask->limit, $ask->buckets ?? null);
        $rows = [$ask->kind => ['columns' => $kind->columns(), 'rows' => $page->rows, 'gone' => [], 'erased' => []]];
        return [$rows, count($page->rows), $page->last, $page->more];
    }

    /**
     * Count and digest sums of every kind of a stream.
     *
     * @param \stdClass $ask
     * @return array rows, count, to, more
     */
    private function digest(\stdClass $ask): array {
        $this->refresh();
        $rows = [];
        foreach (streams::kinds($ask->stream) as $name => $kind) {
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

    /**
     * Recomputes all offers, once: what reads the tables must not depend on events that never fired.
     */
    private function refresh(): void {
        if (!$this->refreshed) {
            numbering::refresh_offers();
            $this->refreshed = true;
        }
    }
}
