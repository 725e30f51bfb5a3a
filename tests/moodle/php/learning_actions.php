<?php
// What happens to people, their enrolments and completions, done as Moodle's own pages do it.

defined('MOODLE_INTERNAL') || die();
require_once($CFG->dirroot . '/user/lib.php');
require_once($CFG->dirroot . '/lib/enrollib.php');
require_once($CFG->dirroot . '/lib/completionlib.php');
require_once($CFG->dirroot . '/completion/completion_completion.php');

final class learning_actions {
    /** Makes people; `canary` is a text that is planted in every personal field. Returns their ids. */
    public static function make_people(int $number, string $canary): array {
        $people = [];
        for ($i = 0; $i < $number; $i++) {
            $people[] = user_create_user((object) [
                'username' => strtolower($canary . random_string(6)) . $i,
                'firstname' => "{$canary}first",
                'lastname' => "{$canary}last$i",
                'email' => strtolower($canary . random_string(6)) . "$i@example.invalid",
                'idnumber' => "{$canary}nip$i",
                'phone1' => "{$canary}phone",
                'city' => "{$canary}city",
                'description' => "{$canary}about",
                'institution' => "{$canary}unit",
                'confirmed' => 1,
                'mnethostid' => get_config('core', 'mnet_localhost_id') ?: 1,
            ], false);
        }
        return $people;
    }

    public static function change_person(int $person, array $fields): void {
        user_update_user((object) (['id' => $person] + $fields), false);
    }

    public static function delete_person(int $person): void {
        delete_user(core_user::get_user($person, '*', MUST_EXIST));
    }

    /** Enrols people into a course by an enrolment method that the course has. */
    public static function enrol(int $course, array $people, string $method = 'manual'): void {
        [$plugin, $instance] = self::method($course, $method);
        $student = self::student_role();
        foreach ($people as $person) {
            $plugin->enrol_user($instance, $person, $student, time());
        }
    }

    public static function unenrol(int $course, array $people, string $method = 'manual'): void {
        [$plugin, $instance] = self::method($course, $method);
        foreach ($people as $person) {
            $plugin->unenrol_user($instance, $person);
        }
    }

    public static function suspend(int $course, array $people, bool $suspended = true, string $method = 'manual'): void {
        [$plugin, $instance] = self::method($course, $method);
        foreach ($people as $person) {
            $plugin->update_user_enrol($instance, $person, $suspended ? ENROL_USER_SUSPENDED : ENROL_USER_ACTIVE);
        }
    }

    /** Deletes an enrolment method of a course with everyone enrolled by it. */
    public static function delete_method(int $course, string $method): void {
        [$plugin, $instance] = self::method($course, $method);
        $plugin->delete_instance($instance);
    }

    public static function complete(int $course, array $people): void {
        foreach ($people as $person) {
            (new completion_completion(['course' => $course, 'userid' => $person]))->mark_complete();
        }
    }

    /** Withdraws all completions of a course, as `Unlock completion settings and delete user completion data` does. */
    public static function withdraw_completions(int $course): void {
        (new completion_info(get_course($course)))->delete_course_completion_data();
        \core\event\course_completion_updated::create([
            'courseid' => $course,
            'context' => context_course::instance($course),
        ])->trigger();
    }

    private static function method(int $course, string $method): array {
        global $DB;
        return [
            enrol_get_plugin($method),
            $DB->get_record('enrol', ['courseid' => $course, 'enrol' => $method], '*', MUST_EXIST),
        ];
    }

    private static function student_role(): int {
        global $DB;
        return (int) $DB->get_field('role', 'id', ['shortname' => 'student'], MUST_EXIST);
    }
}
