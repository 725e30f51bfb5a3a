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

use local_asnunggul\site;

/**
 * The append-only change log: adds entries, never reads or numbers them.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class change_log {
    /** @var string The table. */
    public const TABLE = 'local_asnunggul_change';

    /** @var array<string, int[]> What was remembered in this request: first and last id of the entries. */
    private static array $remembered = [];

    /**
     * Runs an addition such that it can never break the request it happens in.
     *
     * What is missed here is found by the comparison of digests.
     *
     * @param \Closure $addition
     */
    public static function guarded(\Closure $addition): void {
        // Events also fire while Moodle or this plugin is being installed, before the table exists.
        if (during_initial_install() || !get_config('local_asnunggul', 'version')) {
            return;
        }
        try {
            $addition();
        } catch (\Throwable $e) {
            debugging('local_asnunggul: a change was not logged: ' . $e->getMessage(), DEBUG_DEVELOPER);
        }
    }

    /**
     * One row may have changed.
     *
     * @param string $kind
     * @param int $id
     */
    public static function add(string $kind, int $id): void {
        global $DB;

        $entry = ['kind' => $kind, 'objectid' => $id, 'erased' => 0, 'timecreated' => site::now()];
        $DB->insert_record(self::TABLE, (object)$entry, false);
    }

    /**
     * Many rows may have changed: one statement, whatever their number.
     *
     * @param string $kind
     * @param string $idsql a SELECT of one column: the ids
     * @param array $params
     * @param bool $erased their person's data is being deleted under privacy law
     */
    public static function add_selected(string $kind, string $idsql, array $params = [], bool $erased = false): void {
        global $DB;

        // The kind is one of our constants: as a literal it has a type on every database.
        $sql = "INSERT INTO {" . self::TABLE . "} (kind, objectid, erased, timecreated)
                SELECT '$kind', changed.id, " . (int)$erased . ", " . site::now() . "
                  FROM ($idsql) changed";
        $DB->execute($sql, $params);
    }

    /**
     * Adds entries before rows vanish, and notes them for {@see self::repeat()}.
     *
     * A reader may come between the entry and the vanishing and find the rows still there.
     *
     * @param string $name
     * @param \Closure $addition
     */
    public static function remember(string $name, \Closure $addition): void {
        $first = self::newest_id() + 1;
        $addition();
        self::$remembered[$name] = [$first, self::newest_id()];
    }

    /**
     * Adds the remembered entries again, after the rows have vanished.
     *
     * @param string $name
     */
    public static function repeat(string $name): void {
        global $DB;

        if (!isset(self::$remembered[$name])) {
            return;
        }
        $sql = "INSERT INTO {" . self::TABLE . "} (kind, objectid, erased, timecreated)
                SELECT kind, objectid, erased, " . site::now() . "
                  FROM {" . self::TABLE . "}
                 WHERE id BETWEEN ? AND ?";
        $DB->execute($sql, self::$remembered[$name]);
        unset(self::$remembered[$name]);
    }

    /**
     * The id of the newest entry, numbered or not.
     *
     * @return int
     */
    private static function newest_id(): int {
        global $DB;
        return (int)$DB->get_field_sql('SELECT MAX(id) FROM {' . self::TABLE . '}');
    }
}
