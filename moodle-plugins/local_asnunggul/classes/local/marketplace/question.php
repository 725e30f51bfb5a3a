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
 * What a visitor looks for: words, choices, an order and a page. All of it is in the address, so a link opens the same for anyone.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class question {
    /** @var string[] What offerings can be told apart by, as the API names it. */
    public const FACETS = [
        'agency', 'tenant', 'competency', 'minutes', 'jp', 'format', 'level', 'language', 'badge', 'open', 'soon', 'stars', 'topic',
    ];

    /** @var string[] Orders; with words the first one is usual, without words the second. */
    public const SORTS = ['relevance', 'newest', 'popular', 'rating', 'minutes', 'title'];

    /** @var string[] Orders of a centre that has ratings; it counts `stars` then. */
    public const SORTS_BY_RATING = ['popular', 'rating'];

    /** Characters of the words, and of a value. */
    private const WORDS = 500;

    /** Characters of a value or a cursor. */
    private const VALUE = 255;

    /** Values that can be chosen of one facet. */
    private const CHOICES = 15;

    /**
     * A question.
     *
     * @param string $words
     * @param array $choices values by name of the facet
     * @param string $sort
     * @param string|null $cursor
     * @param int $size hits of a page
     */
    public function __construct(
        /** @var string Words to look for. */
        public readonly string $words = '',
        /** @var string[][] Values by name of the facet. */
        public readonly array $choices = [],
        /** @var string The order. */
        public readonly string $sort = 'relevance',
        /** @var string|null Leads to a later page. */
        public readonly ?string $cursor = null,
        /** @var int Hits of a page. */
        public readonly int $size = 20,
    ) {
    }

    /**
     * The question in the address of the request that is running.
     *
     * @return self
     */
    public static function asked(): self {
        $choices = [];
        foreach (self::FACETS as $name) {
            $values = optional_param_array($name, [], PARAM_RAW);
            $values = array_map(fn(string $value): string => self::cut($value, self::VALUE), $values);
            $values = array_values(array_unique(array_filter($values, fn(string $value): bool => $value !== '')));
            if ($values) {
                $choices[$name] = array_slice($values, 0, self::CHOICES);
            }
        }
        $sort = optional_param('sort', '', PARAM_ALPHA);
        return new self(
            self::cut(optional_param('q', '', PARAM_RAW_TRIMMED), self::WORDS),
            $choices,
            in_array($sort, self::SORTS, true) ? $sort : 'relevance',
            self::cut(optional_param('cursor', '', PARAM_RAW_TRIMMED), self::VALUE * 2) ?: null,
        );
    }

    /**
     * The order that is meant.
     *
     * @return string
     */
    public function order(): string {
        return $this->sort === 'relevance' && $this->words === '' ? 'newest' : $this->sort;
    }

    /**
     * The question as the API reads it.
     *
     * @return string query of an address
     */
    public function query(): string {
        $pairs = [...$this->words_and_choices(fn(string $name, int $place): string => $name), ['sort', $this->sort]];
        $pairs = $this->cursor === null ? $pairs : [...$pairs, ['cursor', $this->cursor]];
        $pairs[] = ['limit', (string) $this->size];
        return implode('&', array_map(fn(array $pair): string => $pair[0] . '=' . rawurlencode($pair[1]), $pairs));
    }

    /**
     * The question as a page of this site reads it.
     *
     * @param string|null $cursor
     * @return string[] for an address; `q` is always there, and tells a search from the front
     */
    public function parameters(?string $cursor = null): array {
        $pairs = $this->words_and_choices(fn(string $name, int $place): string => "{$name}[$place]");
        $parameters = ['q' => ''] + array_column($pairs, 1, 0);
        $parameters['q'] = $this->words;
        $parameters += $this->sort === 'relevance' ? [] : ['sort' => $this->sort];
        return $parameters + ($cursor === null ? [] : ['cursor' => $cursor]);
    }

    /**
     * The same in another order, from the first page on.
     *
     * @param string $sort
     * @return self
     */
    public function sorted(string $sort): self {
        return new self($this->words, $this->choices, $sort, null, $this->size);
    }

    /**
     * The same for other words.
     *
     * @param string $words
     * @return self
     */
    public function meaning(string $words): self {
        return new self($words, $this->choices, $this->sort, null, $this->size);
    }

    /**
     * The same without one choice, or without any.
     *
     * @param string|null $name
     * @param string $value
     * @return self
     */
    public function without(?string $name = null, string $value = ''): self {
        $choices = $name === null ? [] : $this->choices;
        if ($name !== null) {
            $choices[$name] = array_values(array_diff($choices[$name] ?? [], [$value]));
        }
        return new self($this->words, array_filter($choices), $this->sort, null, $this->size);
    }

    /**
     * Words and choices in their order.
     *
     * @param callable $name of a choice: of the facet, and of its place among the values
     * @return array[] pairs
     */
    private function words_and_choices(callable $name): array {
        $pairs = $this->words === '' ? [] : [['q', $this->words]];
        foreach ($this->choices as $facet => $values) {
            foreach ($values as $place => $value) {
                $pairs[] = [$name($facet, $place), $value];
            }
        }
        return $pairs;
    }

    /**
     * Text as it can be asked.
     *
     * @param string $text
     * @param int $most
     * @return string
     */
    private static function cut(string $text, int $most): string {
        return \core_text::substr(trim(preg_replace('/\p{Cc}+/u', ' ', $text) ?? ''), 0, $most);
    }
}
