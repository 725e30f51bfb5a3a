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

namespace local_asnunggul\output\marketplace;

use local_asnunggul\local\marketplace\page_of_hits;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;

/**
 * The filters of a search as data: what can be chosen, with counts, and what is chosen; in the groups and the order of the portal.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class filters {
    /** @var string[][] Facets by the heading they stand under; those that are one yes stand together. */
    private const GROUPS = [
        'minutes' => ['minutes'],
        'competency' => ['competency'],
        'stars' => ['stars'],
        'more' => ['open', 'soon', 'badge'],
        'jp' => ['jp'],
        'format' => ['format'],
        'level' => ['level'],
        'spoken' => ['language'],
        'topic' => ['topic'],
        'agency' => ['agency'],
    ];

    /** Values of a facet that are shown. */
    private const MOST = 8;

    /**
     * The groups in which a choice would change what is found, or did.
     *
     * @param page_of_hits $found
     * @param question $question
     * @return array
     */
    public static function groups(page_of_hits $found, question $question): array {
        $groups = [];
        foreach (self::GROUPS as $heading => $names) {
            $choices = array_merge(...array_map(fn(string $name): array => self::choices($name, $found, $question), $names));
            if (array_filter($choices, fn(array $one): bool => $one['chosen'] || $one['number'] !== $found->total)) {
                $groups[] = [
                    'heading' => saying::word($heading),
                    'choices' => $choices,
                    'agencies' => $heading === 'agency' ? place::agency()->out(false) : null,
                ];
            }
        }
        return $groups;
    }

    /**
     * What is chosen, wherever it stands, and the way to do without.
     *
     * @param question $question
     * @return array
     */
    public static function chosen(question $question): array {
        $chosen = [];
        foreach ($question->choices as $name => $values) {
            foreach ($values as $value) {
                $without = place::search($question->without($name, $value))->out(false);
                $chosen[] = ['text' => saying::value($name, $value), 'url' => $without];
            }
        }
        return $chosen;
    }

    /**
     * Values of a facet that would find something, and those that are chosen already.
     *
     * @param string $name
     * @param page_of_hits $found
     * @param question $question
     * @return array
     */
    private static function choices(string $name, page_of_hits $found, question $question): array {
        $mine = $question->choices[$name] ?? [];
        $counts = array_filter($found->facets[$name] ?? []);
        $shown = array_slice(array_map('strval', array_keys($counts)), 0, self::MOST);
        $shown = [...$shown, ...array_diff($mine, $shown)];
        return array_map(fn(string $value): array => [
            'name' => "{$name}[]",
            'value' => $value,
            'text' => saying::value($name, $value),
            'number' => $counts[$value] ?? 0,
            'count' => saying::number($counts[$value] ?? 0),
            'chosen' => in_array($value, $mine, true),
        ], array_values($shown));
    }
}
