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

use local_asnunggul\local\membership\problem;
use local_asnunggul\tests\feed_testcase;

/**
 * Methods, headers and the states of the site in which nothing is answered.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\endpoint
 */
final class endpoint_test extends feed_testcase {
    /** @var array What the web server said before. */
    private array $server;

    /**
     * Remembers what the web server said.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->server = $_SERVER;
    }

    /**
     * Restores it.
     */
    protected function tearDown(): void {
        $_SERVER = $this->server;
        parent::tearDown();
    }

    /**
     * Asserts what an action is refused with.
     *
     * @param array $expected status, code, seconds to wait
     * @param \Closure $action
     */
    private function assert_refused(array $expected, \Closure $action): void {
        try {
            $action();
            $this->fail('Nothing was refused.');
        } catch (problem $problem) {
            $this->assertSame($expected, [$problem->status, $problem->problemcode, $problem->retryafter]);
        }
    }

    public function test_only_post_is_answered(): void {
        foreach (['GET', 'HEAD', 'PUT', ''] as $method) {
            $_SERVER['REQUEST_METHOD'] = $method;
            $this->assert_refused([405, 'bad_request', null], endpoint::require_post(...));
        }
        $_SERVER['REQUEST_METHOD'] = 'POST';
        endpoint::require_post();
    }

    public function test_a_site_under_maintenance_says_when_to_come_back(): void {
        endpoint::require_running();
        set_config('maintenance_enabled', 1);
        $this->assert_refused([503, 'maintenance', 300], endpoint::require_running(...));
    }

    public function test_a_site_whose_database_is_behind_its_code_says_when_to_come_back(): void {
        set_config('version', 2026010100, 'local_asnunggul');
        $this->assert_refused([503, 'upgrade_pending', 300], endpoint::require_running(...));
    }

    public function test_the_token_is_found_where_the_web_server_put_it(): void {
        $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] = 'Bearer b';
        $this->assertSame('Bearer b', endpoint::authorization());
        $_SERVER['HTTP_AUTHORIZATION'] = 'Bearer a';
        $this->assertSame('Bearer a', endpoint::authorization());
    }

    public function test_no_token_is_empty_and_not_an_error(): void {
        unset($_SERVER['HTTP_AUTHORIZATION'], $_SERVER['REDIRECT_HTTP_AUTHORIZATION']);
        $this->assertSame('', endpoint::authorization());
    }

    /**
     * Accept-Encoding headers.
     *
     * @return array
     */
    public static function encodings(): array {
        return [
            'gzip' => ['gzip', true],
            'gzip among others' => ['br;q=1.0, GZIP;q=0.8, *;q=0.1', true],
            'gzip refused' => ['gzip;q=0, deflate', false],
            'gzip refused in decimals' => ['gzip; q=0.0', false],
            'identity' => ['identity', false],
            'nothing' => ['', false],
        ];
    }

    /**
     * Gzip is sent only to those who take it.
     *
     * @dataProvider encodings
     * @param string $header
     * @param bool $expected
     */
    public function test_gzip_is_sent_only_to_those_who_take_it(string $header, bool $expected): void {
        $_SERVER['HTTP_ACCEPT_ENCODING'] = $header;
        $this->assertSame($expected, endpoint::accepts_gzip());
    }

    public function test_a_read_is_noted_at_most_once_a_minute(): void {
        $clock = $this->mock_clock_with_frozen(1800000000);
        endpoint::note_read();
        $this->assertSame('1800000000', get_config('local_asnunggul', 'lastread'));
        $clock->bump(59);
        endpoint::note_read();
        $this->assertSame('1800000000', get_config('local_asnunggul', 'lastread'));
        $clock->bump(1);
        endpoint::note_read();
        $this->assertSame('1800000060', get_config('local_asnunggul', 'lastread'));
    }

    public function test_a_read_that_a_clock_noted_which_was_ahead_is_noted_anew(): void {
        $this->mock_clock_with_frozen(1800000000);
        set_config('lastread', 1800000000 + YEARSECS, 'local_asnunggul');
        endpoint::note_read();
        $this->assertSame('1800000000', get_config('local_asnunggul', 'lastread'));
    }
}
