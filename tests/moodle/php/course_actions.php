<?php
// What happens to courses and categories, done as Moodle's own pages do it.

defined('MOODLE_INTERNAL') || die();
require_once($CFG->dirroot . '/course/lib.php');
require_once($CFG->dirroot . '/course/externallib.php');

final class course_actions {
    /** Makes courses with self-enrolment and completion tracking; returns their ids. */
    public static function make_courses(array $titles, int $category = 0, array $more = []): array {
        return array_map(fn(string $title): int => self::make_course($title, $category, $more), $titles);
    }

    /** Makes a course; `more` are fields of the course form, custom fields as `customfield_…`. */
    public static function make_course(string $title, int $category = 0, array $more = [], bool $selfenrol = true): int {
        $course = create_course((object) ([
            'fullname' => $title,
            'shortname' => random_string(12),
            'category' => $category ?: core_course_category::get_default()->id,
            'enablecompletion' => 1,
            'summary' => "<p>$title</p>",
            'summaryformat' => FORMAT_HTML,
        ] + $more));
        self::set_self_enrolment($course->id, $selfenrol);
        return $course->id;
    }

    /** Switches self-enrolment of a course on or off. */
    public static function set_self_enrolment(int $course, bool $on): void {
        global $DB;
        $plugin = enrol_get_plugin('self');
        $instance = $DB->get_record('enrol', ['courseid' => $course, 'enrol' => 'self']);
        if (!$instance) {
            $plugin->add_instance(get_course($course), $plugin->get_instance_defaults());
            $instance = $DB->get_record('enrol', ['courseid' => $course, 'enrol' => 'self'], '*', MUST_EXIST);
        }
        $plugin->update_status($instance, $on ? ENROL_INSTANCE_ENABLED : ENROL_INSTANCE_DISABLED);
    }

    /** Sets from when to when learners can enrol themselves, and how many of them; 0: no limit. */
    public static function open_between(int $course, int $opens, int $closes, int $limit): void {
        global $DB;
        $instance = $DB->get_record('enrol', ['courseid' => $course, 'enrol' => 'self'], '*', MUST_EXIST);
        $data = (array) $instance;
        $data = ['enrolstartdate' => $opens, 'enrolenddate' => $closes, 'customint3' => $limit] + $data;
        enrol_get_plugin('self')->update_instance($instance, (object) $data);
    }

    /** Changes fields of a course. */
    public static function change_course(int $course, array $fields): void {
        update_course((object) (['id' => $course] + $fields));
    }

    public static function show_course(int $course, bool $visible): void {
        course_change_visibility($course, $visible);
    }

    public static function delete_course(int $course): void {
        delete_course($course, false);
    }

    public static function move_course(int $course, int $category): void {
        move_courses([$course], $category);
    }

    public static function make_category(string $name, int $parent = 0): int {
        return core_course_category::create(['name' => $name, 'parent' => $parent])->id;
    }

    public static function rename_category(int $category, string $name): void {
        core_course_category::get($category)->update(['name' => $name]);
    }

    public static function move_category(int $category, int $parent): void {
        core_course_category::get($category)->change_parent($parent);
    }

    public static function show_category(int $category, bool $visible): void {
        $record = core_course_category::get($category, MUST_EXIST, true);
        $visible ? $record->show() : $record->hide();
    }

    /** Backs a course up with its people and restores it as a new course of the same category; returns the new id. */
    public static function copy_by_backup(int $course, string $title): int {
        $category = (int) get_course($course)->category;
        $with = [['name' => 'users', 'value' => 1]];
        return core_course_external::duplicate_course($course, $title, random_string(12), $category, 1, $with)['id'];
    }

    /** Undoes the deletion of the course that went into the recycle bin last; returns the id it has now. */
    public static function undo_deletion(int $category): int {
        global $DB;
        $bin = new \tool_recyclebin\category_bin($category);
        $items = $bin->get_items();
        $bin->restore_item(end($items));
        return (int) $DB->get_field_sql('SELECT MAX(id) FROM {course}');
    }

    /** Resets a course, as its teacher does before the next run: enrolments and completions go, the course stays. */
    public static function reset_course(int $course): void {
        global $DB;
        $roles = $DB->get_fieldset_select('role', 'id', "shortname = 'student'");
        reset_course_userdata((object) [
            'courseid' => $course,
            'id' => $course,
            'reset_completion' => 1,
            'unenrol_users' => $roles,
        ]);
    }

    /** Sets a setting of Moodle, or of a plugin. */
    public static function set_setting(string $name, string $value, ?string $plugin = null): void {
        set_config($name, $value, $plugin);
    }
}
