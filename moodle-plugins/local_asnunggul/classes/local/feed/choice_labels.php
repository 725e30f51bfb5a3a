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

/**
 * The words in which people choose a value of the contract, in Indonesian and English; touches nothing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class choice_labels {
    /** @var array<string, array<string, string[]>> Concept, value of the contract, its words: Indonesian first, then English. */
    private const LABELS = [
        'audience' => [
            'all' => ['Semua ASN', 'All civil servants', 'all'],
            'agency' => ['Instansi sendiri', 'Own agency only', 'agency'],
            'no' => ['Tidak ditawarkan', 'Not offered', 'no'],
        ],
        'competency' => [
            'teknis' => ['Teknis', 'Technical'],
            'manajerial' => ['Manajerial', 'Managerial'],
            'sosial_kultural' => ['Sosial kultural', 'Socio-cultural', 'sosial_kultural', 'sosio kultural', 'sosiokultural'],
        ],
        'format' => [
            'mandiri' => ['Mandiri', 'Self-paced'],
            'sinkron' => ['Sinkron', 'Synchronous'],
            'campuran' => ['Campuran', 'Blended'],
        ],
        'level' => [
            'dasar' => ['Dasar', 'Basic'],
            'menengah' => ['Menengah', 'Intermediate'],
            'lanjut' => ['Lanjut', 'Advanced', 'lanjutan'],
        ],
    ];

    /**
     * The words a chooser is offered, in the language of the page.
     *
     * @param string $concept
     * @return string[]
     */
    public static function options(string $concept): array {
        return array_map(fn(string $value): string => self::label($concept, $value), array_keys(self::LABELS[$concept]));
    }

    /**
     * The word for a value of the contract, in the language of the page; a value a newer plugin brings is shown as it is.
     *
     * @param string $concept
     * @param string $value
     * @return string
     */
    public static function label(string $concept, string $value): string {
        return self::LABELS[$concept][$value][current_language() === 'id' ? 0 : 1] ?? $value;
    }

    /**
     * The value a word stands for.
     *
     * @param string $concept
     * @param string $label
     * @return string|null null: not a known word
     */
    public static function value(string $concept, string $label): ?string {
        $label = self::normal($label);
        foreach (self::LABELS[$concept] as $value => $labels) {
            if (in_array($label, array_map(self::normal(...), $labels), true)) {
                return $value;
            }
        }
        return null;
    }

    /**
     * The value at a position of the options this plugin made; their words may have been translated since.
     *
     * Words that can be read must agree with their position: else these are other options, or the same in another order. A position
     * withholds a course, but it never offers one: whoever wrote other words may have meant them the other way round.
     *
     * @param string $concept
     * @param int $position 1 is the first
     * @param string[] $labels all options
     * @return string|null null: not those options
     */
    public static function value_at(string $concept, int $position, array $labels): ?string {
        $values = array_keys(self::LABELS[$concept]);
        $read = array_filter(array_map(fn(string $label): ?string => self::value($concept, $label), $labels));
        if (count($labels) !== count($values) || array_diff_assoc($read, $values)) {
            return null;
        }
        $value = $values[$position - 1] ?? null;
        return $concept === 'audience' && $value !== 'no' ? null : $value;
    }

    /**
     * A word without what people write differently.
     *
     * @param string $label
     * @return string
     */
    private static function normal(string $label): string {
        return preg_replace('/[\s_-]+/u', ' ', \core_text::strtolower(trim($label)));
    }
}
