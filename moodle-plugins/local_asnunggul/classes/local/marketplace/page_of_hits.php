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

/**
 * What a search found: one page of it, with how the rest is reached. A value, checked when it is made.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class page_of_hits {
    /** Hits of a page are at most as many as the API gives. */
    private const HITS = 100;

    /** Values of a facet that are looked at. */
    private const VALUES = 200;

    /** Characters of a cursor. */
    private const CURSOR = 500;

    /**
     * Made by of(), or of what is kept.
     *
     * @param int $total
     * @param offering[] $offerings
     * @param string|null $cursor of the next page
     * @param string|null $meant
     * @param array $facets counts by value, by name of the facet
     * @param bool $cut
     */
    public function __construct(
        /** @var int How many there are on all pages. */
        public readonly int $total,
        /** @var offering[] Those of this page. */
        public readonly array $offerings,
        /** @var string|null Leads to the next page. */
        public readonly ?string $cursor = null,
        /** @var string|null What was looked for instead of mistyped words. */
        public readonly ?string $meant = null,
        /** @var array Counts by value, by name of the facet. */
        public readonly array $facets = [],
        /** @var bool The pages end here, and there are more. */
        public readonly bool $cut = false,
    ) {
    }

    /**
     * What the centre says is a page, or null if it is none.
     *
     * @param mixed $said
     * @return self|null
     */
    public static function of(mixed $said): ?self {
        $types = ['total' => 'count', 'cursor' => '?text:' . self::CURSOR, 'meant' => '?text:500', 'cut' => '?flag'];
        $members = shape::members($said, $types);
        $hits = shape::each($said['hits'] ?? null, self::HITS, offering::of(...));
        if ($members === null || $hits === null || !is_array($said['facets'] ?? null)) {
            return null;
        }
        $facets = [];
        foreach (array_intersect_key($said['facets'], array_flip(question::FACETS)) as $name => $facet) {
            $value = fn(mixed $one): ?array => shape::members($one, ['value' => 'text:255', 'count' => 'count']);
            $values = shape::each($facet['values'] ?? null, self::VALUES, $value) ?? [];
            $facets[$name] = array_column($values, 'count', 'value');
        }
        return new self($members['total'], $hits, $members['cursor'], $members['meant'], $facets, (bool) $members['cut']);
    }

    /**
     * The same as the centre would say it, with no more than cards need; of() reads it again.
     *
     * @return array
     */
    public function kept(): array {
        $values = fn(array $counts): array => ['values' => array_map(
            fn(int|string $value, int $count): array => ['value' => (string) $value, 'count' => $count],
            array_keys($counts),
            $counts
        )];
        return [
            'total' => $this->total,
            'hits' => array_map(fn(offering $one): array => $one->for_card()->facts, $this->offerings),
            'cursor' => $this->cursor,
            'meant' => $this->meant,
            'cut' => $this->cut,
            'facets' => array_map($values, $this->facets),
        ];
    }
}
