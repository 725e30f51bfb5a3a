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

use local_asnunggul\site;

/**
 * What the centre did with this site's data: its tenant status, or the last good one with its age while it cannot be asked.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tenant_status {
    /** Seconds an answer, or a failure, is used again before the centre is asked anew. */
    private const FRESH = 60;

    /**
     * Built by read() only.
     *
     * @param array|null $answer
     * @param int $fetched
     * @param array|null $failure
     */
    private function __construct(
        /** @var array|null The last good answer: tenant, state, as_of, streams, rejections, curation, objections, review, syncs. */
        public readonly ?array $answer,
        /** @var int When it was fetched. */
        public readonly int $fetched,
        /** @var array|null Identifier and values of the string that says why there is no newer one. */
        private readonly ?array $failure,
    ) {
    }

    /**
     * Why there is no newer answer, in the reader's language; empty if there is no trouble.
     *
     * @return string
     */
    public function error(): string {
        return $this->failure ? get_string($this->failure[0], 'local_asnunggul', $this->failure[1]) : '';
    }

    /**
     * The tenant status of the current membership.
     *
     * @param membership $membership
     * @return self
     */
    public static function read(membership $membership): self {
        $cache = \cache::make('local_asnunggul', 'answers');
        $now = site::now();
        $kept = $cache->get('tenantstatus') ?: ['answer' => null, 'fetched' => 0, 'asked' => 0, 'failure' => null];
        if ($kept['asked'] + self::FRESH <= $now) {
            $kept['asked'] = $now;
            try {
                $answer = self::clean(\core\di::get(centre_client::class)->tenant_status($membership->centre));
                $kept = ['answer' => $answer, 'fetched' => $now, 'asked' => $now, 'failure' => null];
            } catch (centre_error $e) {
                $kept['failure'] = [$e->errorcode, $e->a];
            }
            $cache->set('tenantstatus', $kept);
        }
        return new self($kept['answer'], $kept['fetched'], $kept['failure']);
    }

    /**
     * Something was told to the centre: whoever reads next asks it anew.
     */
    public static function ask_again(): void {
        $cache = \cache::make('local_asnunggul', 'answers');
        if ($kept = $cache->get('tenantstatus')) {
            $cache->set('tenantstatus', ['asked' => 0] + $kept);
        }
    }

    /**
     * The members the page shows, each of the type the page expects, at most 50 rows a list.
     *
     * @param array $answer
     * @return array
     */
    private static function clean(array $answer): array {
        $rows = fn(string $list, array $types): array => array_map(
            fn(array $row): array => self::row($row, $types),
            array_slice(array_filter((array) ($answer[$list] ?? []), 'is_array'), 0, 50)
        );
        return self::row($answer, ['tenant' => 'text', 'state' => 'text', 'as_of' => 'int']) + [
            'streams' => $rows('streams', [
                'stream' => 'text', 'last_ok' => 'int', 'rows' => 'int', 'verified' => 'flag', 'verified_at' => 'int',
            ]),
            'rejections' => $rows('rejections', [
                'kind' => 'text', 'id' => 'int', 'field' => 'text', 'reason' => 'text', 'detail' => 'text', 'first_seen' => 'int',
            ]),
            'curation' => $rows('curation', [
                'decision' => 'int', 'course' => 'int', 'field' => 'text', 'value' => 'value', 'why' => 'text', 'since' => 'int',
            ]),
            'objections' => $rows('objections', [
                'decision' => 'int', 'course' => 'int', 'field' => 'text', 'value' => 'value', 'reason' => 'text', 'at' => 'int',
                'answer' => 'text', 'answered' => 'int',
            ]),
            'review' => $rows('review', ['course' => 'int', 'state' => 'text', 'since' => 'int']),
            'syncs' => $rows('syncs', [
                'started' => 'int', 'ended' => 'int', 'outcome' => 'text', 'rows' => 'int', 'gone' => 'int', 'rejected' => 'int',
                'error' => 'text',
            ]),
        ];
    }

    /**
     * One row with exactly the named members; what is missing or of another type becomes empty.
     *
     * @param array $row
     * @param string[] $types
     * @return array
     */
    private static function row(array $row, array $types): array {
        $clean = [];
        foreach ($types as $name => $type) {
            $value = $row[$name] ?? null;
            $clean[$name] = match ($type) {
                'int' => is_int($value) ? $value : 0,
                'flag' => $value === true,
                'value' => is_int($value) ? (string) $value : (is_string($value) ? \core_text::substr($value, 0, 500) : ''),
                'text' => is_string($value) ? \core_text::substr($value, 0, 500) : '',
            };
        }
        return $clean;
    }
}
