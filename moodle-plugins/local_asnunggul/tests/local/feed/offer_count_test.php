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

use local_asnunggul\local\setting;

/**
 * Every course is counted once, by the same rule by which it is offered or not.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\offer_count
 */
final class offer_count_test extends \advanced_testcase {
    /** Self-enrolment that anybody can use. */
    private const OPEN = ['enrol' => 'self', 'status' => 0, 'customint6' => 1, 'password' => '', 'customint5' => 0];

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * A course with one way to enrol oneself.
     *
     * @param array $door columns of the enrolment instance; null: none
     * @param array $course
     */
    private function make(?array $door, array $course = []): void {
        global $DB;
        $course = self::getDataGenerator()->create_course($course);
        $DB->delete_records('enrol', ['courseid' => $course->id, 'enrol' => 'self']);
        if ($door !== null) {
            $DB->insert_record('enrol', $door + ['courseid' => $course->id] + self::OPEN);
        }
    }

    /**
     * The sorts that have a course.
     *
     * @return int[]
     */
    private function counts(): array {
        return array_filter(offer_count::by_reason());
    }

    /**
     * One course of each sort.
     */
    private function make_one_of_each(): void {
        $generator = self::getDataGenerator()->get_plugin_generator('core_customfield');
        $category = $generator->create_category(['component' => 'core_course', 'area' => 'course']);
        $generator->create_field(['categoryid' => $category->get('id'), 'shortname' => 'who', 'type' => 'text']);
        setting::field('audience')->set('who');
        $this->make([]);
        $this->make(null, ['customfield_who' => 'agency']);
        $this->make([], ['visible' => 0]);
        $this->make([], ['customfield_who' => 'no']);
        $this->make([], ['customfield_who' => 'perhaps']);
        $this->make(null);
        $this->make(['status' => 1]);
        $this->make(['customint6' => 0]);
        $this->make(['customint5' => 7]);
        $this->make(['password' => 'x']);
    }

    public function test_each_course_is_counted_once_with_the_reason_why_it_is_not_offered(): void {
        global $DB;
        $this->make_one_of_each();
        $this->assertSame([
            'offered' => 2, 'hidden' => 1, 'withheld' => 1, 'unreadable' => 1,
            'nodoor' => 2, 'closed' => 1, 'cohort' => 1, 'key' => 1,
        ], $this->counts());
        $this->assertSame($DB->count_records('course') - 1, array_sum($this->counts()));
    }

    public function test_as_many_are_counted_as_are_offered(): void {
        global $DB;
        $this->make_one_of_each();
        foreach (['selfenrol', 'none'] as $choice) {
            setting::default_offer()->set($choice);
            offers::recompute_all();
            $this->assertSame($DB->count_records(offers::TABLE, ['published' => 1]), $this->counts()['offered'], $choice);
        }
    }

    public function test_where_the_settings_offer_nothing_by_themselves_they_are_the_reason(): void {
        $this->make([]);
        setting::default_offer()->set('none');
        $this->assertSame(['bysetting' => 1], $this->counts());
    }

    public function test_the_best_of_several_ways_to_enrol_counts(): void {
        global $DB;
        $this->make(['password' => 'x']);
        $courseid = $DB->get_field_select('course', 'MAX(id)', '1 = 1');
        $DB->insert_record('enrol', ['courseid' => $courseid] + self::OPEN);
        $this->assertSame(['offered' => 1], $this->counts());
    }
}
