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
 * Times of Moodle's tables as expressions of SQL that give only times the contract knows; pure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sql_time {
    /** @var int The last second the contract knows. */
    public const LAST = 1099511627776;

    /**
     * A time that may be missing: null where Moodle says none, or a time that cannot be.
     *
     * @param string $column
     * @return string
     */
    public static function or_null(string $column): string {
        return "CASE WHEN $column BETWEEN 1 AND " . self::LAST . " THEN $column END";
    }

    /**
     * A time that is always there: 0 where it cannot be.
     *
     * @param string $column
     * @return string
     */
    public static function always(string $column): string {
        return "CASE WHEN $column BETWEEN 0 AND " . self::LAST . " THEN $column ELSE 0 END";
    }
}
