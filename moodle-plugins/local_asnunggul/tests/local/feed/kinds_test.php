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

use local_asnunggul\local\rating\abuse;
use local_asnunggul\local\rating\owner;
use local_asnunggul\tests\feed_testcase;

/**
 * The rows of every kind, their values, pages and digests.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\kind\kind
 * @covers     \local_asnunggul\local\feed\kind\person_kind
 * @covers     \local_asnunggul\local\feed\kind\course
 * @covers     \local_asnunggul\local\feed\kind\enrolment
 * @covers     \local_asnunggul\local\feed\kind\completion
 * @covers     \local_asnunggul\local\feed\kind\badge_class
 * @covers     \local_asnunggul\local\feed\kind\assertion
 * @covers     \local_asnunggul\local\feed\kind\rating
 * @covers     \local_asnunggul\local\feed\digest
 */
final class kinds_test extends feed_testcase {
    /** @var array<string, string> The kinds and their streams. */
    private const KINDS = [
        'course' => 'catalogue',
        'enrolment' => 'learning',
        'completion' => 'learning',
        'badge_class' => 'badges',
        'assertion' => 'badges',
        'rating' => 'ratings',
    ];

    /**
     * Three courses, nine learners, some suspended, completed or awarded, some methods disabled, some ends set.
     */
    private function populate(): void {
        global $DB;

        $badges = [$this->maker()->create_badge(), $this->maker()->create_badge(['status' => BADGE_STATUS_ARCHIVED])];
        for ($number = 0; $number < 3; $number++) {
            $course = $this->maker()->create_open_course();
            $badge = $this->maker()->create_badge(['courseid' => $course->id, 'expiredate' => $number ? 2000000000 : null]);
            for ($learner = 0; $learner < 3; $learner++) {
                $user = $this->getDataGenerator()->create_user();
                $ends = $learner === 1 ? 1900000000 : 0;
                $status = $learner === 2 ? ENROL_USER_SUSPENDED : ENROL_USER_ACTIVE;
                $starts = 1700000000 * $learner;
                $this->getDataGenerator()->enrol_user($user->id, $course->id, 'student', 'manual', $starts, $ends, $status);
                $this->maker()->complete($course->id, $user->id, 1600000000 + $learner);
                $this->maker()->award($learner ? $badge : $badges[0], $user->id);
                $rating = $this->maker()->rate($course->id, $user->id, $learner + 3, $learner ? "Baik ~|\n👩🏽 شكرا é" : null);
                $this->maker()->rate($course->id, $user->id, $learner + 2, $learner ? "Baik ~|\n👩🏽 شكرا é" : null);
                if ($learner === 2) {
                    owner::say($rating, 'Terima kasih 🙏', 'Mohon dilihat');
                    abuse::report($rating, 'Kasar');
                }
            }
        }
        $manual = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->update_status($manual, ENROL_INSTANCE_DISABLED);
        // What the table itself has for "no end", and a guest who should not be there.
        $DB->set_field('user_enrolments', 'timeend', 2147483647, ['userid' => $user->id]);
        $DB->insert_record('user_enrolments', ['enrolid' => $manual->id, 'userid' => guest_user()->id]);
    }

    /**
     * The names of the kinds.
     *
     * @return array
     */
    public static function every_kind(): array {
        return array_map(fn(string $kind): array => [$kind], array_combine(array_keys(self::KINDS), array_keys(self::KINDS)));
    }

    /**
     * A digest by the rule of the contract, written down independently.
     *
     * @param array[] $rows
     * @param int $contract
     * @return array
     */
    private static function digest_of(array $rows, int $contract): array {
        $buckets = [];
        foreach ($rows as $row) {
            $texts = [];
            foreach ($row as $value) {
                if (is_string($value) && $contract === 2) {
                    $texts[] = strlen($value);
                }
                $texts[] = $value === null ? '~' : (string)$value;
            }
            $hex = md5(implode('|', $texts));
            $bucket = $row[0] % 256;
            $buckets[$bucket] ??= [$bucket, 0, 0, 0];
            $buckets[$bucket][1] += 1;
            $buckets[$bucket][2] += hexdec(substr($hex, 0, 8));
            $buckets[$bucket][3] += hexdec(substr($hex, 8, 8));
        }
        ksort($buckets);
        return array_values($buckets);
    }

    /**
     * The digest is that of the rows as they are sent, in both versions of the contract.
     *
     * @dataProvider every_kind
     * @param string $name
     */
    public function test_the_digest_is_that_of_the_rows_as_they_are_sent(string $name): void {
        $this->populate();
        foreach ([1, 2] as $this->contract) {
            $rows = $this->snapshot(self::KINDS[$name], $name)->rows[$name]['rows'];
            $this->assertNotEmpty($rows);
            $ask = ['operation' => 'digest', 'stream' => self::KINDS[$name], 'buckets' => true];
            $digest = $this->ask($ask)->rows[$name];
            $expected = self::digest_of($rows, $this->contract);
            $this->assertSame($expected, $digest['buckets']);
            $sums = [count($rows), array_sum(array_column($expected, 2)), array_sum(array_column($expected, 3))];
            $this->assertSame($sums, [$digest['count'], $digest['high'], $digest['low']]);
        }
    }

    /**
     * The database computes the same digest as the rows do.
     *
     * @dataProvider every_kind
     * @param string $name
     */
    public function test_the_database_computes_the_same_digest_as_the_rows_do(string $name): void {
        global $DB;

        $this->populate();
        numbering::refresh_offers();
        foreach ([1, 2] as $contract) {
            $kind = streams::kind($name, $contract);
            $byrows = digest::by_rows($kind);
            $this->assertNotEmpty($byrows);
            if ($kind instanceof kind\person_kind && $DB->get_dbfamily() === 'mysql') {
                $this->assertSame($byrows, digest::by_database($kind));
            }
            $this->assertSame($byrows, digest::buckets($kind));
        }
    }

    public function test_a_digest_without_buckets_has_the_same_sums(): void {
        $this->populate();
        $with = $this->ask(['operation' => 'digest', 'stream' => 'learning', 'buckets' => true])->rows;
        $without = $this->ask(['operation' => 'digest', 'stream' => 'learning', 'buckets' => false])->rows;
        $this->assertSame(['enrolment', 'completion'], array_keys($without));
        foreach ($with as $kind => $digest) {
            $this->assertSame(['buckets' => null] + $digest, ['buckets' => null] + $without[$kind]);
            $this->assertNull($without[$kind]['buckets']);
        }
    }

    public function test_the_first_digest_of_all_gives_everybody_a_pseudonym(): void {
        global $DB;

        $this->populate();
        $this->assertSame(0, $DB->count_records('local_asnunggul_person'));
        $first = $this->ask(['operation' => 'digest', 'stream' => 'learning', 'buckets' => true])->rows;
        $this->assertSame(9, $DB->count_records('local_asnunggul_person'));
        $this->assertSame($first, $this->ask(['operation' => 'digest', 'stream' => 'learning', 'buckets' => true])->rows);
    }

    /**
     * Pages of one row add up to the whole.
     *
     * @dataProvider every_kind
     * @param string $name
     */
    public function test_pages_of_one_row_add_up_to_the_whole(string $name): void {
        $this->populate();
        $whole = $this->snapshot(self::KINDS[$name], $name);
        $this->assertFalse($whole->tail['more']);
        $rows = [];
        $after = 0;
        do {
            $page = $this->snapshot(self::KINDS[$name], $name, $after, 1);
            $this->assertLessThanOrEqual(1, count($page->rows[$name]['rows']));
            $this->assertSame($after, $page->head['from']);
            if ($page->tail['more']) {
                $this->assertGreaterThan($after, $page->tail['to']);
            }
            array_push($rows, ...$page->rows[$name]['rows']);
            $after = $page->tail['to'];
        } while ($page->tail['more']);
        $this->assertSame($whole->rows[$name]['rows'], $rows);
    }

    /**
     * A snapshot of some buckets has exactly their rows.
     *
     * @dataProvider every_kind
     * @param string $name
     */
    public function test_a_snapshot_of_some_buckets_has_exactly_their_rows(string $name): void {
        $this->populate();
        $all = $this->snapshot(self::KINDS[$name], $name)->rows[$name]['rows'];
        $bucket = $all[0][0] % 256;
        $expected = array_values(array_filter($all, fn(array $row): bool => $row[0] % 256 === $bucket));
        $this->assertSame($expected, $this->snapshot(self::KINDS[$name], $name, 0, 5000, [$bucket])->rows[$name]['rows']);
    }

    /**
     * The preview shows the newest rows as they are sent.
     *
     * @dataProvider every_kind
     * @param string $name
     */
    public function test_the_preview_shows_the_newest_rows_as_they_are_sent(string $name): void {
        $this->populate();
        $page = $this->snapshot(self::KINDS[$name], $name)->rows[$name];
        [$columns, $rows] = (new preview())->rows($name, 2);
        $this->assertSame($page['columns'], $columns);
        $this->assertSame(array_slice(array_reverse($page['rows']), 0, 2), $rows);
    }

    public function test_rows_are_found_behind_many_that_are_not_offered(): void {
        $hidden = $this->getDataGenerator()->create_course();
        for ($learner = 0; $learner < 5; $learner++) {
            $this->getDataGenerator()->create_and_enrol($hidden);
        }
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $page = $this->snapshot('learning', 'enrolment', 0, 1);
        $this->assertSame([[$this->maker()->enrolment_id($course->id, $user->id)]], array_map(
            fn(array $row): array => [$row[0]],
            $page->rows['enrolment']['rows']
        ));
    }

    public function test_an_enrolment_has_the_values_of_its_tables(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_user();
        $this->getDataGenerator()->enrol_user($user->id, $course->id, 'student', 'manual', 1700000000, 1800000000);
        $row = current($this->rows('learning', 'enrolment'));
        $this->assertSame([(int)$course->id, 'active', 'manual', 1700000000, 1800000000], [
            $row['course'], $row['status'], $row['method'], $row['starts'], $row['ends'],
        ]);
        $this->assertMatchesRegularExpression('/^anon:[0-9a-f]{32}$/', $row['learner']);
        $this->assertIsInt($row['created']);
    }

    public function test_an_enrolment_without_dates_has_none(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $DB->set_field('user_enrolments', 'timestart', 0, ['userid' => $user->id]);
        foreach ([0, 2147483647] as $none) {
            $DB->set_field('user_enrolments', 'timeend', $none, ['userid' => $user->id]);
            $row = current($this->rows('learning', 'enrolment'));
            $this->assertNull($row['starts']);
            $this->assertNull($row['ends']);
        }
    }

    public function test_an_enrolment_is_active_only_if_its_method_is(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->enrolment_id($course->id, $user->id);
        $manual = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->update_user_enrol($manual, $user->id, ENROL_USER_SUSPENDED);
        $this->assertSame('suspended', $this->rows('learning', 'enrolment')[$id]['status']);
        enrol_get_plugin('manual')->update_user_enrol($manual, $user->id, ENROL_USER_ACTIVE);
        $this->assertSame('active', $this->rows('learning', 'enrolment')[$id]['status']);
        enrol_get_plugin('manual')->update_status($manual, ENROL_INSTANCE_DISABLED);
        $this->assertSame('suspended', $this->rows('learning', 'enrolment')[$id]['status']);
    }

    public function test_somebody_who_only_began_has_no_completion(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $DB->insert_record('course_completions', ['course' => $course->id, 'userid' => 2, 'timestarted' => 1]);
        $this->assertSame([], $this->rows('learning', 'completion'));
    }

    public function test_a_completion_keeps_the_time_it_was_given(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $id = $this->maker()->complete($course->id, $user->id, 1000000);
        $this->assertSame(1000000, $this->rows('learning', 'completion')[$id]['completed']);
    }

    public function test_all_rows_of_an_account_carry_the_same_learner(): void {
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $this->maker()->complete($course->id, $user->id);
        $this->maker()->award($this->maker()->create_badge(), $user->id);
        $learners = [];
        $this->maker()->rate($course->id, $user->id);
        $about = ['learning' => ['enrolment', 'completion'], 'badges' => ['assertion'], 'ratings' => ['rating']];
        foreach ($about as $stream => $kinds) {
            foreach ($kinds as $kind) {
                $learners[] = current($this->rows($stream, $kind))['learner'];
            }
        }
        $this->assertCount(1, array_unique($learners));
    }

    public function test_a_badge_class_has_the_values_of_its_table(): void {
        $texts = ['name' => '<b>First</b> steps', 'description' => 'One<br>two', 'issuername' => 'LAN'];
        $badge = $this->maker()->create_badge($texts);
        $this->assertSame([
            'id' => (int)$badge->id,
            'course' => null,
            'name' => 'First steps',
            'description' => "One\ntwo",
            'issuer' => 'LAN',
            'status' => 'active',
            'created' => (int)$badge->timecreated,
        ], current($this->rows('badges', 'badge_class')));
    }

    /**
     * Moodle's states of a badge and what they are in the contract.
     *
     * @return array
     */
    public static function badge_states(): array {
        return [
            'a draft' => [0, 'inactive'],
            'in use' => [1, 'active'],
            'in use and awarded' => [2, 'active'],
            'out of use but awarded' => [3, 'inactive'],
            'archived' => [4, 'archived'],
        ];
    }

    /**
     * The state of a badge is said in the words of the contract.
     *
     * @dataProvider badge_states
     * @param int $status
     * @param string $expected
     */
    public function test_the_state_of_a_badge_is_said_in_the_words_of_the_contract(int $status, string $expected): void {
        $this->maker()->create_badge(['status' => $status]);
        $this->assertSame($expected, current($this->rows('badges', 'badge_class'))['status']);
    }

    public function test_badges_of_a_course_leave_only_with_the_course(): void {
        $user = $this->getDataGenerator()->create_user();
        $closed = $this->maker()->create_badge(['courseid' => $this->getDataGenerator()->create_course()->id]);
        $this->maker()->award($closed, $user->id);
        $course = $this->maker()->create_open_course();
        $open = $this->maker()->create_badge(['courseid' => $course->id]);
        $assertion = $this->maker()->award($open, $user->id);
        $this->assertSame([(int)$open->id], array_keys($this->rows('badges', 'badge_class')));
        $this->assertSame((int)$course->id, $this->rows('badges', 'badge_class')[$open->id]['course']);
        $this->assertSame([$assertion], array_keys($this->rows('badges', 'assertion')));
    }

    public function test_an_award_that_never_expires_says_so(): void {
        $user = $this->getDataGenerator()->create_user();
        $id = $this->maker()->award($this->maker()->create_badge(), $user->id);
        $this->assertNull($this->rows('badges', 'assertion')[$id]['expires']);
        $expiring = $this->maker()->award($this->maker()->create_badge(['expiredate' => 2000000000]), $user->id);
        $this->assertSame(2000000000, $this->rows('badges', 'assertion')[$expiring]['expires']);
    }
}
