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

use local_asnunggul\local\rating\own_rating;

/**
 * Makes what the feed reads: offered courses, learners, completions, badges, ratings.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class local_asnunggul_generator extends component_generator_base {
    /**
     * A visible course in which anybody can enrol: offered to all by default.
     *
     * @param array $record as for create_course()
     * @return stdClass
     */
    public function create_open_course(array $record = []): stdClass {
        $course = $this->datagenerator->create_course($record + ['enablecompletion' => 1]);
        $this->open($course->id);
        return $course;
    }

    /**
     * Opens self-enrolment of a course.
     *
     * @param int $courseid
     * @return stdClass the enrolment method
     */
    public function open(int $courseid): stdClass {
        global $DB;

        $instance = $DB->get_record('enrol', ['courseid' => $courseid, 'enrol' => 'self'], '*', MUST_EXIST);
        enrol_get_plugin('self')->update_status($instance, ENROL_INSTANCE_ENABLED);
        return $instance;
    }

    /**
     * Completes a course for a learner.
     *
     * @param int $courseid
     * @param int $userid
     * @param int|null $time
     * @return int id of the completion
     */
    public function complete(int $courseid, int $userid, ?int $time = null): int {
        global $CFG, $DB;

        require_once($CFG->dirroot . '/completion/completion_completion.php');
        $completion = new completion_completion(['userid' => $userid, 'course' => $courseid]);
        $completion->mark_complete($time);
        return (int)$DB->get_field('course_completions', 'id', ['course' => $courseid, 'userid' => $userid], MUST_EXIST);
    }

    /**
     * An active badge, of the site unless a course is named.
     *
     * @param array $record as for create_badge()
     * @return core_badges\badge
     */
    public function create_badge(array $record = []): core_badges\badge {
        global $CFG;

        require_once($CFG->libdir . '/badgeslib.php');
        $record += ['status' => BADGE_STATUS_ACTIVE];
        if (isset($record['courseid'])) {
            $record['type'] = BADGE_TYPE_COURSE;
        }
        return $this->datagenerator->get_plugin_generator('core_badges')->create_badge($record);
    }

    /**
     * Awards a badge.
     *
     * @param core_badges\badge $badge
     * @param int $userid
     * @return int id of the assertion
     */
    public function award(core_badges\badge $badge, int $userid): int {
        global $DB;

        $badge->issue($userid, true);
        return (int)$DB->get_field('badge_issued', 'id', ['badgeid' => $badge->id, 'userid' => $userid], MUST_EXIST);
    }

    /**
     * A rating by a learner, as their own click would give it.
     *
     * @param int $courseid
     * @param int $userid
     * @param int $stars
     * @param string|null $text
     * @return int its id
     */
    public function rate(int $courseid, int $userid, int $stars = 4, ?string $text = 'Jelas dan ringkas'): int {
        return $this->as($userid, fn(): int => own_rating::give(get_course($courseid), $stars, $text));
    }

    /**
     * Does something as somebody else.
     *
     * @param int $userid
     * @param Closure $act
     * @return mixed what it returns
     */
    public function as(int $userid, Closure $act): mixed {
        global $USER;

        $before = $USER;
        \core\session\manager::set_user(core_user::get_user($userid, '*', MUST_EXIST));
        try {
            return $act();
        } finally {
            \core\session\manager::set_user($before);
        }
    }

    /**
     * The id of the enrolment of a learner in a course.
     *
     * @param int $courseid
     * @param int $userid
     * @return int
     */
    public function enrolment_id(int $courseid, int $userid): int {
        global $DB;

        $sql = 'SELECT ue.id FROM {user_enrolments} ue JOIN {enrol} e ON e.id = ue.enrolid WHERE e.courseid = ? AND ue.userid = ?';
        return (int)$DB->get_field_sql($sql, [$courseid, $userid], MUST_EXIST);
    }
}
