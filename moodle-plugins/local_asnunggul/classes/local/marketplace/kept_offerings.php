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

use local_asnunggul\site;

/**
 * The offerings that are kept on this site, for when the centre cannot be asked: looked up by words of the title and by choices.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class kept_offerings {
    /** The name of the file. */
    private const FILE = 'offerings';

    /** More are not kept. */
    private const MOST = 300;

    /** How a place among what is kept begins. */
    private const PLACE = 'kept-';

    /** Seconds within which something starts soon. */
    private const SOON = 30 * DAYSECS;

    /**
     * Made by of() only.
     *
     * @param offering[] $offerings newest first
     * @param int $time
     */
    private function __construct(
        /** @var offering[] All of them, newest first. */
        private readonly array $offerings,
        /** @var int Of when they are. */
        private readonly int $time,
    ) {
    }

    /**
     * What is kept of a centre, or null.
     *
     * @param string $centre address
     * @param audience $audience for whom; what everyone may see is better than nothing
     * @return self|null
     */
    public static function of(string $centre, audience $audience = audience::everyone): ?self {
        $kept = kept_file::read($audience->file(self::FILE), $centre) ?? kept_file::read(self::FILE, $centre);
        [$content, $time] = $kept ?? [null, 0];
        $offerings = shape::each($content, self::MOST, offering::of(...));
        return $offerings ? new self($offerings, $time) : null;
    }

    /**
     * Keeps offerings, each once.
     *
     * @param string $centre
     * @param offering[] $offerings
     * @param int $time
     * @param audience $audience for whom they are
     */
    public static function keep(string $centre, array $offerings, int $time, audience $audience = audience::everyone): void {
        $bykey = [];
        foreach ($offerings as $one) {
            $bykey["{$one->facts['tenant']} {$one->facts['course']}"] = $one->for_card()->facts;
        }
        $newest = fn(array $a, array $b): int => $b['created'] <=> $a['created'];
        usort($bykey, $newest);
        kept_file::write($audience->file(self::FILE), $centre, array_slice($bykey, 0, self::MOST), $time);
    }

    /**
     * Forgets those of an audience.
     *
     * @param audience $audience
     */
    public static function drop(audience $audience): void {
        kept_file::drop($audience->file(self::FILE));
    }

    /**
     * What fits a question, page by page.
     *
     * @param question $question
     * @return answer of a page_of_hits
     */
    public function look_up(question $question): answer {
        $fit = fn(offering $one): bool => self::has_words($one, $question->words) && self::has_choices($one, $question->choices);
        $found = array_values(array_filter($this->offerings, $fit));
        $by = fn(callable $of): \Closure => fn(offering $a, offering $b): int => $of($a) <=> $of($b);
        match ($question->order()) {
            'title' => usort($found, $by(fn(offering $one): string => \core_text::strtolower($one->facts['title']))),
            'popular' => usort($found, $by(fn(offering $one): float => -($one->facts['popularity'] ?? 0))),
            'rating' => usort($found, $by(fn(offering $one): float => -($one->stars() ?? 0))),
            'minutes' => usort($found, $by(fn(offering $one): int => $one->facts['minutes'] ?? PHP_INT_MAX)),
            default => null,
        };
        $start = self::is_place($question->cursor) ? (int) substr($question->cursor, strlen(self::PLACE)) : 0;
        $end = $start + $question->size;
        $cursor = $end < count($found) ? self::PLACE . $end : null;
        $page = new page_of_hits(count($found), array_slice($found, $start, $question->size), $cursor);
        return new answer($page, $this->time, answer::LOOKED_UP);
    }

    /**
     * Whether a cursor is a place among what is kept, which the centre does not know.
     *
     * @param string|null $cursor
     * @return bool
     */
    public static function is_place(?string $cursor): bool {
        return $cursor !== null && preg_match('/^' . self::PLACE . '\d{1,6}\z/', $cursor);
    }

    /**
     * One of them.
     *
     * @param string $tenant
     * @param int $course
     * @return answer of a one_offering
     * @throws no_answer if it is not among them
     */
    public function find(string $tenant, int $course): answer {
        foreach ($this->offerings as $one) {
            if ($one->facts['tenant'] === $tenant && $one->facts['course'] === $course) {
                return new answer(new one_offering($one), $this->time, answer::LOOKED_UP);
            }
        }
        throw new no_answer(no_answer::AWAY);
    }

    /**
     * Whether every word stands in the title.
     *
     * @param offering $one
     * @param string $words
     * @return bool
     */
    private static function has_words(offering $one, string $words): bool {
        $title = \core_text::strtolower($one->facts['title']);
        foreach (preg_split('/[^\p{L}\p{N}]+/u', \core_text::strtolower($words), -1, PREG_SPLIT_NO_EMPTY) as $word) {
            if (!str_contains($title, $word)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it has one of the values of each facet.
     *
     * @param offering $one
     * @param array $choices
     * @return bool
     */
    private static function has_choices(offering $one, array $choices): bool {
        foreach ($choices as $name => $values) {
            if (!array_filter($values, fn(string $value): bool => self::has($one, $name, $value))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether it has this value of this facet; the same as the centre's search would say.
     *
     * @param offering $one
     * @param string $name
     * @param string $value
     * @return bool
     */
    private static function has(offering $one, string $name, string $value): bool {
        $facts = $one->facts;
        $now = site::now();
        $starts = $facts['starts'];
        return match ($name) {
            'minutes', 'jp' => match ($value) {
                'unknown' => $facts[$name] === null,
                'longer' => $facts[$name] !== null && $facts[$name] > ($name === 'minutes' ? 60 : 20),
                default => $facts[$name] !== null && $facts[$name] <= (float) $value,
            },
            'language' => $one->language() === $value,
            'badge' => $facts['badge'],
            'topic' => in_array($value, $facts['topics'] ?? [], true),
            'stars' => $value === 'unrated' ? $one->stars() === null : $one->stars() !== null && $one->stars() >= (float) $value,
            'open' => $one->door($now) === 'open',
            'soon' => $starts !== null && $starts >= $now && $starts <= $now + self::SOON,
            default => ($facts[$name] ?? null) === $value,
        };
    }
}
