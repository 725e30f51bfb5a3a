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
use local_asnunggul\local\feed\kind\person_kind;

/**
 * Count and digest sums of a kind, per bucket, from the tables themselves: docs/contract.md section 5; reads only.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class digest {
    /** @var string The setting of the one statement that follows: hash joins, 8 MiB for each table joined. */
    private const HASH_JOINS = 'SET STATEMENT join_cache_level = 4, join_buffer_size = 8388608, '
        . 'join_buffer_space_limit = 33554432 FOR ';

    /**
     * The buckets that are not empty.
     *
     * @param kind $kind
     * @return array<int, array{int, int, int}> count, high and low by bucket, ascending
     */
    public static function buckets(kind $kind): array {
        global $DB;
        return $kind instanceof person_kind && $DB->get_dbfamily() === 'mysql' ? self::by_database($kind) : self::by_rows($kind);
    }

    /**
     * Computed from the rows as they are sent.
     *
     * @param kind $kind
     * @return array<int, array{int, int, int}>
     */
    public static function by_rows(kind $kind): array {
        $buckets = [];
        $after = 0;
        do {
            [$rows, $after, $more] = $kind->page($after, $kind::PAGE_SIZE);
            foreach ($rows as $row) {
                $md5 = md5(self::canonical($row, $kind->contract));
                $bucket = &$buckets[$row[0] % 256];
                $bucket = [
                    ($bucket[0] ?? 0) + 1,
                    ($bucket[1] ?? 0) + hexdec(substr($md5, 0, 8)),
                    ($bucket[2] ?? 0) + hexdec(substr($md5, 8, 8)),
                ];
                unset($bucket);
            }
        } while ($more);
        ksort($buckets);
        return $buckets;
    }

    /**
     * The canonical text of a row. In version 1 a text stands as it is; later it follows its length in bytes, so that no two rows
     * have one text.
     *
     * @param array $row numbers, texts and null
     * @param int $contract
     * @return string
     */
    public static function canonical(array $row, int $contract): string {
        $texts = [];
        foreach ($row as $value) {
            $texts[] = $contract > 1 && is_string($value) ? strlen($value) . '|' . $value : ($value ?? '~');
        }
        return implode('|', $texts);
    }

    /**
     * Computed by the database, several times faster; MySQL and MariaDB.
     *
     * @param person_kind $kind
     * @return array<int, array{int, int, int}>
     */
    public static function by_database(person_kind $kind): array {
        global $DB;

        // MariaDB looks up one key after the other in random order, unless it may read the smaller tables whole and hash them.
        $how = $DB->get_dbvendor() === 'mariadb' ? self::HASH_JOINS : '';
        $sum = 'SUM(CAST(CONV(SUBSTR(digest, %d, 8), 16, 10) AS UNSIGNED))';
        // STRAIGHT_JOIN: beginning with the few offers, the database would read the large table in random order.
        // LIMIT: without it the derived table is dissolved and every md5 computed twice.
        $sql = $how . 'SELECT bucket, COUNT(*) AS found, SUM(named) AS named,
                       ' . sprintf($sum, 1) . ' AS high, ' . sprintf($sum, 9) . ' AS low
                  FROM (SELECT STRAIGHT_JOIN MOD(k.id, 256) AS bucket, p.id IS NOT NULL AS named,
                               CAST(LEFT(MD5(' . $kind->canonical() . '), 16) AS BINARY(16)) AS digest
                               ' . $kind->all() . '
                         LIMIT 18446744073709551615) digests
              GROUP BY bucket
              ORDER BY bucket';
        $sums = $DB->get_records_sql($sql);
        foreach ($sums as $bucket) {
            if ($bucket->named !== $bucket->found) {
                $kind->ensure_pseudonyms();
                $sums = $DB->get_records_sql($sql);
                break;
            }
        }
        return array_map(fn(\stdClass $bucket): array => [(int)$bucket->found, (int)$bucket->high, (int)$bucket->low], $sums);
    }
}
