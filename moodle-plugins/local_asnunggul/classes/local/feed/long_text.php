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
 * Reads of a long text no more than its beginning and its end, whatever people pasted into it (a picture is a million letters);
 * pure.
 *
 * What lies between is left out. Where the cut goes through a tag, a comment or a script, that goes as a whole.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class long_text {
    /** @var int The characters that are read of the beginning. */
    public const HEAD = 24576;

    /** @var int The characters, or bytes, that are read of the end; a text that has no more than both is read whole. */
    public const TAIL = 8192;

    /** @var array<string, string> What may be longer than a cut text, and how it ends. */
    public const PARTS = ['<script' => '</script>', '<style' => '</style>', '<!--' => '-->'];

    /**
     * The columns of a query for a long text: its beginning under a name, and its end under the name with `tail`.
     *
     * @param string $column
     * @param string $name
     * @return string SQL
     */
    public static function columns(string $column, string $name): string {
        global $DB;

        $whole = self::HEAD + self::TAIL;
        // Not the length of the text, nor its last characters: to count them a database reads every one of a million.
        $beyond = $DB->sql_length($DB->sql_substr($column, $whole + 1, 1)) . ' > 0';
        $end = $DB->get_dbfamily() === 'mysql' ? "CAST($column AS BINARY)" : $column;
        return "CASE WHEN $beyond THEN " . $DB->sql_substr($column, 1, self::HEAD) . '
                     ELSE ' . $DB->sql_substr($column, 1, $whole) . " END AS $name,
                CASE WHEN $beyond THEN RIGHT($end, " . self::TAIL . ") END AS {$name}tail";
    }

    /**
     * The text of these columns.
     *
     * @param \stdClass $record
     * @param string $name
     * @return string|null
     */
    public static function of(\stdClass $record, string $name): ?string {
        $tail = $record->{"{$name}tail"};
        // The end may begin in the middle of a character.
        return $tail === null ? $record->$name : self::joined($record->$name, fix_utf8($tail));
    }

    /**
     * Beginning and end, without what was cut through.
     *
     * @param string $head
     * @param string $tail
     * @return string
     */
    public static function joined(string $head, string $tail): string {
        foreach (self::PARTS as $begin => $end) {
            $last = strripos($head, $begin);
            $open = $last !== false && stripos($head, $end, $last) === false;
            $head = $open ? substr($head, 0, $last) : $head;
            $ends = stripos($tail, $end);
            $begins = stripos($tail, $begin);
            if ($ends !== false && ($begins === false || $ends < $begins)) {
                $tail = substr($tail, $ends + strlen($end));
            }
        }
        // The same for a tag: it ends at the first > unless another begins before.
        if (preg_match('/<[a-zA-Z\/!?][^<>]*$/D', $head, $tag, PREG_OFFSET_CAPTURE)) {
            $head = substr($head, 0, $tag[0][1]);
        }
        $length = strcspn($tail, '<>');
        if (($tail[$length] ?? '') === '>') {
            $tail = substr($tail, $length + 1);
        }
        return "$head $tail";
    }
}
