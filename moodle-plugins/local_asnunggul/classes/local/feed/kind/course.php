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

use local_asnunggul\local\feed\category_paths;
use local_asnunggul\local\feed\field_values;
use local_asnunggul\local\feed\offers;
use local_asnunggul\local\feed\plain_text;

/**
 * The courses the site offers.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class course extends kind {
    /** @var category_paths|null The category tree, read at the first page. */
    private ?category_paths $categories = null;

    /** @var field_values|null The custom fields, found at the first page. */
    private ?field_values $fields = null;

    /**
     * Its name in the contract.
     *
     * @return string
     */
    public function name(): string {
        return 'course';
    }

    /**
     * Its columns, in the order of the contract.
     *
     * @return string[]
     */
    public function columns(): array {
        return [
            'id', 'title', 'summary', 'category', 'audience', 'jp_hundredths', 'minutes', 'competency', 'format', 'level',
            'training_type', 'batch', 'language', 'starts', 'ends', 'self_enrol', 'tracks_completion', 'created',
        ];
    }

    /**
     * The most rows in one page.
     *
     * @return int
     */
    public function page_size(): int {
        return 1000;
    }

    /**
     * The table whose id is the id of the row.
     *
     * @return string
     */
    protected function table(): string {
        return 'course';
    }

    /**
     * The values.
     *
     * @return string
     */
    protected function values(): string {
        return 'c.fullname, c.summary, c.category, c.lang, c.startdate, c.enddate, c.enablecompletion, c.timecreated, o.audience,
                CASE WHEN EXISTS (SELECT 1 FROM {enrol} e WHERE e.courseid = c.id AND ' . offers::OPEN_SELF_ENROLMENT . ')
                     THEN 1 ELSE 0 END AS selfenrol';
    }

    /**
     * The course itself, if it is offered.
     *
     * @return string
     */
    protected function joins(): string {
        return 'JOIN {' . offers::TABLE . '} o ON o.courseid = k.id AND o.published = 1
                JOIN {course} c ON c.id = k.id';
    }

    /**
     * Rows in the order of the columns.
     *
     * @param \moodle_recordset $records
     * @return array[]
     */
    protected function rows(\moodle_recordset $records): array {
        $courses = iterator_to_array($records);
        if (!$courses) {
            return [];
        }
        $this->categories ??= new category_paths();
        $this->fields ??= new field_values();
        $ids = array_map('intval', array_column($courses, 'id'));
        $values = $this->fields->of($ids);
        $rows = [];
        foreach ($courses as $course) {
            $rows[] = $this->row($course, $values[(int)$course->id] ?? []);
        }
        return $rows;
    }

    /**
     * One row.
     *
     * @param \stdClass $course
     * @param array $fields
     * @return array
     */
    private function row(\stdClass $course, array $fields): array {
        global $CFG;

        return [
            (int)$course->id,
            plain_text::line($course->fullname, 255) ?? "#$course->id",
            plain_text::paragraphs($course->summary, 2000),
            $this->categories->name((int)$course->category),
            $course->audience,
            $fields['jp'] ?? null,
            $fields['minutes'] ?? null,
            $fields['competency'] ?? null,
            $fields['format'] ?? null,
            $fields['level'] ?? null,
            $fields['training_type'] ?? null,
            $fields['batch'] ?? null,
            $course->lang === '' ? null : $course->lang,
            (int)$course->startdate ?: null,
            (int)$course->enddate ?: null,
            (int)($course->selfenrol && enrol_is_enabled('self')),
            (int)($course->enablecompletion && $CFG->enablecompletion),
            (int)$course->timecreated,
        ];
    }
}
