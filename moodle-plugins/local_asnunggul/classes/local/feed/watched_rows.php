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

use local_asnunggul\local\feed\kind\kind;
use local_asnunggul\local\membership\membership;

/**
 * Remembers which rows about people exist, so that one that vanished can still be named: to the centre, and again when its
 * person is erased.
 *
 * Moodle withdraws completions, revokes awards and deletes badges without naming the rows, and only after they are gone; what
 * uninstalls a way to enrol, and SQL, name nothing at all. Reads Moodle's tables; writes its own and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class watched_rows {
    /** @var string The table. */
    public const TABLE = 'local_asnunggul_watched';

    /**
     * A row has come.
     *
     * @param string $kind
     * @param int $id
     * @param bool $again whether it may have been there before: a completion keeps its id when it is withdrawn, and its rating too
     */
    public static function add(string $kind, int $id, bool $again = false): void {
        if ($again) {
            self::come_back($kind, 'AND objectid = ?', [$id]);
        }
        self::remember($kind, 'AND k.id = ?', [$id]);
    }

    /**
     * A row has gone, as Moodle says.
     *
     * @param string $kind
     * @param int $id
     */
    public static function leave(string $kind, int $id): void {
        self::let_go('kind = ? AND objectid = ?', [$kind, $id]);
    }

    /**
     * Lets the centre forget what it keeps of a person's rows that are gone, and forgets the person here. Of those that are still
     * there fan_out knows.
     *
     * @param int $userid
     */
    public static function erase(int $userid): void {
        global $DB;

        foreach (self::kinds() as $kind) {
            $sql = 'SELECT objectid AS id FROM {' . self::TABLE . '} WHERE kind = ? AND userid = ? AND gone = 1';
            change_log::add_selected($kind, $sql, [$kind, $userid], true);
        }
        $DB->delete_records(self::TABLE, ['userid' => $userid]);
    }

    /**
     * The same of one kind within one parent, for what a person said in one course.
     *
     * @param string $kind
     * @param int $userid
     * @param int $parentid
     */
    public static function erase_within(string $kind, int $userid, int $parentid): void {
        global $DB;

        $of = ['kind' => $kind, 'userid' => $userid, 'parentid' => $parentid];
        $sql = 'SELECT objectid AS id FROM {' . self::TABLE . '} WHERE kind = ? AND userid = ? AND parentid = ?';
        change_log::add_selected($kind, $sql, array_values($of), true);
        $DB->delete_records(self::TABLE, $of);
    }

    /**
     * Forgets what is gone: nobody keeps anything of it any more.
     */
    public static function forget_gone(): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['gone' => 1]);
    }

    /**
     * Remembers all rows that exist, and whose they are.
     */
    public static function begin(): void {
        global $DB;

        $own = '{' . self::TABLE . '}';
        foreach (self::kinds() as $kind) {
            $table = streams::kind($kind)::TABLE;
            $there = "FROM {{$table}} k WHERE k.id = $own.objectid";
            // A version that noted no people has noted rows.
            $DB->execute("UPDATE $own SET userid = (SELECT k.userid $there)
                           WHERE $own.kind = ? AND $own.userid = 0 AND EXISTS (SELECT 1 $there)", [$kind]);
            self::remember($kind);
        }
    }

    /**
     * Finds and logs the rows that came, went or have another parent past Moodle's events.
     */
    public static function catch_up(): void {
        foreach (self::kinds() as $kind) {
            change_log::add_selected($kind, 'SELECT k.id ' . self::unknown($kind));
            self::come_back($kind);
            self::remember($kind);
            self::log_vanished($kind);
            self::log_moved($kind);
        }
    }

    /**
     * Logs the rows of a parent that are gone.
     *
     * @param string $kind
     * @param int|null $parentid the course of completions and ratings, the badge of awards; null: of all
     */
    public static function log_vanished(string $kind, ?int $parentid = null): void {
        [$table, $condition] = [streams::kind($kind)::TABLE, streams::kind($kind)::CONDITION];
        $own = '{' . self::TABLE . '}';
        $gone = "$own.kind = ? AND $own.gone = 0" . ($parentid === null ? '' : " AND $own.parentid = ?")
            . " AND NOT EXISTS (SELECT 1 FROM {{$table}} k WHERE k.id = $own.objectid AND $condition)";
        $params = $parentid === null ? [$kind] : [$kind, $parentid];
        change_log::add_selected($kind, "SELECT objectid AS id FROM $own WHERE $gone", $params);
        self::let_go($gone, $params);
    }

    /**
     * Logs the rows that have another parent: Moodle can hand the enrolments of a way to enrol over to another.
     *
     * @param string $kind
     */
    private static function log_moved(string $kind): void {
        global $DB;

        $own = '{' . self::TABLE . '}';
        [$table, $parent] = [streams::kind($kind)::TABLE, streams::kind($kind)::WATCHED_BY];
        $now = "FROM {{$table}} k WHERE k.id = $own.objectid";
        $moved = "$own.kind = ? AND $own.gone = 0 AND EXISTS (SELECT 1 $now AND k.$parent <> $own.parentid)";
        change_log::add_selected($kind, "SELECT objectid AS id FROM $own WHERE $moved", [$kind]);
        $DB->execute("UPDATE $own SET parentid = (SELECT k.$parent $now) WHERE $moved", [$kind]);
    }

    /**
     * The kinds that are watched.
     *
     * @return string[] names
     */
    private static function kinds(): array {
        return array_keys(array_filter(streams::all_kinds(), fn(kind $kind): bool => $kind::WATCHED_BY !== null));
    }

    /**
     * Notes that rows are gone; where the centre may have them, whose they were stays known until that person is erased.
     *
     * @param string $where
     * @param array $params
     */
    private static function let_go(string $where, array $params): void {
        global $DB;

        $own = '{' . self::TABLE . '}';
        $DB->execute((membership::current() ? "UPDATE $own SET gone = 1" : "DELETE FROM $own") . " WHERE $where", $params);
    }

    /**
     * Forgets that rows were gone that are there again.
     *
     * @param string $kind
     * @param string $where
     * @param array $params
     */
    private static function come_back(string $kind, string $where = '', array $params = []): void {
        global $DB;

        [$table, $condition] = [streams::kind($kind)::TABLE, streams::kind($kind)::CONDITION];
        $own = '{' . self::TABLE . '}';
        $there = "EXISTS (SELECT 1 FROM {{$table}} k WHERE k.id = $own.objectid AND $condition)";
        $DB->execute("DELETE FROM $own WHERE kind = ? AND gone = 1 $where AND $there", [$kind, ...$params]);
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

        $parent = streams::kind($kind)::WATCHED_BY;
        $sql = 'INSERT INTO {' . self::TABLE . "} (kind, objectid, parentid, userid)
                SELECT '$kind', k.id, k.$parent, k.userid " . self::unknown($kind);
        $DB->execute("$sql $where", $params);
    }

    /**
     * The rows of people who have an account that exist and are not remembered, as the end of a query with k for Moodle's table.
     * Moodle keeps completions of accounts that are deleted and erased.
     *
     * @param string $kind
     * @return string
     */
    private static function unknown(string $kind): string {
        [$table, $condition] = [streams::kind($kind)::TABLE, streams::kind($kind)::CONDITION];
        return "FROM {{$table}} k LEFT JOIN {" . self::TABLE . "} w ON w.kind = '$kind' AND w.objectid = k.id AND w.gone = 0
               WHERE w.id IS NULL AND $condition
                     AND EXISTS (SELECT 1 FROM {user} u WHERE u.id = k.userid AND u.deleted = 0)";
    }
}
