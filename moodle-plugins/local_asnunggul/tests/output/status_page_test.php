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

namespace local_asnunggul\output;

use local_asnunggul\form\join_form;
use local_asnunggul\local\membership\admin_action;
use local_asnunggul\local\membership\identity;
use local_asnunggul\local\membership\membership;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;

/**
 * The page shows state, refusals and cures, escapes what comes from outside, and names nobody.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\output\status_page
 * @covers     \local_asnunggul\output\sent_section
 * @covers     \local_asnunggul\output\tenant_status_section
 * @covers     \local_asnunggul\output\words
 * @covers     \local_asnunggul\local\membership\admin_action
 */
final class status_page_test extends centre_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->mock_clock_with_frozen(1700000000);
        $this->setAdminUser();
    }

    /**
     * The page as HTML.
     *
     * @param bool $manages
     * @param bool $asksnetwork
     * @return string
     */
    private function page(bool $manages = true, bool $asksnetwork = false): string {
        global $PAGE;
        $PAGE->set_url('/local/asnunggul/index.php');
        $form = $manages ? new join_form($PAGE->url) : null;
        return $PAGE->get_renderer('core')->render(new status_page($manages, $form, $asksnetwork));
    }

    public function test_before_joining_it_says_so_and_has_the_form_for_a_code(): void {
        $page = $this->page();
        $this->assertStringContainsString(get_string('notjoined', 'local_asnunggul'), $page);
        $this->assertStringNotContainsString('value="disconnect"', $page);
        $this->assertSame(1, substr_count($page, 'name="code"'));
        $this->assertStringNotContainsString(get_string('joinagain', 'local_asnunggul'), $page);
    }

    public function test_a_member_finds_the_form_for_a_new_code_closed_and_open_where_a_code_was_refused(): void {
        fake_centre::adopt();
        $form = '\s*<summary>' . get_string('joinagain', 'local_asnunggul') . '</summary>.*name="code".*</details>~sU';
        $this->centre->append(fake_centre::response(['state' => 'fresh']), fake_centre::response(['state' => 'fresh']));
        $this->assertMatchesRegularExpression('~<details class="mt-3">' . $form, $this->page());
        join_form::mock_submit(['code' => '']);
        $this->assertMatchesRegularExpression('~<details class="mt-3" open>' . $form, $this->page());
    }

    public function test_a_member_sees_agency_centre_and_buttons(): void {
        fake_centre::adopt();
        $this->centre->append(fake_centre::response(['state' => 'fresh']));
        $page = $this->page();
        $buttons = ['value="pause"', 'value="restored"', 'value="disconnect"'];
        foreach (['BKD Contoh', fake_centre::URL, 'bkd-contoh', ...$buttons] as $part) {
            $this->assertStringContainsString($part, $page);
        }
    }

    public function test_who_may_only_look_gets_no_button(): void {
        fake_centre::adopt();
        $this->centre->append(fake_centre::response(['state' => 'fresh']));
        $page = $this->page(false);
        $this->assertStringContainsString('BKD Contoh', $page);
        $this->assertStringNotContainsString('<button', $page);
        $this->assertStringNotContainsString('sesskey', $page);
    }

    public function test_the_network_is_only_asked_by_who_runs_the_self_test(): void {
        $page = $this->page();
        $this->assertStringContainsString(get_string('selftest_run', 'local_asnunggul'), $page);
        $this->assertStringNotContainsString(get_string('check_address', 'local_asnunggul'), $page);
        $this->centre->append(fake_centre::response('{"keys":[]}'));
        $page = $this->page(true, true);
        $this->assertStringContainsString('another key set is served', $page);
        $this->assertStringContainsString(get_string('checkcronrunning', 'tool_task'), $page);
        $this->assertSame(0, $this->centre->count());
    }

    /**
     * Values as they are sent, and in words.
     *
     * @return array
     */
    public static function values(): array {
        return [
            ['audience', 'agency', 'own agency'], ['audience', 'all', 'all ASN'], ['status', 'suspended', 'suspended'],
            ['self_enrol', 1, 'Yes'], ['tracks_completion', 0, 'No'], ['method', 'self', 'Self enrolment'],
            ['method', 'of_another_plugin', 'of_another_plugin'], ['jp_hundredths', 1250, '12.5'], ['jp_hundredths', 4000, '40'],
            ['title', 'all', 'all'], ['jp_hundredths', null, '–'], ['competency', 'sosial_kultural', 'Socio-cultural'],
            ['format', 'of_a_newer_plugin', 'of_a_newer_plugin'], ['enrol_until', 1700000000, '15/11/23, 06:13'],
        ];
    }

    /**
     * By column.
     *
     * @dataProvider values
     * @param string $column
     * @param mixed $value
     * @param string $word
     */
    public function test_a_code_is_shown_as_a_word(string $column, mixed $value, string $word): void {
        $this->assertSame($word, words::value($column, $value));
    }

    public function test_a_paused_site_can_be_resumed(): void {
        fake_centre::adopt();
        membership::pause();
        $this->centre->append(fake_centre::response(['state' => 'paused']));
        $page = $this->page();
        $this->assertStringContainsString('value="resume"', $page);
        $this->assertStringNotContainsString('value="pause"', $page);
    }

    public function test_a_refused_record_leads_to_where_it_can_be_mended_and_names_nobody(): void {
        global $DB;
        fake_centre::adopt();
        $course = self::getDataGenerator()->create_course();
        $user = self::getDataGenerator()->create_and_enrol($course);
        $enrolment = (int) $DB->get_field('user_enrolments', 'id', ['userid' => $user->id]);
        $completion = $DB->insert_record('course_completions', ['userid' => $user->id, 'course' => $course->id]);
        $badge = ['badgeid' => 77, 'userid' => $user->id, 'uniquehash' => 'x', 'dateissued' => 1];
        $assertion = $DB->insert_record('badge_issued', $badge);
        $refused = fn(string $kind, int $id): array => [
            'kind' => $kind, 'id' => $id, 'field' => 'title', 'reason' => 'empty', 'detail' => 'x', 'first_seen' => 1699999000,
        ];
        $this->centre->append(fake_centre::response(['rejections' => [
            $refused('course', (int) $course->id), $refused('enrolment', $enrolment), $refused('completion', $completion),
            $refused('badge_class', 77), $refused('assertion', $assertion), $refused('assertion', $assertion + 1000),
        ]]));
        $page = $this->page();
        $links = [
            "/course/edit.php?id=$course->id\">Course $course->id</a>",
            "/user/index.php?id=$course->id\">Enrolment $enrolment</a>",
            "/report/completion/index.php?course=$course->id\">Completion $completion</a>",
            '/badges/overview.php?id=77">Badge class 77</a>',
            "/badges/recipients.php?id=77\">Awarded badge $assertion</a>",
            '<strong>Title</strong>: is empty',
        ];
        foreach ($links as $link) {
            $this->assertStringContainsString($link, $page);
        }
        $this->assertMatchesRegularExpression('~<li>\s*Awarded badge ' . ($assertion + 1000) . ' –~', $page);
        foreach ([fullname($user), $user->username, $user->email] as $personal) {
            $this->assertStringNotContainsString($personal, $page);
        }
    }

    public function test_what_lan_says_about_a_course_is_shown_with_its_reason(): void {
        fake_centre::adopt();
        $course = self::getDataGenerator()->create_course();
        $said = fn(string $field, int|string $value): array => [
            'course' => (int) $course->id, 'field' => $field, 'value' => $value, 'why' => '{"a": 1}, karena', 'since' => 1699999000,
        ];
        $this->centre->append(fake_centre::response(['curation' => [
            $said('withheld', 1), $said('jp_hundredths', 250), $said('competency', 'manajerial'),
        ]]));
        $page = $this->page();
        foreach (['Withheld: not in the marketplace', 'JP: 2.5', 'Competency: Managerial', "Course $course->id</a>"] as $shown) {
            $this->assertStringContainsString($shown, $page);
        }
        $this->assertStringContainsString('Reason: {&quot;a&quot;: 1}, karena', $page);
    }

    public function test_what_waits_for_lan_and_what_was_objected_to_are_shown_and_each_decision_can_be_objected_to_once(): void {
        fake_centre::adopt();
        $id = (int) self::getDataGenerator()->create_course()->id;
        $said = fn(int $decision): array => [
            'decision' => $decision, 'course' => $id, 'field' => 'featured', 'value' => 1799999000, 'why' => 'x',
            'since' => 1699999000,
        ];
        $objection = [
            'decision' => 4, 'course' => $id, 'field' => 'topic', 'value' => 'Kearsipan', 'reason' => 'Bukan <b>arsip</b>',
            'at' => 1699999000, 'answer' => null, 'answered' => null,
        ];
        $this->centre->append(fake_centre::response([
            'curation' => [$said(4), $said(5)],
            'objections' => [$objection, ['decision' => 3, 'answer' => 'Diubah', 'answered' => 1699999000] + $objection],
            'review' => [['course' => $id, 'state' => 'proposed', 'since' => 1699999000]],
        ]));
        $page = $this->page();
        $shown = [
            'Bukan &lt;b&gt;arsip', 'LAN has not answered yet.', 'LAN answers: Diubah', 'Topic: Kearsipan', 'not looked at yet',
        ];
        foreach ($shown as $text) {
            $this->assertStringContainsString($text, $page);
        }
        $this->assertStringContainsString('objection.php?decision=5', $page);
        $this->assertStringNotContainsString('objection.php?decision=4', $page);
    }

    public function test_links_of_fifty_records_cost_one_query_a_kind(): void {
        global $DB;
        $records = array_map(fn(int $id): array => ['kind' => 'enrolment', 'id' => $id], range(1, 50));
        $before = $DB->perf_get_reads();
        tenant_status_section::pages($records);
        $this->assertSame(1, $DB->perf_get_reads() - $before);
    }

    public function test_a_centre_that_is_down_does_not_take_the_page_with_it(): void {
        fake_centre::adopt();
        $this->centre->append(fake_centre::response('', 500));
        $page = $this->page();
        $this->assertStringContainsString('HTTP 500', $page);
        $this->assertStringContainsString(get_string('tenantstatus_none', 'local_asnunggul'), $page);
        $this->assertStringContainsString(get_string('selftest', 'local_asnunggul'), $page);
    }

    public function test_nothing_from_outside_becomes_markup(): void {
        membership::keep(fake_centre::URL, fake_centre::join_answer(['agency' => '<script>1</script>']));
        $evil = '<img src=x onerror=1>';
        $this->centre->append(fake_centre::response([
            'state' => $evil,
            'rejections' => [['kind' => $evil, 'id' => 1, 'field' => $evil, 'reason' => $evil, 'detail' => $evil]],
            'curation' => [['course' => 1, 'field' => $evil, 'value' => $evil, 'why' => $evil]],
            'syncs' => [['started' => 1, 'outcome' => $evil, 'error' => $evil]],
        ]));
        $page = $this->page();
        $this->assertStringNotContainsString('<script>1', $page);
        $this->assertStringNotContainsString('<img src=x', $page);
        $this->assertStringContainsString('&lt;img src=x', $page);
    }

    public function test_the_receipt_of_the_last_leaving_is_shown(): void {
        $receipt = ['tenant' => 't', 'centre' => fake_centre::URL, 'left' => 1, 'deleted' => ['course' => 3]];
        $receipt['receipt'] = 'abcdef';
        set_config('receipt', json_encode($receipt), 'local_asnunggul');
        $page = $this->page();
        $this->assertStringContainsString('abcdef', $page);
        $this->assertStringContainsString('Courses: 3', $page);
    }

    public function test_what_changes_much_is_asked_once_more(): void {
        $asked = array_filter(admin_action::cases(), fn(admin_action $action): bool => $action->needs_confirmation());
        $this->assertSame(['pause', 'disconnect', 'restored'], array_column($asked, 'value'));
    }

    public function test_the_buttons_do_what_they_say(): void {
        fake_centre::adopt();
        $epoch = identity::epoch();
        admin_action::restored->run();
        $this->assertNotSame($epoch, identity::epoch());
        admin_action::pause->run();
        $this->assertTrue(membership::current()->paused);
        admin_action::resume->run();
        $this->assertFalse(membership::current()->paused);
        $this->centre->append(fake_centre::response(['left' => 1, 'deleted' => [], 'receipt' => 'abcdef01']));
        admin_action::disconnect->run();
        $this->assertNull(membership::current());
    }
}
