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

namespace local_asnunggul\local\feed\kind;

/**
 * One kind of row of the contract: its columns and how its rows are read by primary key; reads Moodle's tables.
 *
 * Every read takes the keys first, from the base table by its primary key, and joins afterwards: with the join first
 * the database sorts the whole table for every page.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
abstract class kind {
    /** @var int How often one page may look further where most rows are not offered. */
    private const SCANS = 20;

    /**
     * Its name in the contract.
     *
     * @return string
     */
    abstract public function name(): string;

    /**
     * Its columns, in the order of the contract.
     *
     * @return string[]
     */
    abstract public function columns(): array;

    /**
     * The most rows in one page; long texts make it smaller.
     *
     * @return int
     */
    public function page_size(): int {
        return 5000;
    }

    /**
     * The table whose id is the id of the row.
     *
     * @return string
     */
    abstract protected function table(): string;

    /**
     * The condition a row of this table, alias k, must meet before anything is joined.
     *
     * @return string
     */
    protected function condition(): string {
        return '1 = 1';
    }

    /**
     * The columns of this table, alias k, that the joins and values need. Long texts are joined again instead.
     *
     * @return string
     */
    protected function page_columns(): string {
        return 'k.id';
    }

    /**
     * The values, from k and what is joined to it.
     *
     * @return string
     */
    abstract protected function values(): string;

    /**
     * The joins to k.
     *
     * @return string
     */
    abstract protected function joins(): string;

    /**
     * The condition a row must meet after the joins.
     *
     * @return string
     */
    protected function joined_condition(): string {
        return '1 = 1';
    }

    /**
     * Rows in the order of the columns.
     *
     * @param \moodle_recordset $records ids and values
     * @return array[]
     */
    abstract protected function rows(\moodle_recordset $records): array;

    /**
     * The current rows of these ids, ascending; those that are gone or not offered are missing.
     *
     * @param int[] $ids
     * @return array[]
     */
    public function by_ids(array $ids): array {
        global $DB;

        if (!$ids) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids);
        return $this->read("k.id $in", $params, count($ids));
    }

    /**
     * The rows after an id, ascending.
     *
     * @param int $after
     * @param int $limit
     * @param int[]|null $buckets only rows whose id modulo 256 is one of these
     * @return page
     */
    public function page(int $after, int $limit, ?array $buckets = null): page {
        $limit = min($limit, $this->page_size());
        $rows = [];
        // Where few courses are offered most keys have no row: look further, but not without end.
        for ($scan = 0, $more = true; $more && $scan < self::SCANS && count($rows) * 2 < $limit; $scan++) {
            $size = $limit - count($rows);
            [$last, $found] = $this->keys($after, $size, $buckets);
            if ($found) {
                [$where, $params] = $this->range($after, $buckets);
                array_push($rows, ...$this->read("$where AND k.id <= ?", [...$params, $last], $size));
                $after = $last;
            }
            $more = $found === $size;
        }
        return new page($rows, $after, $more);
    }

    /**
     * The newest rows, for people to look at.
     *
     * @param int $limit
     * @return array[]
     */
    public function newest(int $limit): array {
        global $DB;

        $sql = "SELECT k.id FROM {{$this->table()}} k WHERE {$this->condition()} ORDER BY k.id DESC";
        // Some of the newest may not be offered.
        $ids = array_keys($DB->get_records_sql($sql, null, 0, $limit * self::SCANS));
        return array_slice(array_reverse($this->by_ids($ids)), 0, $limit);
    }

    /**
     * The last of the next keys and how many there are.
     *
     * @param int $after
     * @param int $limit
     * @param int[]|null $buckets
     * @return array{int, int}
     */
    private function keys(int $after, int $limit, ?array $buckets): array {
        global $DB;

        [$where, $params] = $this->range($after, $buckets);
        $sql = "SELECT MAX(id) AS last, COUNT(*) AS found
                  FROM (SELECT k.id FROM {{$this->table()}} k WHERE $where ORDER BY k.id LIMIT $limit) page";
        $keys = $DB->get_record_sql($sql, $params);
        return [(int)$keys->last, (int)$keys->found];
    }

    /**
     * The condition for keys after an id.
     *
     * @param int $after
     * @param int[]|null $buckets
     * @return array{string, array}
     */
    private function range(int $after, ?array $buckets): array {
        global $DB;

        if ($buckets === null) {
            return ['k.id > ?', [$after]];
        }
        [$in, $params] = $DB->get_in_or_equal($buckets);
        return ['k.id > ? AND ' . $DB->sql_modulo('k.id', 256) . " $in", [$after, ...$params]];
    }

    /**
     * Rows by a condition on the keys.
     *
     * @param string $where
     * @param array $params
     * @param int $limit no fewer than there are; it keeps the database from dissolving the derived table
     * @return array[]
     */
    protected function read(string $where, array $params, int $limit): array {
        global $DB;

        $sql = "SELECT k.id, {$this->values()}
                  FROM (SELECT {$this->page_columns()}
                          FROM {{$this->table()}} k
                         WHERE $where AND {$this->condition()}
                      ORDER BY k.id LIMIT $limit) k
                       {$this->joins()}
                 WHERE {$this->joined_condition()}
              ORDER BY k.id";
        $records = $DB->get_recordset_sql($sql, $params);
        $rows = $this->rows($records);
        $records->close();
        return $rows;
    }
}
