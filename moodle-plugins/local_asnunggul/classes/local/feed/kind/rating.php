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
use local_asnunggul\local\feed\sql_time;

/**
 * Ratings of courses that are or were offered, by learners who have a completion of them.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rating extends person_kind {
    /** @var string Its name in the contract. */
    public const NAME = 'rating';

    /** @var string The plugin's own table. */
    public const TABLE = 'local_asnunggul_rating';

    /** @var string Who reported one. */
    public const REPORTS = 'local_asnunggul_rating_report';

    /** @var string A rating counts, here and at the centre, only while its learner has a completion. */
    public const CONDITION = 'EXISTS (SELECT 1 FROM {course_completions} cc
                  WHERE cc.userid = k.userid AND cc.course = k.courseid AND cc.timecompleted > 0)';

    /** @var string What of it is needed; its texts are long. */
    protected const PAGE_COLUMNS = 'k.id, k.userid, k.courseid, k.stars, k.timecreated, k.timemodified, k.timeanswered,
                k.flagreason';

    /** @var string The offer of the course, and the texts. */
    protected const OFFERED = 'JOIN {' . offers::TABLE . '} o ON o.courseid = k.courseid AND o.learning = 1
                JOIN {' . self::TABLE . '} r ON r.id = k.id';

    /** @var string[] Not numbers. */
    protected const TEXTS = ['learner', 'text', 'answer', 'flagged'];

    /** @var int Its texts are long. */
    public const PAGE_SIZE = 1000;

    /** @var int So few at once. */
    public const READ_SIZE = 100;

    /** @var string Those of a course. */
    public const IN_COURSES = 'SELECT r.id FROM {' . self::TABLE . '} r WHERE r.courseid';

    /** @var string Its course: a completion takes it away, and names no rating. */
    public const WATCHED_BY = 'courseid';

    /** @var string[] Where it can be looked at. */
    protected const PAGE = ['/local/asnunggul/ratings.php', 'course'];

    /** @var string Its course. */
    protected const ABOUT = 'SELECT id, courseid FROM {' . self::TABLE . '} WHERE id';

    #[\Override]
    protected function expressions(): array {
        return [
            'course' => 'k.courseid',
            'learner' => 'p.learner',
            'stars' => 'k.stars',
            'text' => 'r.text',
            'created' => sql_time::always('k.timecreated'),
            'edited' => sql_time::or_null('k.timemodified'),
            'answer' => 'r.answer',
            'answered' => sql_time::or_null('k.timeanswered'),
            'flagged' => 'k.flagreason',
            'reports' => '(SELECT COUNT(*) FROM {' . self::REPORTS . '} rr WHERE rr.ratingid = k.id)',
        ];
    }

    #[\Override]
    protected function row(\stdClass $record): array {
        return [
            (int)$record->id,
            (int)$record->course,
            $record->learner,
            (int)$record->stars,
            $record->text,
            (int)$record->created,
            $record->edited === null ? null : (int)$record->edited,
            $record->answer,
            $record->answered === null ? null : (int)$record->answered,
            $record->flagged,
            (int)$record->reports,
        ];
    }
}
