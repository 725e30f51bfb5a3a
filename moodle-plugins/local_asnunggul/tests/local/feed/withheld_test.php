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
use local_asnunggul\tests\feed_testcase;

/**
 * What was withheld, or never offered, stays so when Moodle rewrites or deletes what said it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\badge_homes
 * @covers     \local_asnunggul\local\feed\offers
 */
final class withheld_test extends feed_testcase {
    /**
     * A course with a learner, a completion, and a badge that was awarded.
     *
     * @param array $record
     * @param bool $open anybody can enrol
     * @return \stdClass course, badge, assertion
     */
    private function course_with_award(array $record = [], bool $open = true): \stdClass {
        $course = $this->getDataGenerator()->create_course($record + ['enablecompletion' => 1]);
        if ($open) {
            $this->maker()->open($course->id);
        }
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $this->maker()->complete($course->id, $user->id);
        $badge = $this->maker()->create_badge(['courseid' => $course->id]);
        $assertion = $this->maker()->award($badge, $user->id);
        return (object)['course' => $course, 'badge' => (int)$badge->id, 'assertion' => $assertion];
    }

    /**
     * The ids that are sent about badges.
     *
     * @return array{int[], int[]} badges and awards
     */
    private function badges(): array {
        return [array_keys($this->rows('badges', 'badge_class')), array_keys($this->rows('badges', 'assertion'))];
    }

    /**
     * How a course is not offered.
     *
     * @return array
     */
    public static function not_offered(): array {
        return [
            'withheld' => [['customfield_asn_audience' => 3], true],
            'a draft' => [['visible' => 0], true],
            'nobody can enrol' => [[], false],
        ];
    }

    /**
     * Badges of a course that was not offered stay here when the course is deleted.
     *
     * @dataProvider not_offered
     * @param array $record
     * @param bool $open
     */
    public function test_badges_of_a_course_that_was_not_offered_stay_here_when_it_is_deleted(array $record, bool $open): void {
        $made = $this->course_with_award($record, $open);
        $head = $this->head();
        $this->assertSame([[], []], $this->badges());
        delete_course($made->course->id, false);
        $this->assertSame([], $this->changes('badges', $head)->rows['badge_class']['rows']);
        $this->assertSame([[], []], $this->badges());
    }

    public function test_a_course_withheld_and_deleted_before_anybody_read_takes_its_badges_along(): void {
        $made = $this->course_with_award();
        $head = $this->head();
        $this->assertSame([[$made->badge], [$made->assertion]], $this->badges());
        update_course((object)['id' => $made->course->id, 'customfield_asn_audience' => 3]);
        delete_course($made->course->id, false);
        $changes = $this->changes('badges', $head)->rows;
        $this->assertSame([[$made->badge], [$made->assertion]], [$changes['badge_class']['gone'], $changes['assertion']['gone']]);
        $this->assertSame([[], []], $this->badges());
    }

    public function test_badges_of_a_withheld_course_stay_here_when_a_backup_is_restored_over_its_contents(): void {
        $made = $this->course_with_award(['customfield_asn_audience' => 3]);
        // The same as restore does where the admin chose to delete what is there.
        remove_course_contents($made->course->id, false, ['keep_roles_and_enrolments' => true]);
        $this->assertSame([[], []], $this->badges());
        $head = $this->head();
        update_course((object)['id' => $made->course->id, 'customfield_asn_audience' => 1]);
        $this->assertSame([$made->badge], array_column($this->changes('badges', $head)->rows['badge_class']['rows'], 0));
        $this->assertSame([[$made->badge], [$made->assertion]], $this->badges());
    }

    public function test_a_badge_that_no_event_told_of_is_known_as_soon_as_somebody_reads(): void {
        global $DB;

        $made = $this->course_with_award(['customfield_asn_audience' => 3]);
        $DB->delete_records(badge_homes::TABLE);
        $this->badges();
        $DB->update_record('badge', ['id' => $made->badge, 'type' => 1, 'courseid' => null]);
        $this->assertSame([[], []], $this->badges());
    }

    public function test_at_installation_badges_whose_course_is_already_gone_are_told_by_their_criteria(): void {
        global $DB;

        $gone = $this->course_with_award(['customfield_asn_audience' => 3]);
        $DB->insert_record('badge_criteria', ['badgeid' => $gone->badge, 'criteriatype' => 4, 'method' => 1]);
        delete_course($gone->course->id, false);
        $site = (int)$this->maker()->create_badge()->id;
        $DB->insert_record('badge_criteria', ['badgeid' => $site, 'criteriatype' => 5, 'method' => 1]);
        $DB->delete_records(badge_homes::TABLE);
        badge_homes::begin();
        $this->assertSame([[$site], []], $this->badges());
    }

    public function test_a_withheld_course_stays_withheld_when_the_field_that_says_so_is_deleted(): void {
        $made = $this->course_with_award(['customfield_asn_audience' => 3]);
        $other = $this->course_with_award();
        $this->assertSame([[$other->badge], [$other->assertion]], $this->badges());
        $handler = \core_course\customfield\course_handler::create();
        foreach ($handler->get_fields() as $field) {
            if ($field->get('shortname') === 'asn_audience') {
                $handler->delete_field_configuration($field);
            }
        }
        $this->assertSame([(int)$other->course->id], array_keys($this->rows('catalogue', 'course')));
        $this->assertSame([[$other->badge], [$other->assertion]], $this->badges());
        $counts = offer_count::by_reason();
        $this->assertSame([1, 1], [$counts[offer_count::OFFERED], $counts['withheld']]);
        setting::field('audience')->set('');
        $this->assertSame([(int)$other->course->id], array_keys($this->rows('catalogue', 'course')));
        course_fields::create_missing();
        setting::field('audience')->set('asn_audience');
        update_course((object)['id' => $made->course->id, 'customfield_asn_audience' => 1]);
        $this->assertCount(2, $this->rows('catalogue', 'course'));
    }

    public function test_what_is_remembered_of_a_deleted_badge_goes_with_the_next_clean_up(): void {
        global $DB;

        $made = $this->course_with_award();
        (new \core_badges\badge($made->badge))->delete(false);
        $this->assertSame(1, $DB->count_records(badge_homes::TABLE));
        (new \local_asnunggul\task\prune())->execute();
        $this->assertSame(0, $DB->count_records(badge_homes::TABLE));
    }
}
