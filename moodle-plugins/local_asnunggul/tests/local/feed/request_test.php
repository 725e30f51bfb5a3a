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

/**
 * Requests are understood completely or refused with the member that is wrong.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\request
 */
final class request_test extends \basic_testcase {
    /**
     * The cases of a file that the other side tests itself with too.
     *
     * @param string $name
     * @return array
     */
    private static function cases(string $name): array {
        return json_decode(file_get_contents(__DIR__ . "/../../fixtures/contract/$name.json"), true, 512, JSON_THROW_ON_ERROR);
    }

    /**
     * Requests of the contract.
     *
     * @return array
     */
    public static function accepted(): array {
        return array_map(fn(string $body): array => [$body], self::cases('requests-accepted'));
    }

    /**
     * Requests outside the contract, with the member that is wrong.
     *
     * @return array
     */
    public static function refused(): array {
        return array_map(fn(array $case): array => [$case['body'], $case['detail']], self::cases('requests-refused'));
    }

    /**
     * A request of the contract is understood.
     *
     * @dataProvider accepted
     * @param string $body
     */
    public function test_a_request_of_the_contract_is_understood(string $body): void {
        $request = request::parse($body);
        $this->assertSame(json_decode($body)->nonce, $request->nonce);
        $this->assertEquals(json_decode($body)->ask, $request->asks);
    }

    /**
     * A request outside the contract is refused by name.
     *
     * @dataProvider refused
     * @param string $body
     * @param string $detail
     */
    public function test_a_request_outside_the_contract_is_refused_by_name(string $body, string $detail): void {
        try {
            request::parse($body);
            $this->fail('The request was accepted.');
        } catch (problem $problem) {
            $this->assertSame([400, 'bad_request', $detail], [$problem->status, $problem->problemcode, $problem->detail]);
        }
    }

    public function test_a_request_over_its_limit_is_too_large(): void {
        try {
            request::parse(str_pad('{}', request::MAX_BYTES + 1));
            $this->fail('The request was accepted.');
        } catch (problem $problem) {
            $this->assertSame([413, 'too_large'], [$problem->status, $problem->problemcode]);
        }
    }
}
