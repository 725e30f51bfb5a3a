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

namespace local_asnunggul\privacy;

use core\context;
use core\context\course as course_context;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\transform;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\feed\watched_rows;

/**
 * The part of privacy that lies in courses: ratings, answers and reports. Reads and writes their two tables, tells the centre.
 *
 * A rating is its learner's and is erased with everything about it. An answer is its course's; only who wrote it is forgotten.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rating_data {
    /** @var string What a person has said in courses, as the course of each. */
    private const COURSES = 'SELECT courseid, userid FROM {' . rating::TABLE . '}
           UNION SELECT courseid, answeredby AS userid FROM {' . rating::TABLE . '} WHERE answeredby <> 0
           UNION SELECT r.courseid, rr.userid FROM {' . rating::REPORTS . '} rr
                   JOIN {' . rating::TABLE . '} r ON r.id = rr.ratingid';

    /**
     * Declares the tables.
     *
     * @param collection $collection
     */
    public static function declare(collection $collection): void {
        $fields = fn(string $table, array $names): array
            => array_combine($names, array_map(fn(string $name): string => "privacy:metadata:$table:$name", $names));
        $collection->add_database_table(rating::TABLE, $fields(rating::NAME, [
            'courseid', 'userid', 'stars', 'text', 'timecreated', 'timemodified', 'answer', 'answeredby',
        ]), 'privacy:metadata:rating');
        $collection->add_database_table(rating::REPORTS, $fields('ratingreport', [
            'ratingid', 'userid', 'reason', 'timecreated',
        ]), 'privacy:metadata:ratingreport');
    }

    /**
     * Adds the courses in which somebody said something.
     *
     * @param contextlist $list
     * @param int $userid
     */
    public static function add_contexts(contextlist $list, int $userid): void {
        $list->add_from_sql(
            'SELECT c.id FROM {context} c JOIN (' . self::COURSES . ') said ON said.courseid = c.instanceid
              WHERE c.contextlevel = :level AND said.userid = :userid',
            ['level' => CONTEXT_COURSE, 'userid' => $userid]
        );
    }

    /**
     * Adds the people who said something in a course.
     *
     * @param userlist $list
     * @param course_context $context
     */
    public static function add_people(userlist $list, course_context $context): void {
        $sql = 'SELECT said.userid FROM (' . self::COURSES . ') said WHERE said.courseid = :courseid';
        $list->add_from_sql('userid', $sql, ['courseid' => $context->instanceid]);
    }

    /**
     * Gives a person what they said in a course.
     *
     * @param course_context $context
     * @param int $userid
     */
    public static function export(course_context $context, int $userid): void {
        global $DB;

        $time = fn(?string $time): ?string => $time ? transform::datetime($time) : null;
        $in = ['courseid' => $context->instanceid];
        $rating = $DB->get_record(rating::TABLE, $in + ['userid' => $userid]);
        $answers = $DB->get_records(rating::TABLE, $in + ['answeredby' => $userid], 'id', 'id, answer, timeanswered');
        $sql = 'SELECT rr.id, rr.reason, rr.timecreated FROM {' . rating::REPORTS . '} rr JOIN {' . rating::TABLE . '} r
                    ON r.id = rr.ratingid WHERE r.courseid = ? AND rr.userid = ? ORDER BY rr.id';
        $reports = $DB->get_records_sql($sql, [$context->instanceid, $userid]);
        if (!$rating && !$answers && !$reports) {
            return;
        }
        $path = [get_string('pluginname', 'local_asnunggul'), get_string('ratings_title', 'local_asnunggul')];
        writer::with_context($context)->export_data($path, (object)[
            'own' => $rating ? [
                'stars' => (int)$rating->stars,
                'text' => $rating->text,
                'timecreated' => $time($rating->timecreated),
                'timemodified' => $time($rating->timemodified),
                'answer' => $rating->answer,
            ] : null,
            'answers' => array_values(array_map(fn(\stdClass $one): array
                => ['answer' => $one->answer, 'timeanswered' => $time($one->timeanswered)], $answers)),
            'reports' => array_values(array_map(fn(\stdClass $one): array
                => ['reason' => $one->reason, 'timecreated' => $time($one->timecreated)], $reports)),
        ]);
    }

    /**
     * Erases what a person said in a course, here and at the centre.
     *
     * @param course_context $context
     * @param int $userid
     */
    public static function erase(course_context $context, int $userid): void {
        global $DB;

        $transaction = $DB->start_delegated_transaction();
        $of = ['courseid' => $context->instanceid, 'userid' => $userid];
        $own = rating::IN_COURSES . ' = ? AND r.userid = ?';
        change_log::add_selected(rating::NAME, $own, array_values($of), true);
        watched_rows::erase_within(rating::NAME, $userid, (int)$context->instanceid);
        $DB->delete_records_select(rating::REPORTS, "ratingid IN ($own)", array_values($of));
        $DB->delete_records(rating::TABLE, $of);
        // The ratings this person reported have one report less.
        $theirs = rating::IN_COURSES . ' = ? AND EXISTS (SELECT 1 FROM {' . rating::REPORTS . '} rr
                    WHERE rr.ratingid = r.id AND rr.userid = ?)';
        change_log::add_selected(rating::NAME, $theirs, array_values($of));
        $all = rating::IN_COURSES . ' = ?';
        $DB->delete_records_select(rating::REPORTS, "userid = ? AND ratingid IN ($all)", [$userid, $context->instanceid]);
        $DB->set_field(rating::TABLE, 'answeredby', 0, ['courseid' => $context->instanceid, 'answeredby' => $userid]);
        $transaction->allow_commit();
    }

    /**
     * Erases what everybody said in a course.
     *
     * @param course_context $context
     */
    public static function erase_everybody(course_context $context): void {
        global $DB;

        $sql = 'SELECT DISTINCT said.userid FROM (' . self::COURSES . ') said WHERE said.courseid = ?';
        foreach ($DB->get_fieldset_sql($sql, [$context->instanceid]) as $userid) {
            self::erase($context, (int)$userid);
        }
    }

    /**
     * The courses among these contexts.
     *
     * @param int[]|string[] $ids
     * @return course_context[]
     */
    public static function courses(array $ids): array {
        $contexts = array_map(fn(int|string $id): ?context => context::instance_by_id((int)$id, IGNORE_MISSING) ?: null, $ids);
        return array_filter($contexts, fn(?context $context): bool => $context instanceof course_context);
    }
}
