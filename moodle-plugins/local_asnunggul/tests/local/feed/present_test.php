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
use local_asnunggul\tests\watched_database;

/**
 * All of an answer is read where Moodle never asks a read replica.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\present
 */
final class present_test extends feed_testcase {
    /** @var string What reads. */
    private const READS = '/^(?:get_(?:record|field)|record_exists|count_records)/';

    /**
     * The reads outside of a transaction while something is done; Moodle's own of settings and locks are its own business.
     *
     * @param \Closure $action
     * @return string[]
     */
    private static function reads_of_a_replica(\Closure $action): array {
        global $DB;

        $database = $DB;
        $found = [];
        $look = function (string $method, array $arguments) use ($database, &$found): void {
            $said = json_encode($arguments);
            if (
                preg_match(self::READS, $method) && !$database->is_transaction_started()
                    && !preg_match('/["{](?:config|config_plugins|lock_db)["}]|(?:GET|RELEASE)_LOCK/', $said)
            ) {
                $found[] = "$method $said";
            }
        };
        watched_database::during($look, $action);
        return $found;
    }

    public function test_no_part_of_an_answer_or_of_the_preview_is_read_from_a_replica(): void {
        $this->preventResetByRollback();
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_and_enrol($course);
        $this->maker()->complete($course->id, $user->id);
        $this->maker()->award($this->maker()->create_badge(), $user->id);
        $this->maker()->rate($course->id, $user->id);
        $asks = [];
        foreach (streams::names() as $stream) {
            $asks[] = ['operation' => 'changes', 'stream' => $stream, 'cursor' => [0, ''], 'limit' => 5000];
            $asks[] = ['operation' => 'digest', 'stream' => $stream, 'buckets' => true];
        }
        $asks[] = ['operation' => 'snapshot', 'stream' => 'learning', 'kind' => 'enrolment', 'after' => 0, 'limit' => 5000];
        foreach (['the first answer', 'another'] as $which) {
            // A request asks for so much at most.
            foreach (array_chunk($asks, 8) as $part) {
                $this->assertSame([], self::reads_of_a_replica(fn(): string => $this->answer(...$part)), $which);
            }
        }
        $this->assertSame([], self::reads_of_a_replica(fn(): array => (new preview())->rows('enrolment', 5)), 'the preview');
        $this->assertNotSame([], self::reads_of_a_replica(fn(): mixed => change_reader::head()));
    }

    public function test_what_is_written_in_between_is_committed_at_once_and_reading_goes_on(): void {
        global $DB;

        $this->preventResetByRollback();
        $this->empty_log();
        try {
            present::read(function () use ($DB): void {
                present::apart(fn() => change_log::add('course', 7));
                $this->assertTrue($DB->is_transaction_started());
                throw new \coding_exception('the reading failed');
            });
        } catch (\coding_exception) {
            $this->assertFalse($DB->is_transaction_started());
        }
        $this->assertSame(['course 7'], $this->logged());
    }

    public function test_a_failure_ends_the_transaction_and_the_next_reading_works(): void {
        global $DB;

        $this->preventResetByRollback();
        try {
            present::read(fn(): never => throw new \coding_exception('first'));
            $this->fail('nothing was thrown');
        } catch (\coding_exception $e) {
            $this->assertStringContainsString('first', $e->getMessage());
        }
        $this->assertFalse($DB->is_transaction_started());
        $this->assertSame(7, present::read(fn(): int => 7));
    }
}
