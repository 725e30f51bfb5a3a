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

use local_asnunggul\local\membership\problem;
use local_asnunggul\local\setting;

/**
 * What the tenant admin may see of the feed: its own rows as they would be sent now, also of streams that are off and before
 * anybody has joined or read; brings the offers up to date and reads through the kinds.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class preview {
    /**
     * As the site is now.
     */
    public function __construct() {
        try {
            numbering::refresh_offers();
        } catch (problem) {
            // Somebody is reading: the offers are brought up to date this very moment.
            return;
        }
    }

    /**
     * The newest rows of a kind, exactly as they are sent.
     *
     * @param string $kind
     * @param int $limit
     * @return array{string[], array[]} columns and rows, newest first
     */
    public function rows(string $kind, int $limit): array {
        $reader = streams::kind($kind);
        return [$reader->columns(), present::read(fn(): array => $reader->newest($limit))];
    }

    /**
     * Values of courses that nobody can read, in custom fields or dates: they are sent as "not known".
     *
     * @return array<int, array{course: int, concept: string, field: string}> field: its short name, or the column of a date
     */
    public static function unreadable(): array {
        global $DB;

        $courseids = $DB->get_fieldset_select('course', 'id', 'id <> ?', [SITEID]);
        $unreadable = [];
        foreach ((new field_values())->of(array_map('intval', $courseids)) as $course => $values) {
            foreach (array_keys($values, null, true) as $concept) {
                $unreadable[] = ['course' => $course, 'concept' => $concept, 'field' => setting::mapped()[$concept]];
            }
        }
        foreach (['starts' => 'startdate', 'ends' => 'enddate'] as $concept => $column) {
            $never = "$column NOT BETWEEN 0 AND " . sql_time::LAST;
            foreach ($DB->get_fieldset_select('course', 'id', "$never AND id <> ?", [SITEID]) as $course) {
                $unreadable[] = ['course' => (int)$course, 'concept' => $concept, 'field' => $column];
            }
        }
        return $unreadable;
    }
}
