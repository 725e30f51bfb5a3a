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

use local_asnunggul\tests\feed_testcase;

/**
 * What stands for an account: kept, linked, unlinked, erased.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\person
 */
final class person_test extends feed_testcase {
    /** @var \stdClass The learner. */
    private \stdClass $user;

    /**
     * A learner in an offered course.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->user = $this->getDataGenerator()->create_and_enrol($this->maker()->create_open_course());
    }

    /**
     * What stands for the learner in the rows that are sent.
     *
     * @return string
     */
    private function learner(): string {
        return current($this->rows('learning', 'enrolment'))['learner'];
    }

    public function test_a_pseudonym_stays(): void {
        $this->assertSame($this->learner(), $this->learner());
    }

    public function test_a_pseudonym_cannot_be_computed_from_the_account(): void {
        global $DB;

        $first = $this->learner();
        $DB->delete_records('local_asnunggul_person');
        $this->assertNotSame($first, $this->learner());
    }

    public function test_a_linked_account_is_its_subject_and_all_its_rows_are_sent_again(): void {
        $this->learner();
        $head = $this->head();
        person::link($this->user->id, 'f3b1c2d4-0000-4000-8000-000000000001');
        $page = $this->changes('learning', $head);
        $this->assertSame(['sub:f3b1c2d4-0000-4000-8000-000000000001'], array_column($page->rows['enrolment']['rows'], 2));
    }

    public function test_linking_the_same_subject_again_changes_nothing(): void {
        person::link($this->user->id, 'abc');
        $this->empty_log();
        person::link($this->user->id, 'abc');
        $this->assertSame([], $this->logged());
    }

    public function test_an_unlinked_account_gets_a_pseudonym_it_never_had(): void {
        $before = $this->learner();
        person::link($this->user->id, 'abc');
        $this->empty_log();
        person::unlink($this->user->id);
        $this->assertNotEmpty($this->logged());
        $this->assertMatchesRegularExpression('/^anon:[0-9a-f]{32}$/', $this->learner());
        $this->assertNotSame($before, $this->learner());
    }

    public function test_unlinking_an_account_that_is_not_linked_keeps_its_pseudonym(): void {
        $before = $this->learner();
        $this->empty_log();
        person::unlink($this->user->id);
        $this->assertSame($before, $this->learner());
        $this->assertSame([], $this->logged());
    }

    public function test_one_subject_cannot_stand_for_two_accounts(): void {
        $other = $this->getDataGenerator()->create_user();
        person::link($this->user->id, 'abc');
        $this->expectException(\dml_write_exception::class);
        person::link($other->id, 'abc');
    }

    /**
     * What is no subject.
     *
     * @return array
     */
    public static function no_subjects(): array {
        return [
            'nothing' => [''],
            'an address' => ['a@b'],
            'a separator' => ['a|b'],
            'a line end' => ["abc\n"],
            'too long' => [str_repeat('a', 65)],
        ];
    }

    /**
     * What is no subject is refused.
     *
     * @dataProvider no_subjects
     * @param string $subject
     */
    public function test_what_is_no_subject_is_refused(string $subject): void {
        $this->expectException(\invalid_parameter_exception::class);
        person::link($this->user->id, $subject);
    }

    public function test_erasing_logs_the_rows_as_erased_and_forgets_the_pseudonym(): void {
        global $DB;

        $this->learner();
        $this->empty_log();
        person::erase($this->user->id);
        $this->assertSame([], $DB->get_records('local_asnunggul_person', ['userid' => $this->user->id]));
        $this->assertSame(['1'], array_values($DB->get_records_menu('local_asnunggul_change', null, '', 'id, erased')));
    }

    public function test_pseudonyms_are_given_to_those_without_and_kept_for_the_others(): void {
        global $DB;

        $before = $this->learner();
        $other = $this->getDataGenerator()->create_user();
        person::ensure([$this->user->id, $other->id, $other->id]);
        $this->assertSame($before, $this->learner());
        $this->assertSame(2, $DB->count_records('local_asnunggul_person'));
    }

    public function test_a_pseudonym_another_request_gave_meanwhile_stays(): void {
        global $DB;

        $before = $this->learner();
        $one = new \ReflectionMethod(person::class, 'ensure_one');
        $one->invoke(null, $this->user->id);
        $this->assertSame($before, $DB->get_field('local_asnunggul_person', 'learner', ['userid' => $this->user->id]));
    }
}
