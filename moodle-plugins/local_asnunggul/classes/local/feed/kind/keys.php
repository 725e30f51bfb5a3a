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
 * The keys of a table in ascending order, all or those of some buckets; reads the table by its primary key.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class keys {
    /**
     * Of a table.
     *
     * @param string $table
     * @param int[]|null $buckets only keys whose id modulo 256 is one of these
     */
    public function __construct(
        /** @var string The table. */
        private readonly string $table,
        /** @var int[]|null The buckets. */
        private readonly ?array $buckets,
    ) {
    }

    /**
     * The last of the next keys and how many there are.
     *
     * @param int $after
     * @param int $limit
     * @return array{int, int}
     */
    public function next(int $after, int $limit): array {
        global $DB;

        [$where, $params] = $this->after($after);
        $sql = "SELECT MAX(id) AS last, COUNT(*) AS found
                  FROM (SELECT k.id FROM {{$this->table}} k WHERE $where ORDER BY k.id LIMIT $limit) page";
        $keys = $DB->get_record_sql($sql, $params);
        return [(int)$keys->last, (int)$keys->found];
    }

    /**
     * The condition for keys, alias k, after an id.
     *
     * @param int $after
     * @return array{string, array}
     */
    public function after(int $after): array {
        global $DB;

        if ($this->buckets === null) {
            return ['k.id > ?', [$after]];
        }
        [$in, $params] = $DB->get_in_or_equal($this->buckets);
        return ['k.id > ? AND ' . $DB->sql_modulo('k.id', 256) . " $in", [$after, ...$params]];
    }
}
