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

use local_asnunggul\local\feed\offers;

/**
 * Completions of courses that are or were offered.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class completion extends person_kind {
    /** @var string Its name in the contract. */
    public const NAME = 'completion';

    /** @var string Moodle's table. */
    public const TABLE = 'course_completions';

    /** @var string It also has a row for everybody who only began, or whose completion was withdrawn; Moodle takes a time of 0 for none. */
    public const CONDITION = 'k.timecompleted > 0';

    /** @var string What of it is needed. */
    protected const PAGE_COLUMNS = 'k.id, k.userid, k.course, k.timecompleted';

    /** @var string The offer of the course. */
    protected const OFFERED = 'JOIN {' . offers::TABLE . '} o ON o.courseid = k.course AND o.learning = 1';

    /** @var string Those of a course. */
    public const IN_COURSES = 'SELECT cc.id FROM {course_completions} cc WHERE cc.timecompleted > 0 AND cc.course';

    /** @var string Its course. */
    public const WATCHED_BY = 'course';

    /** @var string[] Where it can be edited. */
    protected const PAGE = ['/report/completion/index.php', 'course'];

    /** @var string Its course. */
    protected const ABOUT = 'SELECT id, course FROM {course_completions} WHERE id';

    #[\Override]
    protected function expressions(): array {
        return ['course' => 'k.course', 'learner' => 'p.learner', 'completed' => 'k.timecompleted'];
    }

    #[\Override]
    protected function row(\stdClass $record): array {
        return [(int)$record->id, (int)$record->course, $record->learner, (int)$record->completed];
    }
}
