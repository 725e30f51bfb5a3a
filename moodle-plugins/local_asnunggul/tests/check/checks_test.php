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

use core\check\result;
use local_asnunggul\local\membership\membership as site_membership;
use local_asnunggul\tests\fake_centre;

/**
 * The checks in Moodle's status report say how the membership stands.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\check\membership
 * @covers     \local_asnunggul\check\lastread
 * @covers     \local_asnunggul\check\selftest
 * @covers     \local_asnunggul\check\page_check
 */
final class checks_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->mock_clock_with_frozen(1700000000);
    }

    public function test_all_three_are_in_moodles_status_report(): void {
        $refs = array_map(fn($check): string => $check->get_ref(), \core\check\manager::get_status_checks());
        $this->assertSame([], array_diff(
            ['local_asnunggul_membership', 'local_asnunggul_lastread', 'local_asnunggul_selftest'],
            $refs
        ));
    }

    public function test_each_has_a_name_and_leads_to_the_page(): void {
        foreach ([new membership(), new lastread(), new selftest()] as $check) {
            $check->set_component('local_asnunggul');
            $this->assertStringStartsWith('ASN Unggul', $check->get_name());
            $this->assertStringContainsString('/local/asnunggul/index.php', $check->get_action_link()->url->out());
        }
    }

    public function test_the_membership_is_told(): void {
        $this->assertSame(result::INFO, (new membership())->get_result()->get_status());
        fake_centre::adopt();
        $this->assertSame(result::OK, (new membership())->get_result()->get_status());
        site_membership::pause();
        $this->assertSame(result::WARNING, (new membership())->get_result()->get_status());
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
        fake_centre::adopt();
        set_config('joined', 1600000000, 'local_asnunggul');
        set_config('lastread', 1700000000 - $age, 'local_asnunggul');
        $this->assertSame($status, (new lastread())->get_result()->get_status());
    }

    public function test_a_fresh_member_is_given_time(): void {
        fake_centre::adopt();
        $this->assertSame(result::OK, (new lastread())->get_result()->get_status());
    }

    public function test_a_paused_site_is_not_late(): void {
        fake_centre::adopt();
        site_membership::pause();
        $this->assertSame(result::NA, (new lastread())->get_result()->get_status());
    }

    public function test_the_self_test_is_summed_up_with_its_worst_finding_first(): void {
        fake_centre::adopt();
        $this->assertSame(result::WARNING, (new selftest())->get_result()->get_status());
        set_config('joinedurl', 'https://old.example', 'local_asnunggul');
        $result = (new selftest())->get_result();
        $this->assertSame(result::ERROR, $result->get_status());
        $this->assertStringContainsString("<ul>\n<li>Membership: This site joined as https://old.example", $result->get_details());
    }
}
