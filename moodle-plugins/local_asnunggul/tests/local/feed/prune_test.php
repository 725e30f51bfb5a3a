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
use local_asnunggul\task\prune;
use local_asnunggul\tests\feed_testcase;

/**
 * What the scheduled task deletes and what it keeps.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\task\prune
 */
final class prune_test extends feed_testcase {
    /** @var int Now. */
    private const NOW = 1800000000;

    /**
     * A log of its own, at a known time.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->head();
        $this->empty_log();
        $this->mock_clock_with_frozen(self::NOW);
    }

    /**
     * Adds entries of these ages.
     *
     * @param int ...$days
     */
    private function add(int ...$days): void {
        global $DB;

        foreach ($days as $id => $age) {
            $DB->insert_record('local_asnunggul_change', (object)[
                'kind' => 'enrolment', 'objectid' => $id, 'erased' => 0, 'timecreated' => self::NOW - $age * DAYSECS - 1,
            ]);
        }
    }

    /**
     * The ids left in the log.
     *
     * @return int[]
     */
    private function left(): array {
        global $DB;
        (new prune())->execute();
        return array_map('intval', array_column($DB->get_records('local_asnunggul_change', null, 'seq'), 'objectid'));
    }

    public function test_entries_older_than_thirty_days_go(): void {
        $this->add(31, 30, 29, 0);
        $this->assertSame([2, 3], $this->left());
    }

    public function test_the_admin_may_keep_them_longer(): void {
        setting::retention_days()->set('60');
        $this->add(61, 31, 0);
        $this->assertSame([1, 2], $this->left());
    }

    public function test_the_newest_entry_stays_however_old_it_is(): void {
        $this->add(400, 300);
        $this->assertSame([1], $this->left());
        $this->assertSame(2, change_reader::head()[0]);
    }

    public function test_entries_nobody_has_read_are_numbered_before_they_go_so_that_a_reader_notices(): void {
        $this->add(0);
        $cursor = $this->head();
        $this->add(31, 31, 0);
        $this->assertSame([0, 2], $this->left());
        $this->assertSame(4, change_reader::head()[0]);
        global $DB;
        $DB->delete_records('local_asnunggul_change', ['seq' => $cursor[0]]);
        $this->assertSame('pruned', change_reader::refusal($cursor, change_reader::head()));
    }

    public function test_an_empty_log_stays_empty(): void {
        $this->assertSame([], $this->left());
    }

    public function test_only_expired_tokens_are_forgotten(): void {
        global $DB;

        foreach (['old' => self::NOW - 1, 'new' => self::NOW] as $jti => $expires) {
            $DB->insert_record('local_asnunggul_jti', (object)['jti' => $jti, 'expires' => $expires]);
        }
        (new prune())->execute();
        $this->assertSame(['new'], $DB->get_fieldset_select('local_asnunggul_jti', 'jti', '1 = 1'));
    }

    public function test_the_task_has_a_name(): void {
        $this->assertSame(get_string('task_prune', 'local_asnunggul'), (new prune())->get_name());
    }
}
