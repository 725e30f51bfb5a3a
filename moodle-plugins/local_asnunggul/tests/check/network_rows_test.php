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
use local_asnunggul\local\membership\keys;
use local_asnunggul\local\membership\membership;
use local_asnunggul\local\membership\problem;
use local_asnunggul\local\membership\request_guard;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;

/**
 * The self-test walks the way the centre takes: this site's public address, its web server, the centre and its clock.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\check\network_rows
 * @covers     \local_asnunggul\local\membership\centre_client
 * @covers     \local_asnunggul\local\membership\problem
 */
final class network_rows_test extends centre_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->mock_clock_with_frozen(1700000000);
        fake_centre::adopt();
    }

    /**
     * The status of a row when the network answers this.
     *
     * @param string $name
     * @param mixed ...$answers
     * @return string
     */
    private function found(string $name, mixed ...$answers): string {
        $this->centre->append(...$answers);
        return network_rows::{$name}()->get_status();
    }

    public function test_a_key_set_that_arrives_as_announced_is_well_and_another_one_is_an_error(): void {
        $this->assertSame(result::OK, $this->found('address', fake_centre::response(keys::document())));
        $this->assertSame(result::ERROR, $this->found('address', fake_centre::response('{"keys":[]}')));
    }

    public function test_a_closed_address_is_a_warning_since_it_may_be_open_from_outside(): void {
        $this->assertSame(result::WARNING, $this->found('address', fake_centre::response('', 403)));
    }

    public function test_an_address_moodle_itself_blocks_is_not_held_against_the_site(): void {
        set_config('curlsecurityallowedport', '80');
        $this->assertSame(result::NA, $this->found('address'));
        $this->assertSame(result::NA, $this->found('authorization'));
        $this->assertSame(result::WARNING, $this->found('centre'));
    }

    /**
     * The refusal of this site's feed for a header as it arrives there.
     *
     * @param string $arrived the Authorization header PHP sees
     * @return \GuzzleHttp\Psr7\Response
     */
    private function refusal(string $arrived): \GuzzleHttp\Psr7\Response {
        try {
            request_guard::require($arrived, 'feed');
            $this->fail('The request was believed.');
        } catch (problem $problem) {
            $lines = array_map(fn(string $line): array => explode(': ', $line, 2), $problem->headers());
            return fake_centre::response($problem->body(), $problem->status, array_column($lines, 1, 0));
        }
    }

    public function test_a_web_server_that_drops_the_authorization_header_is_named_with_its_cure(): void {
        $this->centre->append($this->refusal(''));
        $result = network_rows::authorization();
        $this->assertSame(result::ERROR, $result->get_status());
        foreach (['CGIPassAuth', 'SetEnvIf', 'fastcgi_param'] as $cure) {
            $this->assertStringContainsString($cure, $result->get_summary());
        }
    }

    public function test_a_web_server_that_hands_the_header_on_is_well(): void {
        global $CFG;
        $sent = 'Bearer selftest';
        $this->assertSame(result::OK, $this->found('authorization', $this->refusal($sent)));
        $request = $this->asked[0]['request'];
        $this->assertSame(["$CFG->wwwroot/local/asnunggul/feed.php", 'POST', $sent], [
            (string) $request->getUri(), $request->getMethod(), $request->getHeaderLine('Authorization'),
        ]);
    }

    public function test_the_body_of_a_refusal_is_the_same_with_and_without_a_token(): void {
        $this->assertSame((string) $this->refusal('')->getBody(), (string) $this->refusal('Bearer a.b.c')->getBody());
    }

    public function test_a_page_before_the_feed_is_a_warning_that_names_its_status(): void {
        $this->centre->append(fake_centre::response('<html>', 200));
        $result = network_rows::authorization();
        $this->assertSame(result::WARNING, $result->get_status());
        $this->assertStringContainsString('HTTP 200', $result->get_summary());
    }

    /**
     * Clocks.
     *
     * @return array
     */
    public static function clocks(): array {
        return [
            'a minute ahead' => [60, result::OK], 'more than a minute ahead' => [61, result::ERROR],
            'more than a minute behind' => [-61, result::ERROR],
        ];
    }

    /**
     * Whichever is ahead.
     *
     * @dataProvider clocks
     * @param int $ahead seconds of the centre's clock
     * @param string $status
     */
    public function test_the_clock_of_the_centre_is(int $ahead, string $status): void {
        $date = ['Date' => gmdate('D, d M Y H:i:s', 1700000000 + $ahead) . ' GMT'];
        $this->assertSame($status, $this->found('centre', fake_centre::response(fake_centre::jwks(), 200, $date)));
    }

    public function test_a_centre_that_is_down_is_a_warning(): void {
        $this->assertSame(result::WARNING, $this->found('centre', fake_centre::response('', 500)));
    }

    public function test_a_site_that_has_not_joined_asks_no_centre(): void {
        membership::forget();
        $this->assertSame(result::NA, $this->found('centre'));
        $this->assertSame(result::NA, $this->found('authorization'));
        $this->assertSame([], $this->asked);
    }
}
