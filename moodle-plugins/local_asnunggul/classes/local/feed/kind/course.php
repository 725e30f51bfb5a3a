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

use local_asnunggul\local\feed\card;
use local_asnunggul\local\feed\category_paths;
use local_asnunggul\local\feed\enrolment_window;
use local_asnunggul\local\feed\field_values;
use local_asnunggul\local\feed\long_text;
use local_asnunggul\local\feed\offers;
use local_asnunggul\local\feed\plain_text;
use local_asnunggul\local\feed\sql_time;

/**
 * The courses the site offers.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course extends kind {
    /** @var string Its name in the contract. */
    public const NAME = 'course';

    /** @var string Moodle's table. */
    public const TABLE = 'course';

    /** @var string The course itself, if it is offered. */
    protected const OFFERED = 'JOIN {' . offers::TABLE . '} o ON o.courseid = k.id AND o.published = 1
                JOIN {course} c ON c.id = k.id';

    /** @var int Its texts are long. */
    public const PAGE_SIZE = 1000;

    /** @var int So few at once. */
    public const READ_SIZE = 100;

    /** @var string[] Where it can be edited. */
    protected const PAGE = ['/course/edit.php', 'id'];

    /** @var category_paths|null The category tree, read at the first page. */
    private ?category_paths $categories = null;

    /** @var field_values|null The custom fields, found at the first page. */
    private ?field_values $fields = null;

    #[\Override]
    public function columns(): array {
        $columns = [
            'id', 'title', 'summary', 'category', 'audience', 'jp_hundredths', 'minutes', 'competency', 'format', 'level',
            'training_type', 'batch', 'language', 'starts', 'ends', 'self_enrol', 'tracks_completion', 'created',
        ];
        $columns = $this->contract > 1 ? [...$columns, 'enrol_from', 'enrol_until', 'places'] : $columns;
        return $this->contract > 2 ? [...$columns, ...card::COLUMNS] : $columns;
    }

    #[\Override]
    protected function values(): string {
        return implode(', ', [
            'c.fullname',
            long_text::columns('c.summary', 'summary'),
            'c.category, c.lang, c.enablecompletion, o.audience',
            sql_time::or_null('c.startdate') . ' AS startdate',
            sql_time::or_null('c.enddate') . ' AS enddate',
            sql_time::always('c.timecreated') . ' AS timecreated',
        ]);
    }

    #[\Override]
    protected function rows(\moodle_recordset $records): array {
        $courses = iterator_to_array($records);
        if (!$courses) {
            return [];
        }
        $this->categories ??= new category_paths();
        $this->fields ??= new field_values();
        $ids = array_map('intval', array_column($courses, 'id'));
        $values = $this->fields->of($ids);
        $windows = enrolment_window::of($ids);
        $cards = $this->contract > 2 ? card::of($ids) : [];
        $rows = [];
        foreach ($courses as $course) {
            $rows[] = self::guarded($course, ['fullname', 'summary', 'summarytail', 'category'], fn(\stdClass $course): array
                => [
                    ...$this->row($course, $values[(int)$course->id] ?? [], $windows[(int)$course->id] ?? null),
                    ...$this->card($values[(int)$course->id] ?? [], $cards[(int)$course->id] ?? []),
                ]);
        }
        return $rows;
    }

    /**
     * What a card shows beside the facts.
     *
     * @param array $fields
     * @param array $card
     * @return array
     */
    private function card(array $fields, array $card): array {
        $known = ['author' => $fields['author'] ?? null] + $card;
        return $this->contract > 2 ? array_map(fn(string $name): mixed => $known[$name] ?? null, card::COLUMNS) : [];
    }

    /**
     * One row, as far as version 2 of the contract.
     *
     * @param \stdClass $course
     * @param array $fields
     * @param enrolment_window|null $window null if nobody can enrol without being invited
     * @return array
     */
    private function row(\stdClass $course, array $fields, ?enrolment_window $window): array {
        global $CFG;

        $row = [
            (int)$course->id,
            plain_text::line($course->fullname, 255) ?? "#$course->id",
            plain_text::paragraphs(long_text::of($course, 'summary'), 2000),
            $this->categories->name((int)$course->category),
            $course->audience,
            $fields['jp'] ?? null,
            $fields['minutes'] ?? null,
            $fields['competency'] ?? null,
            $fields['format'] ?? null,
            $fields['level'] ?? null,
            $fields['training_type'] ?? null,
            $fields['batch'] ?? null,
            plain_text::line($course->lang, 30),
            (int)$course->startdate ?: null,
            (int)$course->enddate ?: null,
            (int)($window !== null),
            (int)($course->enablecompletion && $CFG->enablecompletion),
            (int)$course->timecreated,
        ];
        return $this->contract > 1 ? [...$row, $window?->from, $window?->until, $window?->places] : $row;
    }
}
