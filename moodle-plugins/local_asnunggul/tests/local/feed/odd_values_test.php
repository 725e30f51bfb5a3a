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
use local_asnunggul\site;
use local_asnunggul\tests\fake_centre;
use local_asnunggul\tests\feed_testcase;

/**
 * Values as odd sites have them: what cannot be sent leaves as null and takes nothing along, and what people write is read.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\amount
 * @covers     \local_asnunggul\local\feed\field_values
 * @covers     \local_asnunggul\local\feed\multilang_marks
 * @covers     \local_asnunggul\local\feed\plain_text
 * @covers     \local_asnunggul\local\feed\sql_time
 */
final class odd_values_test extends feed_testcase {
    /**
     * Adds a custom field for a concept.
     *
     * @param string $concept
     * @param array $record
     */
    private function map(string $concept, array $record): void {
        global $DB;

        $category = $DB->get_field('customfield_category', 'id', ['name' => 'ASN Unggul']);
        $this->getDataGenerator()->create_custom_field($record + ['categoryid' => $category, 'shortname' => "own_$concept"]);
        setting::field($concept)->set("own_$concept");
    }

    public function test_a_completion_with_a_time_of_0_is_none_and_setting_it_to_0_withdraws_it(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $users = [$this->getDataGenerator()->create_and_enrol($course), $this->getDataGenerator()->create_and_enrol($course)];
        $DB->insert_record('course_completions', ['course' => $course->id, 'userid' => $users[0]->id, 'timecompleted' => 0]);
        $completion = $this->maker()->complete($course->id, $users[1]->id);
        $this->assertSame([$completion], array_keys($this->rows('learning', 'completion')));
        $head = $this->head();
        $DB->set_field('course_completions', 'timecompleted', 0, ['id' => $completion]);
        watched_rows::catch_up();
        $this->assertSame([$completion], $this->changes('learning', $head)->rows['completion']['gone']);
    }

    public function test_a_time_that_cannot_be_leaves_as_null_and_takes_no_row_along(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $badge = $this->maker()->create_badge();
        $this->maker()->award($badge, $user->id);
        $never = ['startdate' => -86400, 'enddate' => sql_time::LAST + 1, 'timecreated' => -1];
        $DB->update_record('course', ['id' => $course->id] + $never);
        $DB->set_field('user_enrolments', 'timestart', -1);
        $DB->set_field('user_enrolments', 'timeend', -2);
        $DB->set_field('user_enrolments', 'timecreated', -3);
        $DB->set_field('badge_issued', 'dateexpire', -4);
        $DB->set_field('badge_issued', 'dateissued', -5);
        $DB->set_field('badge', 'timecreated', -6);
        $row = $this->rows('catalogue', 'course')[$course->id];
        $this->assertSame([null, null, 0], [$row['starts'], $row['ends'], $row['created']]);
        $row = current($this->rows('learning', 'enrolment'));
        $this->assertSame([null, null, 0], [$row['starts'], $row['ends'], $row['created']]);
        $row = current($this->rows('badges', 'assertion'));
        $this->assertSame([null, 0], [$row['expires'], $row['issued']]);
        $this->assertSame(0, current($this->rows('badges', 'badge_class'))['created']);
        foreach (['enrolment', 'assertion'] as $name) {
            $kind = streams::kind($name);
            $this->assertSame(digest::by_rows($kind), digest::buckets($kind));
        }
        $this->assertSame(['startdate', 'enddate'], array_column(preview::unreadable(), 'field'));
    }

    /**
     * What people write for learning hours.
     *
     * @return array
     */
    public static function hours(): array {
        return [
            ['40 JPL', 4000], ['JP 40', 4000], ['jp: 40', 4000], ['40 jam pelajaran', 4000], ['12,5 Jam Pelatihan', 1250],
            ['3 jam', 300], ['2 hours', 200], ['40 JP.', 4000], ['1.000', 100000], ['1.250,5 JP', 125050], ['1,250.5', 125050],
            ['1.000.000', 100000000], ['12,500', null], ['40 JP 50', null], ['JP', null], ['1.00.000', null], ['40 hari', null],
        ];
    }

    /**
     * Learning hours are read as people write them.
     *
     * @dataProvider hours
     * @param string $text
     * @param int|null $expected
     */
    public function test_learning_hours_are_read_as_people_write_them(string $text, ?int $expected): void {
        $this->assertSame($expected, amount::hundredths($text));
    }

    public function test_minutes_are_read_with_their_unit_and_only_if_they_are_whole(): void {
        $minutes = array_map(amount::minutes(...), ['90', '90 menit', '90,00', '1.200', '90,5', 'menit']);
        $this->assertSame([90, 90, 90, 1200, null, null], $minutes);
    }

    public function test_learning_hours_of_a_chooser_are_read(): void {
        $this->map('jp', ['type' => 'select', 'configdata' => ['options' => "20 JPL\n40 JPL"]]);
        $course = $this->maker()->create_open_course(['customfield_own_jp' => 2]);
        $this->assertSame(4000, $this->rows('catalogue', 'course')[$course->id]['jp_hundredths']);
    }

    public function test_a_course_in_which_a_field_was_never_saved_has_the_default_that_moodle_shows(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $saved = $this->maker()->create_open_course(['customfield_asn_jp' => 2]);
        $this->map('jp', ['type' => 'text', 'configdata' => ['defaultvalue' => '24 JP']]);
        $this->map('level', ['type' => 'select', 'configdata' => ['options' => "Dasar\nLanjut", 'defaultvalue' => 'Lanjut']]);
        $this->map('minutes', ['type' => 'number', 'configdata' => ['defaultvalue' => '12']]);
        $field = $DB->get_field('customfield_field', 'id', ['shortname' => 'own_jp']);
        $DB->insert_record('customfield_data', ['instanceid' => $saved->id, 'fieldid' => $field, 'charvalue' => '', 'value' => '',
            'valueformat' => 0, 'timecreated' => 0, 'timemodified' => 0]);
        $rows = $this->rows('catalogue', 'course');
        $row = $rows[$course->id];
        $this->assertSame([2400, 12, 'lanjut'], [$row['jp_hundredths'], $row['minutes'], $row['level']]);
        $this->assertNull($rows[$saved->id]['jp_hundredths']);
    }

    public function test_a_default_of_not_offered_withholds_courses_that_were_never_saved(): void {
        $this->maker()->create_open_course();
        $configdata = ['options' => "Semua ASN\nInstansi sendiri\nTidak ditawarkan", 'defaultvalue' => 'Tidak ditawarkan'];
        $this->map('audience', ['type' => 'select', 'configdata' => $configdata]);
        $offered = $this->maker()->create_open_course(['customfield_own_audience' => 1]);
        $this->assertSame([(int)$offered->id], array_keys($this->rows('catalogue', 'course')));
    }

    /**
     * Texts in the spelling of filter_multilang2.
     *
     * @return array
     */
    public static function marked(): array {
        return [
            'Indonesian before English' => ['{mlang en}Basic{mlang}{mlang id}Dasar{mlang} 2', 'Dasar 2'],
            'English where there is no Indonesian' => ['{mlang de}Basis{mlang}{mlang EN}Basic{mlang}', 'Basic'],
            'what is for all others' => ['{mlang de}Basis{mlang}{mlang other}Lain{mlang}', 'Lain'],
            'the first where there is nothing better' => ['{mlang de}Basis{mlang}{mlang fr}Base{mlang}', 'Basis'],
            'several names' => ['{mlang en, id}<b>Dasar</b>{mlang}{mlang de}Basis{mlang}', 'Dasar'],
            'a mark without end' => ['{mlang id}Dasar', '{mlang id}Dasar'],
            'no mark' => ['{mlang} {mlang', '{mlang} {mlang'],
        ];
    }

    /**
     * One language is sent of a text with marks.
     *
     * @dataProvider marked
     * @param string $text
     * @param string $expected
     */
    public function test_one_language_is_sent_of_a_text_with_marks(string $text, string $expected): void {
        $this->assertSame($expected, plain_text::line($text, 255));
    }

    public function test_nothing_turns_the_direction_of_a_title_or_hides_in_it_and_emoji_stay_whole(): void {
        $this->assertSame('abcdef', plain_text::line("a\u{202E}b\u{200B}c\u{2066}d\u{FEFF}e\u{AD}f", 255));
        $this->assertSame('👩‍🔬 ن‌ه', plain_text::line('👩‍🔬 ن‌ه', 255));
        $this->assertNull(plain_text::line("\u{200B}\u{202E}", 255));
    }

    public function test_rows_about_accounts_that_never_were_do_not_leave(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $instance = $DB->get_field('enrol', 'id', ['courseid' => $course->id, 'enrol' => 'manual']);
        $DB->insert_record('user_enrolments', ['enrolid' => $instance, 'userid' => 99999999]);
        $DB->insert_record('course_completions', ['course' => $course->id, 'userid' => 99999999, 'timecompleted' => 7]);
        $this->assertSame([], $this->rows('learning', 'enrolment'));
        $this->assertSame([], $this->rows('learning', 'completion'));
        foreach ($this->ask(['operation' => 'digest', 'stream' => 'learning', 'buckets' => false])->rows as $digest) {
            $this->assertSame(0, $digest['count']);
        }
        $this->assertSame(0, $DB->count_records(person::TABLE));
    }

    public function test_suspending_an_account_says_nothing_about_its_enrolments(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        user_update_user(['id' => $user->id, 'suspended' => 1], false);
        $this->assertSame(['active'], array_column($this->rows('learning', 'enrolment'), 'status'));
    }

    public function test_courses_that_moodle_hides_or_shows_by_their_dates_are_followed(): void {
        $today = usergetmidnight(time());
        $course = $this->maker()->create_open_course(['startdate' => $today - WEEKSECS, 'enddate' => $today - HOURSECS]);
        $head = $this->head();
        ob_start();
        (new \core\task\hide_ended_courses_task())->execute();
        ob_end_clean();
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
        $this->maker()->create_open_course();
        $later = $this->maker()->create_open_course(['startdate' => $today - HOURSECS, 'visible' => 0]);
        $head = $this->head();
        ob_start();
        (new \core\task\show_started_courses_task())->execute();
        ob_end_clean();
        $this->assertSame([(int)$later->id], array_column($this->changes('catalogue', $head)->rows['course']['rows'], 0));
    }

    public function test_a_course_shown_or_hidden_without_an_event_is_followed_by_the_hourly_task(): void {
        global $DB;

        fake_centre::adopt();
        $course = $this->maker()->create_open_course();
        $head = $this->head();
        $DB->set_field('course', 'visible', 0, ['id' => $course->id]);
        (new \local_asnunggul\task\catch_up())->execute();
        $this->assertSame([(int)$course->id], $this->changes('catalogue', $head)->rows['course']['gone']);
    }

    public function test_an_upgrade_of_any_plugin_that_is_due_is_noticed(): void {
        set_config('allversionshash', \core_component::get_all_versions_hash());
        $this->assertFalse(versions::is_upgrade_pending());
        set_config('allversionshash', sha1('another version of mod_forum'));
        $this->assertTrue(versions::is_upgrade_pending());
    }

    /**
     * When the code was last compared, and whether that still counts.
     *
     * @return array
     */
    public static function comparisons(): array {
        return ['just now' => [0, false], 'a minute ago' => [-60, true], 'by another clock, tomorrow' => [86400, true]];
    }

    /**
     * Several hundred version files are not read at every poll.
     *
     * @dataProvider comparisons
     * @param int $at seconds from now
     * @param bool $noticed
     */
    public function test_new_code_of_any_plugin_is_noticed_within_a_minute(int $at, bool $noticed): void {
        $before = sha1('before the new code came');
        set_config('allversionshash', $before);
        \cache::make('local_asnunggul', 'versions')->set('equal', [$before, site::now() + $at]);
        $this->assertSame($noticed, versions::is_upgrade_pending());
    }
}
