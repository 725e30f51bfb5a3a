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
 * One language out of a text in the spelling of the plugin filter_multilang2: `{mlang id}Halo{mlang}{mlang en}Hello{mlang}`; pure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class multilang_marks {
    /** @var string How a language begins, with the names of one or more. */
    private const BEGIN = '/\{mlang\s+([a-z0-9_,\s-]{1,200})\}/iA';

    /** @var string How it ends. */
    private const END = '{mlang}';

    /**
     * The text with what is in the best of its languages, and with what is in none.
     *
     * @param string $text
     * @param string[] $preferred best first
     * @return string
     */
    public static function one_language(string $text, array $preferred): string {
        $parts = self::parts($text);
        $languages = array_merge(...array_column($parts, 0));
        $chosen = array_values(array_intersect([...$preferred, 'other'], $languages))[0] ?? $languages[0] ?? '';
        $kept = array_filter($parts, fn(array $part): bool => !$part[0] || in_array($chosen, $part[0], true));
        return implode('', array_column($kept, 1));
    }

    /**
     * The parts of a text; a mark that has no end is text.
     *
     * @param string $text
     * @return array<int, array{string[], string}> languages, none for text outside of marks, and text
     */
    private static function parts(string $text): array {
        $parts = [];
        // Once: stripos() would do it again at every mark.
        $lower = strtolower($text);
        $at = $from = 0;
        while (($from = strpos($lower, '{mlang', $from)) !== false) {
            $marked = preg_match(self::BEGIN, $text, $begin, 0, $from);
            $begins = $from + strlen($begin[0] ?? '');
            $ends = $marked ? strpos($lower, self::END, $begins) : null;
            if ($ends === false) {
                break;
            }
            if (!$marked) {
                $from++;
                continue;
            }
            $languages = preg_split('/[\s,]+/', strtolower($begin[1]), -1, PREG_SPLIT_NO_EMPTY);
            $parts[] = [[], substr($text, $at, $from - $at)];
            $parts[] = [$languages, substr($text, $begins, $ends - $begins)];
            $at = $from = $ends + strlen(self::END);
        }
        $parts[] = [[], substr($text, $at)];
        return $parts;
    }
}
