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

use local_asnunggul\local\marketplace\offering;
use local_asnunggul\site;

/**
 * How pages of the marketplace say numbers, times and what a course is like: in the words of the portal, in the reader's language.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class saying {
    /** Up to here minutes are easier to grasp than hours. */
    private const MINUTES = 90;

    /** Words of an agency's name that say what every agency is are no initials of it. */
    private const SMALL = ['dan', 'dari', 'untuk', 'republik', 'indonesia'];

    /**
     * A word or sentence of the marketplace.
     *
     * @param string $name as the portal calls it
     * @param mixed $a
     * @return string
     */
    public static function word(string $name, mixed $a = null): string {
        return get_string("market_$name", 'local_asnunggul', $a);
    }

    /**
     * A number with the separators of the language.
     *
     * @param float $value
     * @return string
     */
    public static function number(float $value): string {
        $rounded = round($value, 2);
        $decimals = strlen(rtrim(substr(number_format($rounded, 2, '.', ''), -2), '0'));
        return number_format($rounded, $decimals, get_string('decsep', 'langconfig'), get_string('thousandssep', 'langconfig'));
    }

    /**
     * What a value of a facet is called; what has no word of its own stands for itself.
     *
     * @param string $facet
     * @param string $value
     * @return string
     */
    public static function value(string $facet, string $value): string {
        if ($facet === 'language') {
            $standard = strlen($value) === 2 ? 'iso6391' : 'iso6392';
            return get_string_manager()->get_list_of_languages(current_language(), $standard)[$value] ?? $value;
        }
        $name = "market_{$facet}:{$value}";
        $known = preg_match('/^[a-z0-9_]+\z/', $value) && get_string_manager()->string_exists($name, 'local_asnunggul');
        return $known ? get_string($name, 'local_asnunggul') : $value;
    }

    /**
     * So many minutes; many of them in hours.
     *
     * @param int $minutes
     * @return string
     */
    public static function minutes(int $minutes): string {
        if ($minutes <= self::MINUTES) {
            return self::counted('minute', $minutes);
        }
        $said = self::counted('hour', intdiv($minutes, 60));
        return $minutes % 60 ? "$said " . self::counted('minute', $minutes % 60) : $said;
    }

    /**
     * A day.
     *
     * @param int $seconds
     * @return string
     */
    public static function day(int $seconds): string {
        return userdate($seconds, get_string('strftimedate', 'langconfig'));
    }

    /**
     * A day and a minute, in the time of the reader.
     *
     * @param int $seconds
     * @return string
     */
    public static function moment(int $seconds): string {
        return userdate($seconds, get_string('strftimedatetime', 'langconfig'));
    }

    /**
     * Of when something that is kept is: the time alone if that is today.
     *
     * @param int $time
     * @return string
     */
    public static function as_of(int $time): string {
        return self::word('asof', self::clock($time));
    }

    /**
     * A time of today, or of another day with that day.
     *
     * @param int $time
     * @return string
     */
    public static function clock(int $time): string {
        $day = get_string('strftimedate', 'langconfig');
        $clock = userdate($time, get_string('strftimetime', 'langconfig'));
        $istoday = userdate($time, $day) === userdate(site::now(), $day);
        return $istoday ? $clock : "$clock, " . self::day($time);
    }

    /**
     * Whether learners can enrol themselves, and when if not.
     *
     * @param offering $one
     * @param int $now
     * @return string
     */
    public static function door(offering $one, int $now): string {
        $state = $one->door($now);
        $time = match ($state) {
            'open' => $one->facts['enrol_until'],
            'early' => $one->facts['enrol_from'],
            default => null,
        };
        return match (true) {
            $time === null => self::word($state),
            $state === 'open' => self::word('open_until', self::moment($time)),
            default => self::word('early_from', self::moment($time)),
        };
    }

    /**
     * Two letters for where a logo will be.
     *
     * @param string $agency
     * @return string
     */
    public static function initials(string $agency): string {
        preg_match_all('/[\p{L}\p{N}_]+/u', $agency, $found);
        $isown = fn(string $word): bool => !in_array(\core_text::strtolower($word), self::SMALL, true);
        $words = array_slice(array_filter($found[0], $isown), 0, 2);
        $first = fn(string $word): string => \core_text::substr($word, 0, 1);
        return \core_text::strtoupper(implode('', array_map($first, $words)));
    }

    /**
     * So many of something.
     *
     * @param string $unit `minute` or `hour`
     * @param int $count
     * @return string
     */
    private static function counted(string $unit, int $count): string {
        return self::word($count === 1 ? "one_$unit" : "many_{$unit}s", self::number($count));
    }
}
