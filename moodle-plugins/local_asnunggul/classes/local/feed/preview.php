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
 * What the tenant admin may see of the feed: rows as they are sent, and values that cannot be sent; reads through the kinds.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class preview {
    /**
     * The newest rows of a kind, exactly as they are sent.
     *
     * @param string $kind
     * @param int $limit
     * @return array{string[], array[]} columns and rows, newest first
     */
    public static function rows(string $kind, int $limit): array {
        $reader = streams::kind($kind);
        return [$reader->columns(), $reader->newest($limit)];
    }

    /**
     * Values of course custom fields that nobody can read: they are sent as "not known".
     *
     * @return array<int, array{course: int, concept: string, field: string}> field: its short name
     */
    public static function unreadable(): array {
        global $DB;

        $courseids = $DB->get_fieldset_select('course', 'id', 'id <> ?', [SITEID]);
        $unreadable = [];
        foreach ((new field_values())->of(array_map('intval', $courseids)) as $course => $values) {
            foreach (array_keys($values, null, true) as $concept) {
                $unreadable[] = ['course' => $course, 'concept' => $concept, 'field' => feed_settings::field_shortname($concept)];
            }
        }
        return $unreadable;
    }
}
