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
 * Plain text from what people typed into Moodle's forms: no tags, no entities, no control characters, nothing that
 * changes the direction of writing, one language; touches nothing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class plain_text {
    /** @var string[] The languages preferred where a text carries several, best first. */
    private const LANGUAGES = ['id', 'en'];

    /** @var string One language of a text with several. */
    private const SPAN = '<span(?=[^<>]*\sclass="multilang")(?=[^<>]*\slang="([a-zA-Z0-9_-]+)")[^<>]*>'
        . '((?:(?!<\/?span).)*+)<\/span>';

    /** @var string A character that can be seen: no space, no sign that has no shape of its own, no filler, no blank. */
    private const SEEN = '/[^\p{Z}\p{Cc}\p{Cf}\p{M}\x{115F}\x{1160}\x{2800}\x{3164}\x{FFA0}]/u';

    /**
     * One line of text.
     *
     * @param string|null $html
     * @param int $length the most characters
     * @return string|null null when nothing is left
     */
    public static function line(?string $html, int $length): ?string {
        $text = preg_replace('/\s+/u', ' ', self::text($html));
        return self::cut($text, $length);
    }

    /**
     * Text with paragraphs.
     *
     * @param string|null $html
     * @param int $length the most characters
     * @return string|null null when nothing is left
     */
    public static function paragraphs(?string $html, int $length): ?string {
        $text = preg_replace('/<(?:br|\/p|\/div|\/li|\/tr|\/h[1-6])\b[^>]*>/i', "\n", fix_utf8((string)$html));
        $text = preg_replace('/[^\S\n]+/u', ' ', self::text($text));
        return self::cut(preg_replace('/ ?\n[ \n]*/u', "\n", $text), $length);
    }

    /**
     * The text of one language without its mark-up.
     *
     * @param string|null $html
     * @return string
     */
    private static function text(?string $html): string {
        if ($html === null || $html === '') {
            return '';
        }
        $text = fix_utf8($html);
        if (stripos($text, 'multilang') !== false) {
            // Thousands of languages in a row exhaust the stack of the expression: then they stay as they are.
            $languages = '/' . self::SPAN . '(?:\s*+' . self::SPAN . ')++/is';
            $text = preg_replace_callback($languages, self::one_language(...), $text) ?? $text;
        }
        if (stripos($text, '{mlang') !== false) {
            $text = multilang_marks::one_language($text, self::LANGUAGES);
        }
        foreach (long_text::PARTS as $begin => $end) {
            $text = self::without($text, $begin, $end);
        }
        // Not strip_tags(): it takes "less than 3 (<3)" for the beginning of a tag and drops the rest.
        $text = preg_replace('/<\/?[a-zA-Z!?][^<>]*>/', '', $text);
        $text = html_entity_decode($text, ENT_QUOTES | ENT_HTML5, 'UTF-8');
        $text = str_replace(["\r\n", "\r"], "\n", $text);
        // Nor what has no shape and turns the text around or hides in it; joiners stay, emoji and scripts are made with them.
        return preg_replace('/[^\P{Cc}\t\n]|(?![\x{200C}\x{200D}])\p{Cf}/u', '', $text);
    }

    /**
     * A text without the parts between two marks. An expression would look for a missing end again and again.
     *
     * @param string $text
     * @param string $begin
     * @param string $end
     * @return string
     */
    private static function without(string $text, string $begin, string $end): string {
        $rest = '';
        $at = 0;
        while (($from = stripos($text, $begin, $at)) !== false && ($to = stripos($text, $end, $from)) !== false) {
            $rest .= substr($text, $at, $from - $at) . ' ';
            $at = $to + strlen($end);
        }
        return $rest . substr($text, $at);
    }

    /**
     * The preferred language out of a run of languages.
     *
     * @param string[] $run
     * @return string
     */
    private static function one_language(array $run): string {
        preg_match_all('/' . self::SPAN . '/is', $run[0], $spans);
        $texts = array_combine(array_map('strtolower', array_reverse($spans[1])), array_reverse($spans[2]));
        foreach (self::LANGUAGES as $language) {
            if (isset($texts[$language])) {
                return $texts[$language];
            }
        }
        return $spans[2][0];
    }

    /**
     * At most so many characters; null rather than nothing that anybody could see.
     *
     * @param string $text
     * @param int $length
     * @return string|null
     */
    public static function cut(string $text, int $length): ?string {
        $text = \core_text::substr(trim($text), 0, $length);
        return preg_match(self::SEEN, $text) ? rtrim($text) : null;
    }
}
