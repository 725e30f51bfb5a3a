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

/**
 * The current rows of the keys that a page of changes names, read a part at a time until they are many bytes; reads through
 * the kinds.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class key_rows {
    /** @var array<string, array<int, bool>> By kind and id: whether the person's data was deleted under privacy law. */
    private array $erased = [];

    /** @var array<string, array<int, array>> The rows there are, by kind and id. */
    private array $current = [];

    /** @var int The bytes of the texts so far. */
    private int $bytes = 0;

    /**
     * Begins.
     *
     * @param array<string, kind> $kinds by name
     */
    public function __construct(
        /** @var array<string, kind> The kinds of the stream. */
        private readonly array $kinds,
    ) {
    }

    /**
     * Reads the keys of some more entries.
     *
     * @param \stdClass[] $entries
     */
    public function add(array $entries): void {
        $new = [];
        foreach ($entries as $entry) {
            $id = (int)$entry->objectid;
            $known = $this->erased[$entry->kind][$id] ?? null;
            if ($known === null) {
                $new[$entry->kind][] = $id;
            }
            // A deletion request is followed by the deletion of the account: erased is stronger than whatever else
            // happened to a key.
            $this->erased[$entry->kind][$id] = $known || $entry->erased;
        }
        foreach ($new as $name => $ids) {
            $rows = $this->kinds[$name]->by_ids($ids);
            $this->bytes += $this->kinds[$name]->bytes($rows);
            $this->current[$name] = ($this->current[$name] ?? []) + array_column($rows, null, 0);
        }
    }

    /**
     * Whether the page has as many bytes as it should have.
     *
     * @return bool
     */
    public function is_full(): bool {
        return $this->bytes >= kind::PAGE_BYTES;
    }

    /**
     * The rows line of the page.
     *
     * @return array
     */
    public function rows(): array {
        $rows = [];
        foreach (array_intersect_key($this->kinds, $this->erased) as $name => $kind) {
            $absent = array_diff_key($this->erased[$name], $this->current[$name]);
            ksort($this->current[$name]);
            $rows[$name] = [
                'columns' => $kind->columns(),
                'rows' => array_values($this->current[$name]),
                'gone' => array_keys($absent, false, true),
                'erased' => array_keys($absent, true, true),
            ];
        }
        return $rows;
    }

    /**
     * How many keys there are.
     *
     * @return int
     */
    public function count(): int {
        return array_sum(array_map(count(...), $this->erased));
    }
}
