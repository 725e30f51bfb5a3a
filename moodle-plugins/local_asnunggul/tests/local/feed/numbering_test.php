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
 * Entries get gap-free numbers when they are first read, whatever the order of their commits.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\numbering
 * @covers     \local_asnunggul\local\feed\change_reader
 */
final class numbering_test extends feed_testcase {
    /**
     * A second connection to the same database.
     *
     * @return \mysqli
     */
    private function other_connection(): \mysqli {
        global $CFG, $DB;

        if ($DB->get_dbfamily() !== 'mysql') {
            $this->markTestSkipped('Needs MySQL or MariaDB.');
        }
        $socket = $CFG->dboptions['dbsocket'] ?? null;
        $port = (int)($CFG->dboptions['dbport'] ?? 0);
        return new \mysqli($CFG->dbhost, $CFG->dbuser, $CFG->dbpass, $CFG->dbname, $port, is_string($socket) ? $socket : null);
    }

    /**
     * Adds an entry through another connection.
     *
     * @param \mysqli $connection
     * @param int $id
     */
    private function insert(\mysqli $connection, int $id): void {
        global $CFG;
        $connection->query("INSERT INTO {$CFG->phpunit_prefix}local_asnunggul_change (kind, objectid, erased, timecreated)
            VALUES ('enrolment', $id, 0, 1)");
    }

    /**
     * The numbered keys, by number.
     *
     * @return array<int, int>
     */
    private function numbered(): array {
        global $DB;
        return array_map('intval', $DB->get_records_select_menu('local_asnunggul_change', 'seq > 0', null, 'seq', 'seq, objectid'));
    }

    public function test_numbers_begin_at_one_and_have_no_gaps(): void {
        $this->empty_log();
        foreach ([7, 8, 9] as $id) {
            change_log::add('enrolment', $id);
        }
        $this->assertFalse(numbering::run());
        change_log::add('enrolment', 10);
        numbering::run();
        $this->assertSame([1 => 7, 2 => 8, 3 => 9, 4 => 10], $this->numbered());
    }

    public function test_every_entry_has_its_own_mark_of_twelve_hex_digits(): void {
        global $DB;

        $this->empty_log();
        change_log::add('enrolment', 1);
        change_log::add('enrolment', 2);
        numbering::run();
        $marks = $DB->get_fieldset_select('local_asnunggul_change', 'mark', '1 = 1');
        $this->assertCount(2, array_unique($marks));
        $this->assertMatchesRegularExpression('/^[0-9a-f]{12}$/', $marks[0]);
    }

    public function test_a_number_once_given_never_changes(): void {
        global $DB;

        $this->empty_log();
        change_log::add('enrolment', 1);
        numbering::run();
        $before = $DB->get_records('local_asnunggul_change');
        change_log::add('enrolment', 2);
        numbering::run();
        $this->assertEquals(reset($before), $DB->get_record('local_asnunggul_change', ['id' => key($before)]));
    }

    public function test_a_bounded_run_says_that_entries_remain(): void {
        $this->empty_log();
        numbering::run();
        foreach ([1, 2, 3] as $id) {
            change_log::add('enrolment', $id);
        }
        $this->assertTrue(numbering::run(2));
        $this->assertSame([1 => 1, 2 => 2], $this->numbered());
        $this->assertFalse(numbering::run(2));
    }

    public function test_a_batch_larger_than_one_statement_is_numbered_in_order(): void {
        $this->empty_log();
        numbering::run();
        change_log::add_selected('enrolment', 'SELECT 1 AS id UNION SELECT 2 UNION SELECT 3');
        for ($power = 0; $power < 11; $power++) {
            change_log::add_selected('enrolment', 'SELECT id FROM {local_asnunggul_change}');
        }
        numbering::run();
        $numbered = $this->numbered();
        $this->assertSame(range(1, 6144), array_keys($numbered));
    }

    public function test_an_entry_committed_late_is_neither_lost_nor_waited_for(): void {
        global $DB;

        $this->preventResetByRollback();
        $this->empty_log();
        numbering::run();
        $late = $this->other_connection();
        try {
            $late->begin_transaction();
            $this->insert($late, 1);
            change_log::add('enrolment', 2);
            $DB->execute('SET SESSION innodb_lock_wait_timeout = 1');
            // Waiting for the open transaction would end in an error after a second.
            $this->assertFalse(numbering::run());
            $this->assertSame([1 => 2], $this->numbered());
            $cursor = change_reader::head();
            $late->commit();
            numbering::run();
            $this->assertSame([1 => 2, 2 => 1], $this->numbered());
            $entries = change_reader::entries($cursor[0], 2, ['enrolment'], 10);
            $this->assertSame(['1'], array_column($entries, 'objectid'));
        } finally {
            $late->close();
            $DB->execute('SET SESSION innodb_lock_wait_timeout = DEFAULT');
        }
    }

    public function test_many_entries_are_numbered_between_the_open_entries_of_others(): void {
        global $DB;

        $this->preventResetByRollback();
        $this->empty_log();
        numbering::run();
        $late = $this->other_connection();
        try {
            $late->begin_transaction();
            for ($id = 0; $id < 20; $id++) {
                $this->insert($late, 1000 + $id);
                change_log::add('enrolment', $id);
            }
            $DB->execute('SET SESSION innodb_lock_wait_timeout = 1');
            $this->assertFalse(numbering::run());
            $this->assertSame(range(0, 19), array_values($this->numbered()));
            $late->rollback();
        } finally {
            $late->close();
            $DB->execute('SET SESSION innodb_lock_wait_timeout = DEFAULT');
        }
        change_log::add('enrolment', 99);
        numbering::run();
        $this->assertSame(range(1, 21), array_keys($this->numbered()));
    }

    public function test_one_statement_for_each_entry_gives_the_same_numbers(): void {
        global $DB;

        $this->empty_log();
        change_log::add('enrolment', 5);
        change_log::add('enrolment', 6);
        $ids = $DB->get_fieldset_select('local_asnunggul_change', 'id', '1 = 1 ORDER BY id');
        $method = new \ReflectionMethod(numbering::class, 'number_singly');
        $method->invoke(null, [[(int)$ids[0], 1, 'aaaaaaaaaaaa'], [(int)$ids[1], 2, 'bbbbbbbbbbbb']]);
        $this->assertSame([1 => 5, 2 => 6], $this->numbered());
        $this->assertSame([2, 'bbbbbbbbbbbb'], change_reader::head());
    }

    public function test_a_failure_while_numbering_leaves_no_number_behind_and_no_lock(): void {
        $this->preventResetByRollback();
        $this->empty_log();
        numbering::run();
        change_log::add('enrolment', 1);
        $locked = new \ReflectionMethod(numbering::class, 'locked');
        try {
            $locked->invoke(null, function (): void {
                global $DB;
                $DB->execute('UPDATE {local_asnunggul_change} SET seq = 1');
                throw new \RuntimeException('stop');
            });
            $this->fail('The failure was swallowed.');
        } catch (\RuntimeException $e) {
            $this->assertSame('stop', $e->getMessage());
        }
        $this->assertSame([], $this->numbered());
        $this->assertFalse(numbering::run());
        $this->assertSame([1 => 1], $this->numbered());
    }
}
