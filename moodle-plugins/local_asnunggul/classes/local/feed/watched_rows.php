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
 * Remembers which completions and awards exist, so that one that vanished can still be named.
 *
 * Moodle withdraws completions, revokes awards and deletes badges without naming the rows, and only after they are gone.
 * Reads Moodle's tables; writes its own and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class watched_rows {
    /** @var string The table. */
    public const TABLE = 'local_asnunggul_watched';

    /** @var array<string, array{string, string, string}> By kind: Moodle's table, the column of the parent, the condition. */
    private const SOURCES = [
        'completion' => ['course_completions', 'course', 'k.timecompleted IS NOT NULL'],
        'assertion' => ['badge_issued', 'badgeid', 'k.id IS NOT NULL'],
    ];

    /**
     * A row has come.
     *
     * @param string $kind
     * @param int $id
     */
    public static function add(string $kind, int $id): void {
        self::remember($kind, 'AND k.id = ?', [$id]);
    }

    /**
     * Remembers all rows that exist; called once, before anybody has read any.
     */
    public static function begin(): void {
        foreach (array_keys(self::SOURCES) as $kind) {
            self::remember($kind);
        }
    }

    /**
     * Finds and logs the rows that came or went past Moodle's events.
     */
    public static function catch_up(): void {
        foreach (array_keys(self::SOURCES) as $kind) {
            change_log::add_selected($kind, 'SELECT k.id ' . self::unknown($kind));
            self::remember($kind);
            self::log_vanished($kind);
        }
    }

    /**
     * Logs the rows of a parent that are gone, and forgets them.
     *
     * @param string $kind
     * @param int|null $parentid the course of completions, the badge of awards; null: of all
     */
    public static function log_vanished(string $kind, ?int $parentid = null): void {
        global $DB;

        [$table, , $condition] = self::SOURCES[$kind];
        $own = '{' . self::TABLE . '}';
        $gone = "$own.kind = ?" . ($parentid === null ? '' : " AND $own.parentid = ?")
            . " AND NOT EXISTS (SELECT 1 FROM {{$table}} k WHERE k.id = $own.objectid AND $condition)";
        $params = $parentid === null ? [$kind] : [$kind, $parentid];
        change_log::add_selected($kind, "SELECT objectid AS id FROM $own WHERE $gone", $params);
        $DB->execute("DELETE FROM $own WHERE $gone", $params);
    }

    /**
     * Adds those that are not remembered yet.
     *
     * @param string $kind
     * @param string $where
     * @param array $params
     */
    private static function remember(string $kind, string $where = '', array $params = []): void {
        global $DB;

        $parent = self::SOURCES[$kind][1];
        $sql = 'INSERT INTO {' . self::TABLE . "} (kind, objectid, parentid) SELECT '$kind', k.id, k.$parent " . self::unknown($kind);
        $DB->execute("$sql $where", $params);
    }

    /**
     * The rows that exist and are not remembered, as the end of a query with k for Moodle's table.
     *
     * @param string $kind
     * @return string
     */
    private static function unknown(string $kind): string {
        [$table, , $condition] = self::SOURCES[$kind];
        return "FROM {{$table}} k LEFT JOIN {" . self::TABLE . "} w ON w.kind = '$kind' AND w.objectid = k.id
               WHERE w.id IS NULL AND $condition";
    }
}
