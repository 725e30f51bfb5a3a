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
 * Reads the numbered entries of the change log: its head, whether a cursor fits it, what comes after; writes nothing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class change_reader {
    /**
     * The newest numbered entry.
     *
     * @return array{int, string} seq and mark
     */
    public static function head(): array {
        global $DB;

        $sql = 'SELECT seq, mark FROM {' . change_log::TABLE . '} WHERE seq IS NOT NULL ORDER BY seq DESC';
        $head = $DB->get_records_sql($sql, null, 0, 1);
        return $head ? [(int)current($head)->seq, current($head)->mark] : [0, ''];
    }

    /**
     * Why a cursor does not fit this log.
     *
     * @param array{int, string}|null $cursor
     * @param array{int, string} $head
     * @return string|null null: it fits; else one of pruned, history, ahead
     */
    public static function refusal(?array $cursor, array $head): ?string {
        global $DB;

        if ($cursor === null) {
            return 'pruned';
        }
        if ($cursor === $head) {
            return null;
        }
        [$seq, $mark] = $cursor;
        if ($seq > $head[0]) {
            return 'ahead';
        }
        if ($seq === 0) {
            if ($mark !== '') {
                return 'history';
            }
            return $head[0] === 0 || $DB->record_exists(change_log::TABLE, ['seq' => 1]) ? null : 'pruned';
        }
        $found = $DB->get_field(change_log::TABLE, 'mark', ['seq' => $seq]);
        if ($found === false) {
            return 'pruned';
        }
        return $found === $mark ? null : 'history';
    }

    /**
     * The entries of these kinds after a cursor, up to the head.
     *
     * @param int $after
     * @param int $upto
     * @param string[] $kinds
     * @param int $limit
     * @return \stdClass[] seq, mark, kind, objectid, erased; ascending
     */
    public static function entries(int $after, int $upto, array $kinds, int $limit): array {
        global $DB;

        if ($after >= $upto) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($kinds);
        $sql = "SELECT seq, mark, kind, objectid, erased
                  FROM {" . change_log::TABLE . "}
                 WHERE seq > ? AND seq <= ? AND kind $in
              ORDER BY seq";
        return $DB->get_records_sql($sql, array_merge([$after, $upto], $params), 0, $limit);
    }
}
