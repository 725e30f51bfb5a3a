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

/**
 * The reader's words for the terms of the contract; a term a newer centre brings is shown as it is.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class words {
    /** The columns that hold a time. */
    private const TIMES = ['starts', 'ends', 'created', 'completed', 'issued', 'expires'];

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
     * Why a record was refused.
     *
     * @param string $reason
     * @param string $detail the centre's words
     * @return string
     */
    public static function reason(string $reason, string $detail): string {
        return self::term("reason_$reason", $detail === '' ? $reason : $detail);
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
     * The outcome of a sync.
     *
     * @param string $outcome
     * @return string
     */
    public static function outcome(string $outcome): string {
        return self::term("outcome_$outcome", $outcome);
    }

    /**
     * The state the centre computes for this site.
     *
     * @param string $state
     * @return string
     */
    public static function state(string $state): string {
        return self::term("state_$state", $state);
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
            in_array($column, self::TIMES, true) => userdate((int) $value, get_string('strftimedatetimeshort', 'core_langconfig')),
            \core_text::strlen((string) $value) > self::LENGTH => \core_text::substr((string) $value, 0, self::LENGTH) . '…',
            default => (string) $value,
        };
    }

    /**
     * A term.
     *
     * @param string $identifier
     * @param string $unknown what is shown if there is no such string
     * @param mixed $a
     * @return string
     */
    private static function term(string $identifier, string $unknown, mixed $a = null): string {
        return get_string_manager()->string_exists($identifier, 'local_asnunggul')
            ? get_string($identifier, 'local_asnunggul', $a)
            : $unknown;
    }
}
