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

use local_asnunggul\local\membership\problem;

/**
 * One request of the centre, understood completely or refused: docs/contract.md section 3; touches nothing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class request {
    /** @var int[] The versions of the contract this plugin speaks. */
    public const CONTRACTS = [1, 2, 3];

    /** @var int The most bytes of a request. */
    public const MAX_BYTES = 65536;

    /** @var int The most asks in a request. */
    private const MAX_ASKS = 8;

    /** @var int The most rows an ask may want. */
    private const MAX_LIMIT = 5000;

    /** @var array<string, string[]> The members of each operation besides operation and stream; those ending in ? are optional. */
    private const MEMBERS = [
        'changes' => ['cursor', 'limit'],
        'snapshot' => ['kind', 'after', 'limit', 'buckets?'],
        'digest' => ['buckets'],
        'image' => ['sha256'],
    ];

    /**
     * Holds what was understood.
     *
     * @param int $contract
     * @param string $nonce
     * @param \stdClass[] $asks
     */
    private function __construct(
        /** @var int The version of the contract in which it is answered. */
        public readonly int $contract,
        /** @var string Repeated in the answer and its seal. */
        public readonly string $nonce,
        /** @var \stdClass[] The asks, in order. */
        public readonly array $asks,
    ) {
    }

    /**
     * Understands a request.
     *
     * @param string $body
     * @return self
     */
    public static function parse(string $body): self {
        if (strlen($body) > self::MAX_BYTES) {
            throw new problem(413, 'too_large', 'The request is larger than ' . self::MAX_BYTES . ' bytes.');
        }
        $request = json_decode($body, false, 8);
        self::demand($request instanceof \stdClass, 'body');
        self::demand_members($request, ['contract', 'nonce', 'ask'], '');
        self::demand(in_array($request->contract, self::CONTRACTS, true), 'contract');
        self::demand(is_string($request->nonce) && preg_match('/^[A-Za-z0-9_-]{22,64}$/D', $request->nonce) === 1, 'nonce');
        self::demand(is_array($request->ask) && count($request->ask) <= self::MAX_ASKS, 'ask');
        foreach ($request->ask as $position => $ask) {
            self::demand_ask($ask, "ask[$position]", $request->contract);
        }
        return new self($request->contract, $request->nonce, $request->ask);
    }

    /**
     * Demands that an ask is one of the operations, with members in their ranges.
     *
     * @param mixed $ask
     * @param string $where
     * @param int $contract
     */
    private static function demand_ask(mixed $ask, string $where, int $contract): void {
        self::demand($ask instanceof \stdClass, $where);
        $operation = $ask->operation ?? null;
        $known = is_string($operation) && isset(self::MEMBERS[$operation]) && ($operation !== 'image' || $contract > 2);
        self::demand($known, "$where.operation");
        self::demand_members($ask, ['operation', 'stream', ...self::MEMBERS[$operation]], "$where.");
        self::demand(in_array($ask->stream, streams::names(), true), "$where.stream");
        if ($operation === 'image') {
            self::demand($ask->stream === streams::WITH_IMAGES, "$where.stream");
            $is = is_string($ask->sha256) && preg_match('/^[0-9a-f]{64}$/D', $ask->sha256) === 1;
            self::demand($is, "$where.sha256");
            return;
        }
        if ($operation !== 'digest') {
            self::demand(self::is_whole($ask->limit, 1, self::MAX_LIMIT), "$where.limit");
        }
        if ($operation === 'changes') {
            self::demand($ask->cursor === null || self::is_cursor($ask->cursor), "$where.cursor");
        } else if ($operation === 'snapshot') {
            self::demand(in_array($ask->kind, streams::kind_names($ask->stream), true), "$where.kind");
            self::demand(self::is_whole($ask->after, 0, PHP_INT_MAX), "$where.after");
            self::demand(!property_exists($ask, 'buckets') || self::is_bucket_list($ask->buckets), "$where.buckets");
        } else {
            self::demand(is_bool($ask->buckets), "$where.buckets");
        }
    }

    /**
     * Demands that an object has these members and no others.
     *
     * @param \stdClass $object
     * @param string[] $members those ending in ? may be missing
     * @param string $prefix
     */
    private static function demand_members(\stdClass $object, array $members, string $prefix): void {
        $known = [];
        foreach ($members as $member) {
            $name = rtrim($member, '?');
            $known[$name] = true;
            self::demand($name !== $member || property_exists($object, $name), $prefix . $name);
        }
        $unknown = array_key_first(array_diff_key(get_object_vars($object), $known));
        // An unknown name comes from outside: no more of it than needed to find it.
        self::demand($unknown === null, $prefix . clean_param(\core_text::substr((string)$unknown, 0, 40), PARAM_ALPHANUMEXT));
    }

    /**
     * Whether this is a cursor.
     *
     * @param mixed $value
     * @return bool
     */
    private static function is_cursor(mixed $value): bool {
        return is_array($value) && count($value) === 2 && self::is_whole($value[0], 0, PHP_INT_MAX)
            && is_string($value[1]) && preg_match('/^(?:[0-9a-f]{12})?$/D', $value[1]) === 1;
    }

    /**
     * Whether this is a list of different buckets.
     *
     * @param mixed $value
     * @return bool
     */
    private static function is_bucket_list(mixed $value): bool {
        if (!is_array($value) || !$value) {
            return false;
        }
        $buckets = array_filter($value, fn(mixed $bucket): bool => self::is_whole($bucket, 0, 255));
        return $buckets === $value && count(array_unique($buckets)) === count($buckets);
    }

    /**
     * Whether this is a whole number in a range.
     *
     * @param mixed $value
     * @param int $least
     * @param int $most
     * @return bool
     */
    private static function is_whole(mixed $value, int $least, int $most): bool {
        return is_int($value) && $value >= $least && $value <= $most;
    }

    /**
     * Refuses the request unless a condition holds.
     *
     * @param bool $condition
     * @param string $member what is wrong
     */
    private static function demand(bool $condition, string $member): void {
        if (!$condition) {
            throw new problem(400, 'bad_request', $member);
        }
    }
}
