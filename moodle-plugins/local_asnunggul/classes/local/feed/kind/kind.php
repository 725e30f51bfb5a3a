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

use core\url;
use local_asnunggul\local\feed\failure;

/**
 * One kind of row of the contract: its columns and how its rows are read by primary key; reads Moodle's tables.
 *
 * Every read takes the keys first, from the base table by its primary key, and joins afterwards: with the join first
 * the database sorts the whole table for every page.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class kind {
    /** @var string Its name in the contract. */
    public const NAME = '';

    /** @var string The table whose id is the id of the row. */
    public const TABLE = '';

    /** @var string The condition under which a row of this table, alias k, is one of this kind, whoever it is about. */
    public const CONDITION = '1 = 1';

    /** @var string The columns of this table, alias k, that the joins and values need. Long texts are joined again instead. */
    protected const PAGE_COLUMNS = 'k.id';

    /** @var string The joins to k that leave only what is offered and bring what the values need. */
    protected const OFFERED = '';

    /** @var string The condition a row must meet after the joins. */
    protected const JOINED_CONDITION = '1 = 1';

    /** @var int The most rows in one page; long texts make it smaller. */
    public const PAGE_SIZE = 5000;

    /** @var int The most rows that are in memory as Moodle has them; long texts make it smaller. */
    public const READ_SIZE = 5000;

    /** @var string|null SQL of the ids of its rows in a course, up to the condition on its id; null: a course alone touches none. */
    public const IN_COURSES = null;

    /** @var string|null The column by which rows that vanish without an event are found again; null if Moodle names them all. */
    public const WATCHED_BY = null;

    /** @var string[] Moodle's page where a row can be edited, and its parameter. */
    protected const PAGE = [];

    /** @var string|null SQL from the ids of rows to what the page is about, up to the condition on the id; null: the row itself. */
    protected const ABOUT = null;

    /** @var int How often one page may look further where most rows are not offered. */
    private const SCANS = 20;

    /** @var int A page of long texts ends once its texts have so many bytes. */
    public const PAGE_BYTES = 2097152;

    /**
     * The kind in one version of the contract: its columns and digests.
     *
     * @param int $contract
     */
    final public function __construct(
        /** @var int The version. */
        public readonly int $contract = 3,
    ) {
    }

    /**
     * Its columns, in the order of the contract.
     *
     * @return string[]
     */
    abstract public function columns(): array;

    /**
     * The condition a row of the table, alias k, must meet before anything is joined.
     *
     * @return string
     */
    protected function condition(): string {
        return static::CONDITION;
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
    protected function joins(): string {
        return static::OFFERED;
    }

    /**
     * Rows in the order of the columns.
     *
     * @param \moodle_recordset $records ids and values
     * @return array[]
     */
    abstract protected function rows(\moodle_recordset $records): array;

    /**
     * A row; without its texts if they cannot be read, so that one course never ends the reading of all.
     *
     * @param \stdClass $record
     * @param string[] $texts what may be the reason
     * @param \Closure $row from the record to the row
     * @return array
     */
    protected static function guarded(\stdClass $record, array $texts, \Closure $row): array {
        try {
            return $row($record);
        } catch (\Throwable $e) {
            failure::log($e, static::NAME . " $record->id");
            return $row((object)(array_fill_keys($texts, null) + (array)$record));
        }
    }

    /**
     * The ids of its rows about one person; null if it is not about people.
     *
     * @return string|null SQL with one parameter
     */
    public function ids_of_person(): ?string {
        return null;
    }

    /**
     * Where its rows can be edited in this Moodle; those that are gone may be missing.
     *
     * @param int[] $ids
     * @return array<int, url> by id
     */
    public function pages(array $ids): array {
        global $DB;
        $about = array_combine($ids, $ids);
        if (static::ABOUT !== null) {
            [$in, $params] = $DB->get_in_or_equal($ids);
            $about = $DB->get_records_sql_menu(static::ABOUT . " $in", $params);
        }
        [$path, $parameter] = static::PAGE;
        return array_map(fn(int|string $id): url => new url($path, [$parameter => (int)$id]), $about);
    }

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
     * @return array{array[], int, bool} the rows, the last id looked at (the next page begins after it), whether there may be more
     */
    public function page(int $after, int $limit, ?array $buckets = null): array {
        $limit = min($limit, static::PAGE_SIZE);
        $atonce = min($limit, static::READ_SIZE);
        $keys = new keys(static::TABLE, $buckets);
        [$rows, $bytes] = [[], 0];
        // Where few courses are offered most keys have no row: look further, but not without end.
        for ($looked = 0, $more = true; $more && $looked < self::SCANS * $limit && $bytes < self::PAGE_BYTES; $looked += $size) {
            $size = min($atonce, $limit - count($rows));
            if ($size < $atonce && count($rows) * 2 >= $limit) {
                break;
            }
            [$last, $found] = $keys->next($after, $size);
            if ($found) {
                [$where, $params] = $keys->after($after);
                $read = $this->read("$where AND k.id <= ?", [...$params, $last], $size);
                $bytes += $this->bytes($read);
                $rows = $rows ? [...$rows, ...$read] : $read;
                $after = $last;
            }
            $more = $found === $size;
        }
        return [$rows, $after, $more];
    }

    /**
     * The newest rows, for people to look at.
     *
     * @param int $limit
     * @return array[]
     */
    public function newest(int $limit): array {
        global $DB;
        $sql = "SELECT k.id FROM {" . static::TABLE . "} k WHERE k.id < ? AND {$this->condition()} ORDER BY k.id DESC";
        // Many of the newest may not be offered.
        [$rows, $before] = [[], PHP_INT_MAX];
        do {
            $ids = array_keys($DB->get_records_sql($sql, [$before], 0, static::READ_SIZE));
            array_push($rows, ...array_reverse($this->by_ids($ids)));
            $before = end($ids);
        } while ($ids && count($rows) < $limit);
        return array_slice($rows, 0, $limit);
    }

    /**
     * The bytes of the texts of these rows, where rows may be long.
     *
     * @param array[] $rows
     * @return int
     */
    public function bytes(array $rows): int {
        $long = static::READ_SIZE < static::PAGE_SIZE ? $rows : [];
        return array_sum(array_map(fn(array $row): int => strlen(implode('', $row)), $long));
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
                  FROM (SELECT " . static::PAGE_COLUMNS . "
                          FROM {" . static::TABLE . "} k
                         WHERE $where AND {$this->condition()}
                      ORDER BY k.id LIMIT $limit) k
                       {$this->joins()}
                 WHERE " . static::JOINED_CONDITION . "
              ORDER BY k.id";
        $records = $DB->get_recordset_sql($sql, $params);
        $rows = $this->rows($records);
        $records->close();
        return $rows;
    }
}
