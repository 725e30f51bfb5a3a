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

namespace local_asnunggul;

use core\hook\manager;
use core\hook\output\before_footer_html_generation;
use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\setting;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_market;
use local_asnunggul\tests\member_site;

/**
 * Pages of the site lead to the marketplace where its admin wants that, and none of them waits, asks or reads more for it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\marketplace_hooks
 * @covers     \local_asnunggul\marketplace
 * @covers     \local_asnunggul\output\marketplace\section
 */
final class marketplace_hooks_test extends centre_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        member_site::join();
        $this->setUser($this->getDataGenerator()->create_user());
        $this->centre->append(...fake_market::bundle());
        bundle::fetch(centre::for_task());
        $this->asked = [];
    }

    /**
     * Draws what every page has of ours: the primary navigation, and the end of its content.
     *
     * @param string $pagetype
     * @return array the keys of the navigation, and what stands at the end
     */
    private function draw(string $pagetype = 'course-view-topics'): array {
        global $PAGE;
        $PAGE = new \moodle_page();
        $PAGE->set_url('/');
        $PAGE->set_context(\core\context\system::instance());
        $PAGE->set_pagetype($pagetype);
        $primary = new \core\navigation\views\primary($PAGE);
        $primary->initialise();
        $hook = new before_footer_html_generation($PAGE->get_renderer('core'));
        \core\di::get(manager::class)->dispatch($hook);
        return [$primary->get_children_key_list(), $hook->get_output()];
    }

    public function test_the_navigation_leads_to_the_marketplace_where_there_is_one_and_the_admin_wants_it(): void {
        $this->assertContains(marketplace_hooks::TAB, $this->draw()[0]);
        setting::marketplace_navigation()->set('0');
        $this->assertNotContains(marketplace_hooks::TAB, $this->draw()[0]);
        setting::marketplace_navigation()->set('1');
        setting::marketplace()->set('0');
        $this->assertNotContains(marketplace_hooks::TAB, $this->draw()[0]);
        setting::marketplace()->set('1');
        member_site::leave();
        $this->assertNotContains(marketplace_hooks::TAB, $this->draw()[0]);
    }

    public function test_the_navigation_shows_visitors_no_way_they_cannot_go(): void {
        $this->setUser(null);
        $this->assertContains(marketplace_hooks::TAB, $this->draw()[0]);
        set_config('forcelogin', 1);
        $this->assertNotContains(marketplace_hooks::TAB, $this->draw()[0]);
    }

    public function test_the_front_page_has_a_section_where_the_admin_wants_one_and_no_other_page_has(): void {
        $this->assertStringNotContainsString('Arsip Dinamis', $this->draw('site-index')[1]);
        setting::marketplace_frontpage()->set('1');
        $this->assertStringContainsString('Arsip Dinamis', $this->draw('site-index')[1]);
        $this->assertStringNotContainsString('Arsip Dinamis', $this->draw('my-index')[1]);
        setting::marketplace()->set('0');
        $this->assertStringNotContainsString('Arsip Dinamis', $this->draw('site-index')[1]);
    }

    public function test_an_ordinary_page_reads_nothing_more_and_asks_nobody(): void {
        global $DB;
        $reads = function (string $on) use ($DB): int {
            foreach ([setting::marketplace(), setting::marketplace_navigation(), setting::marketplace_frontpage()] as $setting) {
                $setting->set($on);
            }
            // What Moodle reads once for all pages is not counted.
            $this->draw();
            $before = $DB->perf_get_reads();
            [$keys] = $this->draw();
            $this->assertSame($on === '1', in_array(marketplace_hooks::TAB, $keys, true));
            return $DB->perf_get_reads() - $before;
        };
        $this->assertSame($reads('0'), $reads('1'));
        $this->draw('site-index');
        $this->assertSame([], $this->asked);
    }

    public function test_other_plugins_get_rows_in_words_and_of_when_they_are(): void {
        $rows = marketplace::rows(['popular', 'new'], 1);
        $this->assertSame(['New'], array_column($rows, 'name'));
        $this->assertSame('Arsip Dinamis', $rows[0]['offerings'][0]['title']);
        $this->assertStringContainsString('course.php?tenant=pusdiklat-uji&course=7', $rows[0]['offerings'][0]['url']);
        $this->assertStringStartsWith('Data of ', marketplace::as_of());
        $this->assertStringContainsString('/local/asnunggul/marketplace/index.php', marketplace::address()->out(false));
        member_site::leave();
        $this->assertSame([[], '', false], [marketplace::rows(['new'], 1), marketplace::as_of(), marketplace::is_open()]);
        $this->assertSame([], $this->asked);
    }
}
