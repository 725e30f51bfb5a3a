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

use local_asnunggul\local\membership\membership;
use local_asnunggul\local\setting;
use local_asnunggul\tests\fake_centre;
use local_asnunggul\tests\feed_testcase;

/**
 * What the preview shows is what the feed sends, whatever an admin clicked; and looking at it changes nothing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\preview
 * @covers     \local_asnunggul\local\feed\offers
 */
final class preview_test extends feed_testcase {
    /** @var int Clicks in one run. */
    private const CLICKS = 80;

    /** @var array<string, array<string, array<int, array>>> What a centre has that follows the changes: stream, kind, id. */
    private array $centre = [];

    /** @var array<string, array{int, string}> The cursor of each stream. */
    private array $cursors = [];

    /** @var int[] The courses there are. */
    private array $courses = [];

    /**
     * All rows of a stream as the preview shows them.
     *
     * @param string $stream
     * @return array<string, array[]> by kind
     */
    private static function shown(string $stream): array {
        $preview = new preview();
        $shown = [];
        foreach (streams::kind_names($stream) as $kind) {
            $shown[$kind] = array_reverse($preview->rows($kind, 100000)[1]);
        }
        return $shown;
    }

    /**
     * All rows of a stream as the feed sends them.
     *
     * @param string $stream
     * @return array<string, array[]> by kind
     */
    private function sent(string $stream): array {
        $sent = [];
        foreach (streams::kind_names($stream) as $kind) {
            $sent[$kind] = $this->snapshot($stream, $kind)->rows[$kind]['rows'];
        }
        return $sent;
    }

    /**
     * All rows of a stream that a centre has that only follows the changes.
     *
     * @param string $stream
     * @return array<string, array[]> by kind
     */
    private function followed(string $stream): array {
        do {
            $page = $this->changes($stream, $this->cursors[$stream] ?? [0, '']);
            $this->cursors[$stream] = $page->tail['to'];
            foreach ($page->rows as $kind => $rows) {
                $have = array_column($rows['rows'], null, 0) + ($this->centre[$stream][$kind] ?? []);
                $this->centre[$stream][$kind] = array_diff_key($have, array_flip([...$rows['gone'], ...$rows['erased']]));
            }
        } while ($page->tail['more']);
        $followed = [];
        foreach (streams::kind_names($stream) as $kind) {
            $rows = $this->centre[$stream][$kind] ?? [];
            ksort($rows);
            $followed[$kind] = array_values($rows);
        }
        return $followed;
    }

    /**
     * One click of an admin, a teacher or a learner.
     *
     * @return string what it was
     */
    private function click(): string {
        global $DB;

        $course = $this->courses ? $this->courses[mt_rand(0, count($this->courses) - 1)] : 0;
        $click = mt_rand(0, 15);
        if ($click === 0 || !$course) {
            $course = $this->getDataGenerator()->create_course(['enablecompletion' => 1, 'visible' => mt_rand(0, 3) ? 1 : 0]);
            $this->courses[] = (int)$course->id;
            mt_rand(0, 2) && $this->maker()->open($course->id);
            return 'a course';
        }
        $self = $DB->get_record('enrol', ['courseid' => $course, 'enrol' => 'self'], '*', MUST_EXIST);
        $badges = $DB->get_fieldset_select('badge', 'id', '1 = 1');
        $badge = $badges ? new \core_badges\badge((int)$badges[mt_rand(0, count($badges) - 1)]) : null;
        switch ($click) {
            case 1:
                setting::stream(streams::names()[mt_rand(0, 2)])->set((string)mt_rand(0, 1));
                return 'a stream';
            case 2:
            case 3:
                update_course((object)['id' => $course, 'customfield_asn_audience' => mt_rand(0, 3)]);
                return 'an audience';
            case 4:
                course_change_visibility($course, (bool)mt_rand(0, 1));
                return 'a visibility';
            case 5:
                enrol_get_plugin('self')->update_status($self, mt_rand(0, 1));
                return 'self-enrolment';
            case 6:
                enrol_get_plugin('self')->update_instance($self, (object)(['password' => mt_rand(0, 1) ? 'k' : ''] + (array)$self));
                return 'a key';
            case 7:
                $this->courses = array_values(array_diff($this->courses, [$course]));
                delete_course($course, false);
                return 'a deletion';
            case 8:
                $badge = $this->maker()->create_badge(mt_rand(0, 3) ? ['courseid' => $course] : []);
                // The page does this; the generator does not.
                \core\event\badge_created::create(['objectid' => $badge->id, 'context' => $badge->get_context()])->trigger();
                return 'a badge';
            case 9:
                if ($badge && $badge->is_active()) {
                    $this->maker()->award($badge, $this->getDataGenerator()->create_user()->id);
                }
                return 'an award';
            case 10:
                $badge && $badge->delete((bool)mt_rand(0, 1));
                return 'the end of a badge';
            case 11:
            case 12:
                $user = $this->getDataGenerator()->create_and_enrol((object)['id' => $course]);
                mt_rand(0, 1) && $this->maker()->complete($course, $user->id);
                return 'a learner';
            case 13:
                setting::default_offer()->set(mt_rand(0, 2) ? 'selfenrol' : 'none');
                return 'the default offer';
            case 14:
                mt_rand(0, 1) ? fake_centre::adopt() : membership::forget();
                return 'joining or leaving';
            default:
                $all = \core_course_category::get_all();
                $some = array_values($all)[mt_rand(0, count($all) - 1)];
                $some->visible ? $some->hide() : $some->show();
                return 'a category';
        }
    }

    /**
     * Seeds.
     *
     * @return array
     */
    public static function seeds(): array {
        return [[1], [2], [3]];
    }

    /**
     * After any clicks the preview shows what the feed sends, value by value.
     *
     * @dataProvider seeds
     * @param int $seed
     */
    public function test_after_any_clicks_the_preview_shows_what_the_feed_sends_value_by_value(int $seed): void {
        mt_srand($seed);
        $this->getDataGenerator()->create_category();
        $clicks = '';
        $compared = 0;
        for ($number = 0; $number < self::CLICKS; $number++) {
            $clicks .= $this->click() . ', ';
            $reads = mt_rand(0, 2) === 0;
            foreach (streams::names() as $stream) {
                $shown = self::shown($stream);
                if (!$reads) {
                    continue;
                }
                $on = setting::stream($stream)->value();
                if ($on === '0') {
                    $this->assertSame('off', $this->changes($stream, [0, ''])->head['refused']);
                    setting::stream($stream)->set('1');
                }
                $this->assertSame($shown, $this->sent($stream), "the preview of $stream after $clicks");
                $this->assertSame($shown, $this->followed($stream), "the changes of $stream after $clicks");
                setting::stream($stream)->set($on);
                $compared += array_sum(array_map(count(...), $shown));
            }
        }
        $this->assertGreaterThan(20, $compared);
    }

    public function test_before_joining_reading_and_cron_it_shows_what_will_be_sent(): void {
        $course = $this->maker()->create_open_course();
        $this->getDataGenerator()->create_and_enrol($course);
        setting::stream('learning')->set('0');
        $shown = [self::shown('catalogue'), self::shown('learning')];
        $this->assertSame([(int)$course->id], array_column($shown[0]['course'], 0));
        $this->assertCount(1, $shown[1]['enrolment']);
        setting::stream('learning')->set('1');
        $this->assertSame($shown, [$this->sent('catalogue'), $this->sent('learning')]);
    }

    public function test_looking_offers_nothing_what_was_only_shown_and_then_hidden_never_leaves(): void {
        $course = $this->maker()->create_open_course();
        $this->getDataGenerator()->create_and_enrol($course);
        $this->assertCount(1, self::shown('learning')['enrolment']);
        course_change_visibility($course->id, false);
        $this->assertSame([], self::shown('learning')['enrolment']);
        $this->assertSame([], $this->sent('learning')['enrolment']);
    }

    public function test_what_is_sent_is_found_behind_many_newer_rows_that_are_not(): void {
        $course = $this->maker()->create_open_course();
        $this->getDataGenerator()->create_and_enrol($course);
        $closed = $this->getDataGenerator()->create_course();
        for ($number = 0; $number < 120; $number++) {
            $this->maker()->create_badge(['courseid' => $closed->id]);
        }
        $site = $this->maker()->create_badge();
        $this->maker()->create_badge(['courseid' => $closed->id]);
        $shown = (new preview())->rows('badge_class', 1)[1];
        $this->assertSame([(int)$site->id], array_column($shown, 0));
        $site->delete(false);
        $this->assertSame([], (new preview())->rows('badge_class', 1)[1]);
        $this->assertCount(1, (new preview())->rows('enrolment', 5)[1]);
    }

    public function test_the_page_shows_the_rows_of_a_stream_that_is_off_and_says_that_nothing_leaves(): void {
        $course = $this->maker()->create_open_course();
        $this->getDataGenerator()->create_and_enrol($course);
        setting::stream('learning')->set('0');
        $page = \local_asnunggul\output\sent_section::export(null);
        $learning = array_column($page['streams'], null, 'name')[\local_asnunggul\output\words::stream('learning')];
        $this->assertFalse($learning['on']);
        $this->assertCount(1, $learning['kinds'][0]['rows']);
    }
}
