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

namespace local_asnunggul\check;

use core\check\manager;
use core\check\result;
use local_asnunggul\local\feed\offers;
use local_asnunggul\local\membership\membership;
use local_asnunggul\local\setting;
use local_asnunggul\tests\fake_centre;

/**
 * The self-test finds each trouble of the site itself and names its cure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\check\row
 * @covers     \local_asnunggul\check\site_rows
 */
final class site_rows_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $this->mock_clock_with_frozen(1700000000);
        set_config('enablecompletion', 1);
        foreach (setting::CONCEPTS as $concept) {
            setting::field($concept)->set('');
        }
        fake_centre::adopt();
    }

    /**
     * What one row finds.
     *
     * @param string $name
     * @return result
     */
    private function found(string $name): result {
        foreach (row::of_site() as $row) {
            if ($row->get_id() === $name) {
                return $row->get_result();
            }
        }
        $this->fail("There is no row $name.");
    }

    public function test_every_row_is_in_moodles_status_report_under_the_plugins_name_and_leads_to_its_page(): void {
        $refs = array_map(fn($check): string => $check->get_ref(), manager::get_status_checks());
        $rows = [...row::of_site(), ...row::of_network()];
        $this->assertCount(15, $rows);
        foreach ($rows as $row) {
            $this->assertContains($row->get_ref(), $refs);
            $this->assertStringStartsWith('local_asnunggul_', $row->get_ref());
            $this->assertStringStartsWith('ASN Unggul: ', $row->get_name());
            $this->assertStringContainsString('/local/asnunggul/index.php', $row->get_action_link()->url->out());
        }
    }

    public function test_a_site_in_order_passes_every_row(): void {
        foreach (row::of_site() as $row) {
            $result = $row->get_result();
            $this->assertSame(result::OK, $result->get_status(), $row->get_id() . ': ' . $result->get_summary());
        }
    }

    /**
     * Things that can be wrong: the row, its status, words of the sentence, how to make it so.
     *
     * @return array
     */
    public static function troubles(): array {
        $warning = result::WARNING;
        $set = fn(string $name, mixed $value, ?string $plugin = null): \Closure => fn() => set_config($name, $value, $plugin);
        return [
            'an unreadable key' => ['keys', result::ERROR, '--replace', function (): void {
                $pair = json_decode(get_config('local_asnunggul', 'key_current'), true);
                set_config('key_current', json_encode(['private' => 'sodium:x'] + $pair), 'local_asnunggul');
            }],
            'no membership' => ['membership', result::INFO, 'join code', fn() => membership::forget()],
            'a moved site' => [
                'membership', result::ERROR, 'https://old.example', $set('joinedurl', 'https://old.example', 'local_asnunggul'),
            ],
            'a pause' => ['membership', $warning, 'paused', fn() => membership::pause()],
            'no catalogue' => ['openstreams', $warning, 'Switch it on', $set('stream_catalogue', 0, 'local_asnunggul')],
            'no completion tracking' => ['completion', $warning, 'enablecompletion', $set('enablecompletion', 0)],
            'no self-enrolment' => ['selfenrol', $warning, 'Self enrolment', $set('enrol_plugins_enabled', 'manual')],
            'a missing field' => ['fields', $warning, 'my_jp', $set('field_jp', 'my_jp', 'local_asnunggul')],
        ];
    }

    /**
     * Well before, found after, with its cure.
     *
     * @dataProvider troubles
     * @param string $name
     * @param string $status
     * @param string $words
     * @param \Closure $trouble
     */
    public function test_the_self_test_finds(string $name, string $status, string $words, \Closure $trouble): void {
        $this->assertSame(result::OK, $this->found($name)->get_status());
        $trouble();
        $this->assertSame($status, $this->found($name)->get_status());
        $this->assertStringContainsString($words, $this->found($name)->get_summary());
    }

    public function test_a_site_without_tls_is_warned(): void {
        global $CFG;
        $this->assertSame(result::OK, $this->found('https')->get_status());
        $CFG->wwwroot = 'http://www.example.com/moodle';
        $this->assertSame(result::WARNING, $this->found('https')->get_status());
    }

    /**
     * Ages of the last reading, and the status they must give.
     *
     * @return array
     */
    public static function ages(): array {
        return [
            'just now' => [1, result::OK],
            'an hour ago' => [HOURSECS, result::OK],
            'more than an hour ago' => [HOURSECS + 1, result::WARNING],
            'more than a day ago' => [DAYSECS + 1, result::ERROR],
        ];
    }

    /**
     * By age.
     *
     * @dataProvider ages
     * @param int $age
     * @param string $status
     */
    public function test_the_last_reading_was(int $age, string $status): void {
        set_config('joined', 1600000000, 'local_asnunggul');
        set_config('lastread', 1700000000 - $age, 'local_asnunggul');
        $this->assertSame($status, $this->found('lastread')->get_status());
    }

    public function test_a_reading_of_the_future_is_not_called_recent(): void {
        set_config('lastread', 1700000000 + YEARSECS, 'local_asnunggul');
        $found = $this->found('lastread');
        $this->assertSame(result::WARNING, $found->get_status());
        $this->assertStringContainsString('clock', $found->get_summary());
    }

    public function test_a_paused_site_is_not_late(): void {
        membership::pause();
        $this->assertSame(result::NA, $this->found('lastread')->get_status());
    }

    /**
     * A course custom field that holds the JP.
     */
    private function jp_field(): void {
        $generator = self::getDataGenerator()->get_plugin_generator('core_customfield');
        $category = $generator->create_category(['component' => 'core_course', 'area' => 'course']);
        $generator->create_field(['categoryid' => $category->get('id'), 'shortname' => 'my_jp', 'type' => 'text']);
        setting::field('jp')->set('my_jp');
    }

    public function test_an_existing_field_is_not_missing(): void {
        $this->jp_field();
        $this->assertSame(result::OK, $this->found('fields')->get_status());
    }

    public function test_a_value_nobody_can_read_is_named_with_its_course(): void {
        $this->jp_field();
        $course = self::getDataGenerator()->create_course(['customfield_my_jp' => 'three']);
        self::getDataGenerator()->create_course(['customfield_my_jp' => '3']);
        $result = $this->found('values');
        $this->assertSame(result::WARNING, $result->get_status());
        $this->assertStringContainsString("/course/edit.php?id=$course->id", $result->get_details());
        $this->assertStringContainsString('my_jp', $result->get_details());
        $this->assertSame(1, substr_count($result->get_details(), '<li>'));
    }

    public function test_offered_courses_without_jp_are_counted_and_those_not_offered_are_not(): void {
        $this->jp_field();
        $maker = self::getDataGenerator()->get_plugin_generator('local_asnunggul');
        $maker->create_open_course();
        self::getDataGenerator()->create_course(['visible' => 0]);
        offers::recompute_all();
        $this->assertSame(result::WARNING, $this->found('jp')->get_status());
        $this->assertStringStartsWith('1 ', $this->found('jp')->get_summary());
        $maker->create_open_course(['customfield_my_jp' => '3']);
        offers::recompute_all();
        $this->assertStringStartsWith('1 ', $this->found('jp')->get_summary());
    }

    public function test_the_courses_offered_are_counted_and_a_site_that_offers_none_is_warned(): void {
        $maker = self::getDataGenerator()->get_plugin_generator('local_asnunggul');
        self::getDataGenerator()->create_course(['visible' => 0]);
        $this->assertSame(result::WARNING, $this->found('offers')->get_status());
        $maker->create_open_course();
        $this->assertSame(result::OK, $this->found('offers')->get_status());
        $this->assertSame('1 of 2 courses are offered. The others: 1 hidden.', $this->found('offers')->get_summary());
    }

    public function test_a_stream_that_cannot_be_read_is_named_and_one_that_is_off_is_not_looked_at(): void {
        global $DB;
        $this->assertSame(result::OK, $this->found('readable')->get_status());
        $DB->get_manager()->rename_table(new \xmldb_table('badge_issued'), 'badge_issued_away');
        try {
            $this->assertSame(result::OK, $this->found('readable')->get_status());
            setting::stream('badges')->set('1');
            $result = $this->found('readable');
        } finally {
            $DB->get_manager()->rename_table(new \xmldb_table('badge_issued_away'), 'badge_issued');
        }
        $this->assertSame(result::ERROR, $result->get_status());
        $this->assertStringContainsString('Badges, Awarded badges (dml_read_exception', $result->get_summary());
        $this->assertStringNotContainsString('Courses', $result->get_summary());
    }

    public function test_what_a_row_says_is_no_markup_of_others(): void {
        set_config('joinedurl', 'https://old.example/<b>', 'local_asnunggul');
        $this->assertStringContainsString('https://old.example/&lt;b&gt;', $this->found('membership')->get_summary());
    }
}
