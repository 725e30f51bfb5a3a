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

namespace local_asnunggul\local\membership;

use local_asnunggul\tests\fake_centre;

/**
 * A site keeps its identity through everything but a reset.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\identity
 * @covers     \local_asnunggul\local\membership\membership
 * @covers     \local_asnunggul\event\membership_event
 */
final class identity_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
    }

    public function test_site_and_epoch_are_random_hex_and_stay(): void {
        $before = [identity::site(), identity::epoch()];
        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/D', $before[0]);
        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/D', $before[1]);
        $this->assertNotSame($before[0], $before[1]);
        $this->assertSame($before, [identity::site(), identity::epoch()]);
    }

    public function test_of_two_first_visitors_the_second_takes_the_value_of_the_first(): void {
        global $DB;
        // This process remembers that there is no value yet.
        $this->assertFalse(get_config('local_asnunggul', 'site'));
        $DB->insert_record('config_plugins', ['plugin' => 'local_asnunggul', 'name' => 'site', 'value' => str_repeat('a', 32)]);
        $this->assertSame(str_repeat('a', 32), identity::site());
    }

    public function test_a_restored_site_gets_a_new_epoch_and_keeps_the_rest(): void {
        fake_centre::adopt();
        $before = [identity::site(), keys::document(), membership::current()];
        $epoch = identity::epoch();
        $sink = $this->redirectEvents();
        $this->assertNotSame($epoch, identity::new_epoch());
        $this->assertEquals($before, [identity::site(), keys::document(), membership::current()]);
        $this->assertInstanceOf(\local_asnunggul\event\epoch_renewed::class, $sink->get_events()[0]);
    }

    public function test_a_copied_site_becomes_a_site_of_its_own(): void {
        fake_centre::adopt();
        $before = [identity::site(), identity::epoch(), keys::document()];
        identity::reset();
        $after = [identity::site(), identity::epoch(), keys::document()];
        $this->assertSame([], array_intersect($before, $after));
        $this->assertNull(membership::current());
    }

    public function test_pausing_and_resuming_are_kept_and_told(): void {
        fake_centre::adopt();
        $sink = $this->redirectEvents();
        membership::pause();
        $this->assertTrue(membership::current()->paused);
        $this->assertSame('1', get_config('local_asnunggul', 'paused'));
        membership::resume();
        $this->assertFalse(membership::current()->paused);
        [$first, $second] = $sink->get_events();
        $this->assertInstanceOf(\local_asnunggul\event\reading_paused::class, $first);
        $this->assertInstanceOf(\local_asnunggul\event\reading_resumed::class, $second);
        $this->assertSame(['centre' => fake_centre::URL], $first->other);
        $this->assertStringContainsString(fake_centre::URL, $first->get_description());
        $this->assertSame('Reading by the centre paused', $first->get_name());
    }

    public function test_a_pause_does_not_outlive_the_membership(): void {
        fake_centre::adopt();
        membership::pause();
        membership::forget();
        fake_centre::adopt();
        $this->assertFalse(membership::current()->paused);
    }
}
