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

namespace local_asnunggul;

use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\offering;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\output\marketplace\saying;

/**
 * The marketplace as this site keeps it: what other plugins may show of it. Asks nobody. They use nothing below `local`.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class marketplace {
    /**
     * Whether this site shows the marketplace.
     *
     * @return bool
     */
    public static function is_open(): bool {
        return place::is_open();
    }

    /**
     * Where it begins.
     *
     * @return \core\url
     */
    public static function address(): \core\url {
        return place::front();
    }

    /**
     * The rows that are kept, each with its name in words and its first offerings: title, agency, language, and the address of the
     * page about it. All of it is foreign text.
     *
     * @param string[] $names which rows, in which order: `popular`, `new` or `short`
     * @param int $most offerings of a row
     * @return array[]
     */
    public static function rows(array $names, int $most): array {
        $kept = bundle::current();
        $rows = [];
        foreach (array_intersect($names, array_keys($kept->rows ?? [])) as $name) {
            $rows[] = [
                'name' => saying::word($name),
                'offerings' => array_map(fn(offering $one): array => [
                    'title' => $one->facts['title'],
                    'agency' => $one->facts['agency'],
                    'language' => $one->language(),
                    'url' => place::course($one)->out(false),
                ], array_slice($kept->rows[$name], 0, $most)),
            ];
        }
        return $rows;
    }

    /**
     * Of when it is, in words; empty if nothing is kept.
     *
     * @return string
     */
    public static function as_of(): string {
        $kept = bundle::current();
        return $kept === null ? '' : saying::as_of($kept->time);
    }
}
