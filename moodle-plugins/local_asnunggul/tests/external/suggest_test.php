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

namespace local_asnunggul\external;

use core_external\external_api;
use local_asnunggul\local\setting;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;
use local_asnunggul\tests\fake_market;
use local_asnunggul\tests\member_site;

/**
 * Titles are suggested to people who are signed in, by this site.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\external\suggest
 */
final class suggest_test extends centre_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        member_site::join();
        $this->setUser($this->getDataGenerator()->create_user());
    }

    /**
     * What a page gets.
     *
     * @param string $words
     * @return array
     */
    private function suggest(string $words): array {
        return external_api::clean_returnvalue(suggest::execute_returns(), suggest::execute($words));
    }

    public function test_titles_come_as_they_are_for_at_least_two_letters(): void {
        $this->centre->append(fake_centre::response(['titles' => ['Arsip & Berkas', fake_market::HOSTILE]]));
        $this->assertSame(['Arsip & Berkas', fake_market::HOSTILE], $this->suggest(" ar\n"));
        $this->assertSame([], $this->suggest('a'));
        $this->assertSame(fake_centre::URL . '/api/v1/suggestions?q=ar', (string) $this->asked[0]['request']->getUri());
        $this->assertCount(1, $this->asked);
    }

    public function test_nothing_is_suggested_where_there_is_no_marketplace_or_no_centre(): void {
        $this->centre->append(fake_market::silence());
        $this->assertSame([], $this->suggest('arsip'));
        setting::marketplace()->set('0');
        $this->assertSame([], $this->suggest('arsip'));
        $this->assertCount(1, $this->asked);
    }

    public function test_who_is_not_signed_in_gets_none(): void {
        $this->setUser(null);
        $this->expectException(\require_login_exception::class);
        $this->suggest('arsip');
    }
}
