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

use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Psr7\Request;
use GuzzleHttp\Psr7\Response;
use local_asnunggul\tests\centre_testcase;

/**
 * The HTTP client of both plugins keeps its limits and tells every failure by its reason.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\http
 * @covers     \local_asnunggul\http_answer
 * @covers     \local_asnunggul\http_error
 */
final class http_test extends centre_testcase {
    /** Whom the tests ask. */
    private const URL = 'https://other.example/x?secret=1';

    /**
     * Asks, with room for ten bytes.
     *
     * @return http_answer
     */
    private function ask(): http_answer {
        return \core\di::get(http::class)->request('GET', self::URL, 10, ['connect_timeout' => 3, 'timeout' => 8]);
    }

    /**
     * Why there was no answer.
     *
     * @return string
     */
    private function reason(): string {
        try {
            $this->ask();
        } catch (http_error $e) {
            $this->assertStringNotContainsString('secret', $e->getMessage());
            return $e->reason;
        }
        $this->fail('There was an answer.');
    }

    /**
     * No answer, and what cURL says of it.
     *
     * @param int $errno
     * @return ConnectException
     */
    private static function broken(int $errno): ConnectException {
        return new ConnectException('x', new Request('GET', self::URL), null, ['errno' => $errno, 'error' => 'x']);
    }

    public function test_limits_are_handed_on_and_no_redirect_is_followed(): void {
        $this->centre->append(new Response(302, ['Location' => 'https://evil.example/']));
        $this->assertSame(302, $this->ask()->status);
        $options = $this->asked[0]['options'];
        $this->assertSame([3, 8, false], [$options['connect_timeout'], $options['timeout'], $options['allow_redirects']]);
        $this->assertCount(1, $this->asked);
    }

    public function test_a_body_of_the_allowed_length_comes_whole_and_a_longer_one_not_at_all(): void {
        $this->centre->append(new Response(200, [], '0123456789'), new Response(200, [], '0123456789a'));
        $this->assertSame('0123456789', $this->ask()->body);
        $this->assertSame(http_error::TOO_LONG, $this->reason());
    }

    public function test_only_where_no_connection_came_about_it_is_tried_again_once(): void {
        $this->centre->append(self::broken(CURLE_COULDNT_CONNECT), new Response(200, [], '{}'));
        $this->assertSame([], $this->ask()->json());
        $this->centre->append(self::broken(CURLE_COULDNT_CONNECT), self::broken(CURLE_COULDNT_CONNECT));
        $this->assertSame(http_error::REFUSED, $this->reason());
        $before = count($this->asked);
        $this->centre->append(self::broken(CURLE_OPERATION_TIMEOUTED));
        $this->assertSame(http_error::TIMEOUT, $this->reason());
        $this->assertSame(1, count($this->asked) - $before);
    }

    public function test_what_moodle_blocks_is_not_asked(): void {
        set_config('curlsecurityallowedport', '80');
        $this->assertSame(http_error::BLOCKED, $this->reason());
        $this->assertSame([], $this->asked);
    }

    public function test_the_other_clock_is_told_or_unknown(): void {
        $this->mock_clock_with_frozen(1700000000);
        $date = gmdate('D, d M Y H:i:s', 1700000007) . ' GMT';
        $this->centre->append(new Response(200, ['Date' => $date]), new Response(200));
        $this->assertSame(7, $this->ask()->seconds_ahead());
        $this->assertNull($this->ask()->seconds_ahead());
    }

    public function test_what_is_not_a_document_is_no_json(): void {
        $this->centre->append(new Response(200, [], '"text"'), new Response(200, [], '<html>'));
        $this->assertNull($this->ask()->json());
        $this->assertNull($this->ask()->json());
    }
}
