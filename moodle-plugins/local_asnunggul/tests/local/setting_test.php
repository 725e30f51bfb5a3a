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

namespace local_asnunggul\local;

use core\hook\output\before_footer_html_generation;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\numbering;
use local_asnunggul\local\feed\offers;
use local_asnunggul\local\feed\streams;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\marketplace_hooks;
use local_asnunggul\task\prune;
use local_asnunggul\tests\member_site;

/**
 * Changing a setting in the admin's form changes what it says it changes.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\setting
 */
final class setting_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * Saves a value as the form of the settings page does.
     *
     * @param setting $setting
     * @param string $value
     * @return string the form's complaint, empty if it is content
     */
    private function save(setting $setting, string $value): string {
        global $CFG;
        require_once("$CFG->libdir/adminlib.php");
        foreach (admin_get_root(true, true)->locate('local_asnunggul_settings')->settings as $admin) {
            if ($admin->name === $setting->name) {
                return $admin->write_setting($value);
            }
        }
        $this->fail("The settings page has no $setting->name.");
    }

    public function test_installing_stores_every_default_and_no_stream_about_people_is_on(): void {
        global $CFG;
        require_once("$CFG->dirroot/local/asnunggul/db/install.php");
        foreach (array_merge(...array_values(setting::by_heading())) as $setting) {
            unset_config($setting->name, 'local_asnunggul');
        }
        xmldb_local_asnunggul_install();
        foreach (array_merge(...array_values(setting::by_heading())) as $setting) {
            $this->assertSame($setting->default, get_config('local_asnunggul', $setting->name), $setting->name);
        }
        $this->assertSame([], array_intersect(setting::streams_on(), streams::about_people()));
    }

    public function test_storing_the_defaults_leaves_what_was_decided(): void {
        setting::retention_days()->set('60');
        setting::store_defaults();
        $this->assertSame('60', setting::retention_days()->value());
    }

    /**
     * All streams.
     *
     * @return array
     */
    public static function all_streams(): array {
        return array_map(fn(string $name): array => [$name], array_combine(streams::names(), streams::names()));
    }

    /**
     * One test for each stream.
     *
     * @dataProvider all_streams
     * @param string $stream
     */
    public function test_a_stream_is_switched_on_and_off(string $stream): void {
        $this->assertSame('', $this->save(setting::stream($stream), '1'));
        $this->assertContains($stream, setting::streams_on());
        $this->assertSame('', $this->save(setting::stream($stream), '0'));
        $this->assertNotContains($stream, setting::streams_on());
    }

    public function test_the_default_offer_decides_about_a_course_anybody_can_enrol_in(): void {
        global $DB;
        $maker = $this->getDataGenerator()->get_plugin_generator('local_asnunggul');
        $courseid = $maker->create_open_course();
        $courseid = (int) ($courseid->id ?? $courseid);
        foreach (['selfenrol' => '1', 'none' => '0'] as $choice => $published) {
            $this->assertSame('', $this->save(setting::default_offer(), $choice));
            offers::recompute_all();
            $found = $DB->get_field(offers::TABLE, 'published', ['courseid' => $courseid]);
            $this->assertSame($published, (string) (int) $found, $choice);
        }
    }

    /**
     * All concepts.
     *
     * @return array
     */
    public static function all_concepts(): array {
        return array_map(fn(string $name): array => [$name], array_combine(setting::CONCEPTS, setting::CONCEPTS));
    }

    /**
     * One test for each concept.
     *
     * @dataProvider all_concepts
     * @param string $concept
     */
    public function test_a_concept_is_read_from_the_chosen_field_or_from_none(string $concept): void {
        $generator = $this->getDataGenerator()->get_plugin_generator('core_customfield');
        $category = $generator->create_category(['component' => 'core_course', 'area' => 'course']);
        $generator->create_field(['categoryid' => $category->get('id'), 'shortname' => 'mine', 'type' => 'text']);
        $value = ['jp' => '3', 'minutes' => '90', 'audience' => 'agency', 'competency' => 'teknis', 'format' => 'mandiri',
            'level' => 'dasar'][$concept] ?? 'IV';
        $course = $this->getDataGenerator()->create_course(['customfield_mine' => $value]);
        $read = fn(): array => (new \local_asnunggul\local\feed\field_values())->of([(int) $course->id])[$course->id] ?? [];
        $basis = offers::basis();
        $this->assertSame('', $this->save(setting::field($concept), 'mine'));
        $this->assertArrayHasKey($concept, $read());
        $this->assertNotNull($read()[$concept]);
        $this->assertNotSame($basis, offers::basis());
        $this->assertSame('', $this->save(setting::field($concept), ''));
        $this->assertArrayNotHasKey($concept, $read());
    }

    public function test_days_kept_decides_which_entries_are_deleted(): void {
        global $DB;
        $now = 1700000000;
        $clock = $this->mock_clock_with_frozen($now - 40 * DAYSECS);
        change_log::add('course', 1);
        numbering::run();
        $clock->bump(40 * DAYSECS);
        change_log::add('course', 2);
        numbering::run();
        $old = fn(): bool => $DB->record_exists_select(change_log::TABLE, 'timecreated < ?', [$now - 39 * DAYSECS]);
        $this->assertSame('', $this->save(setting::retention_days(), '60'));
        (new prune())->execute();
        $this->assertTrue($old());
        $this->assertSame('', $this->save(setting::retention_days(), '30'));
        (new prune())->execute();
        $this->assertFalse($old());
    }

    public function test_the_marketplace_is_opened_and_closed(): void {
        member_site::join();
        $this->assertSame('', $this->save(setting::marketplace(), '0'));
        $this->assertFalse(place::is_open());
        $this->assertSame('', $this->save(setting::marketplace(), '1'));
        $this->assertTrue(place::is_open());
    }

    public function test_the_marketplace_s_place_in_the_navigation_comes_and_goes(): void {
        global $PAGE;
        member_site::join();
        $PAGE->set_url('/');
        foreach (['0' => false, '1' => true] as $value => $isthere) {
            $this->assertSame('', $this->save(setting::marketplace_navigation(), (string) $value));
            $primary = new \core\navigation\views\primary($PAGE);
            $primary->initialise();
            $this->assertSame($isthere, in_array(marketplace_hooks::TAB, $primary->get_children_key_list(), true));
        }
    }

    public function test_the_marketplace_s_section_on_the_front_page_comes_and_goes(): void {
        global $PAGE;
        member_site::join();
        member_site::keep_marketplace(['title' => 'Arsip Dinamis']);
        $PAGE->set_url('/');
        $PAGE->set_pagetype('site-index');
        foreach (['0' => false, '1' => true] as $value => $isthere) {
            $this->assertSame('', $this->save(setting::marketplace_frontpage(), (string) $value));
            $hook = new before_footer_html_generation($PAGE->get_renderer('core'));
            marketplace_hooks::before_footer_html_generation($hook);
            $this->assertSame($isthere, str_contains($hook->get_output(), 'Arsip Dinamis'));
        }
    }

    public function test_days_kept_refuses_what_is_out_of_its_range(): void {
        foreach (['6', '400', '-1', 'x', ''] as $value) {
            $this->assertNotSame('', $this->save(setting::retention_days(), $value), $value);
        }
        $this->assertSame('30', setting::retention_days()->value());
    }

    public function test_the_profile_takes_so_many_characters_and_a_colour(): void {
        foreach ([setting::profile_name(), setting::profile_sentence(), setting::profile_colour()] as $setting) {
            $this->assertSame('', $this->save($setting, ''), $setting->name);
        }
        $this->assertSame('', $this->save(setting::profile_name(), str_repeat('碁', setting::NAME)));
        $this->assertNotSame('', $this->save(setting::profile_name(), str_repeat('碁', setting::NAME + 1)));
        $this->assertSame('', $this->save(setting::profile_sentence(), str_repeat('é', setting::SENTENCE)));
        $this->assertNotSame('', $this->save(setting::profile_sentence(), str_repeat('é', setting::SENTENCE + 1)));
        $this->assertSame('', $this->save(setting::profile_colour(), '#1D4e89'));
        foreach (['red', '#12345', '#1234567', '#12345g', 'url(x)'] as $value) {
            $this->assertNotSame('', $this->save(setting::profile_colour(), $value), $value);
        }
    }
}
