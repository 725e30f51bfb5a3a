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

use GuzzleHttp\Handler\MockHandler;
use local_asnunggul\local\feed\feed_settings;
use local_asnunggul\tests\fake_centre;

/**
 * The self-test names each thing that is not well, and is silent about what is.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\site_test
 * @covers     \local_asnunggul\local\membership\network_test
 * @covers     \local_asnunggul\local\membership\finding
 * @covers     \local_asnunggul\local\membership\self_test_text
 */
final class self_test_test extends \advanced_testcase {
    /** @var MockHandler What the network will answer. */
    private MockHandler $network;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        ['mock' => $this->network] = $this->get_mocked_http_client();
        $this->mock_clock_with_frozen(1700000000);
        set_config('lastcronstart', 1700000000 - 60, 'tool_task');
        set_config('enablecompletion', 1);
        foreach (feed_settings::CONCEPTS as $concept) {
            set_config("field_$concept", '', 'local_asnunggul');
        }
        fake_centre::adopt();
    }

    /**
     * One finding of the site test.
     *
     * @param string $test
     * @return finding
     */
    private function site(string $test): finding {
        return array_column(site_test::run(), null, 'test')[$test];
    }

    public function test_a_site_in_order_has_nothing_to_say(): void {
        foreach (site_test::run() as $finding) {
            $this->assertSame(finding::OK, $finding->status, "$finding->test: {$finding->sentence()}");
        }
    }

    /**
     * Things that can be wrong: the test, its status, words of the sentence, how to make it so.
     *
     * @return array
     */
    public static function troubles(): array {
        $warning = finding::WARNING;
        $set = fn(string $name, mixed $value, ?string $plugin = null): \Closure => fn() => set_config($name, $value, $plugin);
        return [
            'an unreadable key' => ['keys', finding::FAILED, '--replace', function (): void {
                $pair = json_decode(get_config('local_asnunggul', 'key_current'), true);
                set_config('key_current', json_encode(['private' => 'sodium:x'] + $pair), 'local_asnunggul');
            }],
            'cron that never ran' => ['cron', $warning, 'admin/cli/cron.php', fn() => unset_config('lastcronstart', 'tool_task')],
            'cron that stopped' => ['cron', $warning, '1 hour', $set('lastcronstart', 1699996400, 'tool_task')],
            'no membership' => ['joined', $warning, 'join code', fn() => membership::forget()],
            'a moved site' => ['joined', finding::FAILED, 'https://old.example', $set('joinedurl', 'https://old.example', 'local_asnunggul')],
            'a pause' => ['joined', $warning, 'paused', fn() => membership::pause()],
            'no catalogue' => ['streams', $warning, 'Switch it on', $set('stream_catalogue', 0, 'local_asnunggul')],
            'no completion tracking' => ['completion', $warning, 'enablecompletion', $set('enablecompletion', 0)],
            'no self-enrolment' => ['selfenrol', $warning, 'Self enrolment', $set('enrol_plugins_enabled', 'manual')],
            'a missing field' => ['fields', $warning, 'my_jp', $set('field_jp', 'my_jp', 'local_asnunggul')],
        ];
    }

    /**
     * Well before, found after, with its cure.
     *
     * @dataProvider troubles
     * @param string $test
     * @param string $status
     * @param string $words
     * @param \Closure $trouble
     */
    public function test_the_self_test_finds(string $test, string $status, string $words, \Closure $trouble): void {
        $this->assertSame(finding::OK, $this->site($test)->status);
        $trouble();
        $finding = $this->site($test);
        $this->assertSame($status, $finding->status);
        $this->assertStringContainsString($words, $finding->sentence());
    }

    public function test_a_site_without_tls_is_warned(): void {
        global $CFG;
        $this->assertSame(finding::OK, $this->site('https')->status);
        $CFG->wwwroot = 'http://www.example.com/moodle';
        $this->assertSame(finding::WARNING, $this->site('https')->status);
    }

    public function test_an_existing_field_is_not_missing(): void {
        $generator = self::getDataGenerator()->get_plugin_generator('core_customfield');
        $category = $generator->create_category(['component' => 'core_course', 'area' => 'course']);
        $generator->create_field(['categoryid' => $category->get('id'), 'shortname' => 'my_jp', 'type' => 'text']);
        set_config('field_jp', 'my_jp', 'local_asnunggul');
        $this->assertSame(finding::OK, $this->site('fields')->status);
    }

    public function test_a_value_nobody_can_read_is_named_with_its_course(): void {
        $generator = self::getDataGenerator()->get_plugin_generator('core_customfield');
        $category = $generator->create_category(['component' => 'core_course', 'area' => 'course']);
        $generator->create_field(['categoryid' => $category->get('id'), 'shortname' => 'my_jp', 'type' => 'text']);
        set_config('field_jp', 'my_jp', 'local_asnunggul');
        $course = self::getDataGenerator()->create_course(['customfield_my_jp' => 'three']);
        self::getDataGenerator()->create_course(['customfield_my_jp' => '3']);
        $finding = $this->site('values');
        $this->assertSame([finding::WARNING, [(int) $course->id => 'my_jp']], [$finding->status, $finding->courses]);
    }

    /**
     * How the network test ends, by test.
     *
     * @return string[]
     */
    private function network(): array {
        return array_column(network_test::run(), 'status', 'test');
    }

    /**
     * The network answers well, the centre's clock being ahead by so much.
     *
     * @param int $ahead seconds
     */
    private function answer_well(int $ahead): void {
        $date = ['Date' => gmdate('D, d M Y H:i:s', 1700000000 + $ahead) . ' GMT'];
        $this->network->append(fake_centre::response(keys::document()), fake_centre::response(fake_centre::jwks(), 200, $date));
    }

    public function test_a_reachable_site_and_centre_with_nearly_the_same_time_are_well(): void {
        $this->answer_well(60);
        $this->assertSame(['address' => 'ok', 'centre' => 'ok', 'clock' => 'ok'], $this->network());
    }

    public function test_clocks_more_than_a_minute_apart_fail_whichever_is_ahead(): void {
        $this->answer_well(61);
        $this->assertSame('failed', $this->network()['clock']);
        $this->answer_well(-61);
        $this->assertSame('failed', $this->network()['clock']);
    }

    public function test_a_stale_cache_before_the_site_fails(): void {
        $this->network->append(fake_centre::response('{"keys":[]}'), fake_centre::response(fake_centre::jwks()));
        $this->assertSame('failed', $this->network()['address']);
    }

    public function test_a_closed_address_is_a_warning_since_it_may_be_open_from_outside(): void {
        $this->network->append(fake_centre::response('', 403), fake_centre::response(fake_centre::jwks()));
        $this->assertSame('warning', $this->network()['address']);
    }

    public function test_a_centre_that_is_down_is_a_warning_and_says_nothing_of_its_clock(): void {
        $this->network->append(fake_centre::response(keys::document()), fake_centre::response('', 500));
        $this->assertSame(['address' => 'ok', 'centre' => 'warning'], $this->network());
    }

    public function test_an_address_moodle_itself_blocks_is_not_held_against_the_site(): void {
        set_config('curlsecurityallowedport', '80');
        $this->assertSame(['address' => 'skipped', 'centre' => 'warning'], $this->network());
    }

    public function test_a_site_that_has_not_joined_asks_no_centre(): void {
        membership::forget();
        $this->network->append(fake_centre::response(keys::document()));
        $this->assertSame(['address' => 'ok', 'centre' => 'skipped'], $this->network());
    }

    public function test_the_last_result_is_kept_with_its_time(): void {
        $this->assertNull(network_test::last());
        $this->answer_well(0);
        $findings = network_test::run();
        $this->assertEquals(['time' => 1700000000, 'findings' => $findings], network_test::last());
    }

    public function test_on_a_terminal_each_finding_is_a_line_and_failures_are_told(): void {
        $this->network->append(fake_centre::response('{"keys":[]}'), fake_centre::response(fake_centre::jwks()));
        [$text, $failed] = self_test_text::run();
        $this->assertTrue($failed);
        $this->assertStringContainsString("[OK] Keys of this site\n", $text);
        $this->assertStringContainsString("[Failed] Address of this site\n    At https://", $text);
    }
}
