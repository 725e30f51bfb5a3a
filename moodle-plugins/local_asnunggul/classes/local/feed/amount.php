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
 * Learning hours and minutes as people write them, in Indonesian or English: "JP 40", "12,5 JPL", "1.000 jam pelajaran"; pure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class amount {
    /** @var string The words for a learning hour. */
    private const HOUR = '(?:jpl?|jampel|jam(?: ?(?:pelajaran|pelatihan|pembelajaran))?|(?:learning |training )?hours?)';

    /** @var string The words for a minute. */
    private const MINUTE = '(?:menit|mnt|minutes?|mins?)';

    /**
     * Learning hours times 100.
     *
     * @param string $text
     * @return int|null null: nobody can read this
     */
    public static function hundredths(string $text): ?int {
        $number = self::number($text, self::HOUR);
        return $number === null ? null : (int)round($number * 100);
    }

    /**
     * Whole minutes.
     *
     * @param string $text
     * @return int|null null: nobody can read this
     */
    public static function minutes(string $text): ?int {
        $number = self::number($text, self::MINUTE);
        return $number === null || floor($number) !== $number ? null : (int)$number;
    }

    /**
     * The number before or behind its unit, if it has one.
     *
     * @param string $text
     * @param string $unit
     * @return float|null
     */
    private static function number(string $text, string $unit): ?float {
        $number = '(\d[\d.,]*)';
        $before = preg_match("/^(?:$unit ?[:=]? ?)?$number$/Di", $text, $found);
        if (!$before && !preg_match("/^$number ?$unit\.?$/Di", $text, $found)) {
            return null;
        }
        return self::value($found[1]);
    }

    /**
     * What the digits say. A comma is decimal and a point divides thousands, as in Indonesian, unless it cannot be so.
     *
     * @param string $digits
     * @return float|null null: it may be one or the other
     */
    private static function value(string $digits): ?float {
        $plain = match (1) {
            // Thousands: in Indonesian, and in English if there can be no doubt.
            preg_match('/^[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?$/D', $digits) => str_replace(['.', ','], ['', '.'], $digits),
            preg_match('/^[1-9]\d{0,2}(?:,\d{3})+\.\d+$/D', $digits),
            preg_match('/^[1-9]\d{0,2}(?:,\d{3}){2,}$/D', $digits) => str_replace(',', '', $digits),
            // A "1,000" is a thousand to some and one to others.
            preg_match('/^[1-9]\d{0,2},\d{3}$/D', $digits) => null,
            preg_match('/^\d+(?:[.,]\d+)?$/D', $digits) => str_replace(',', '.', $digits),
            default => null,
        };
        return $plain === null || (float)$plain >= 1e9 ? null : (float)$plain;
    }
}
