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

namespace local_asnunggul\output;

use local_asnunggul\local\feed\choice_labels;
use local_asnunggul\site;

/**
 * The reader's words for the terms of the contract; a term a newer centre brings is shown as it is.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class words {
    /** The columns that hold a time. */
    private const TIMES = [
        'starts', 'ends', 'created', 'completed', 'issued', 'expires', 'enrol_from', 'enrol_until', 'edited', 'answered',
    ];

    /** What LAN says beside the columns, and is a time. */
    private const TIMES_OF_LAN = ['featured'];

    /** The columns that are yes or no. */
    private const FLAGS = ['self_enrol', 'tracks_completion'];

    /** The columns that hold one of a few codes. */
    private const CODES = ['audience', 'status'];

    /** The columns that hold one of a few choices of a custom field. */
    private const CHOICES = ['competency', 'format', 'level'];

    /** Longer texts are cut for the table. */
    private const LENGTH = 100;

    /**
     * A stream.
     *
     * @param string $stream
     * @return string
     */
    public static function stream(string $stream): string {
        return self::term("stream_$stream", $stream);
    }

    /**
     * A kind.
     *
     * @param string $kind
     * @return string
     */
    public static function kind(string $kind): string {
        return self::term("kind_$kind", $kind);
    }

    /**
     * One record of a kind, for example "Course 7".
     *
     * @param string $kind
     * @param int $id
     * @return string
     */
    public static function record(string $kind, int $id): string {
        return self::term("record_$kind", "$kind $id", $id);
    }

    /**
     * A column.
     *
     * @param string $column
     * @return string
     */
    public static function column(string $column): string {
        return self::term("column_$column", $column);
    }

    /**
     * How long ago something was, for example "5 mins ago".
     *
     * @param int $time
     * @return string
     */
    public static function ago(int $time): string {
        $seconds = site::now() - $time;
        return $seconds < MINSECS
            ? get_string('justnow', 'local_asnunggul')
            : get_string('ago', 'local_asnunggul', format_time($seconds - $seconds % MINSECS));
    }

    /**
     * A value of a row.
     *
     * @param string $column
     * @param int|float|string|null $value
     * @return string
     */
    public static function value(string $column, int|float|string|null $value): string {
        return match (true) {
            $value === null => '–',
            in_array($column, self::FLAGS, true) => get_string($value ? 'yes' : 'no'),
            $column === 'jp_hundredths' => format_float($value / 100, 2, true, true),
            $column === 'method' => self::method((string) $value),
            in_array($column, self::CODES, true) => self::term("value_$value", (string) $value),
            in_array($column, self::CHOICES, true) => choice_labels::label($column, (string) $value),
            in_array($column, [...self::TIMES, ...self::TIMES_OF_LAN], true) => self::date((int) $value),
            \core_text::strlen((string) $value) > self::LENGTH => \core_text::substr((string) $value, 0, self::LENGTH) . '…',
            default => (string) $value,
        };
    }

    /**
     * A time as a day and a minute.
     *
     * @param int $time
     * @return string
     */
    private static function date(int $time): string {
        return userdate($time, get_string('strftimedatetimeshort', 'core_langconfig'));
    }

    /**
     * A way of enrolling, by the name its plugin gives itself.
     *
     * @param string $method
     * @return string
     */
    private static function method(string $method): string {
        $plugin = "enrol_$method";
        return get_string_manager()->string_exists('pluginname', $plugin) ? get_string('pluginname', $plugin) : $method;
    }

    /**
     * A term.
     *
     * @param string $identifier
     * @param string $unknown what is shown if there is no such string
     * @param mixed $a
     * @return string
     */
    public static function term(string $identifier, string $unknown, mixed $a = null): string {
        return get_string_manager()->string_exists($identifier, 'local_asnunggul')
            ? get_string($identifier, 'local_asnunggul', $a)
            : $unknown;
    }
}
