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

use local_asnunggul\local\membership\problem;

/**
 * What the centre tells this site: understood, or refused with the member that makes no sense.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\centre_request
 */
final class centre_request_test extends \basic_testcase {
    public function test_what_is_understood_is_done_with_all_its_members(): void {
        $heard = [];
        centre_request::hear('{"contract":1,"session":"s","new":[1]}', function (\stdClass $said) use (&$heard): ?string {
            $heard[] = $said;
            return null;
        });
        $this->assertEquals([(object) ['contract' => 1, 'session' => 's', 'new' => [1]]], $heard);
    }

    /**
     * Bodies that are not understood, and how they are refused.
     *
     * @return array
     */
    public static function bodies(): array {
        return [
            'nothing' => ['', 400, 'body'],
            'no JSON' => ['logout_token=a.b.c', 400, 'body'],
            'a list' => ['[1]', 400, 'body'],
            'no contract' => ['{}', 400, 'contract'],
            'another contract' => ['{"contract":2}', 400, 'contract'],
            'a contract in words' => ['{"contract":"1"}', 400, 'contract'],
            'what makes no sense' => ['{"contract":1,"session":7}', 400, 'session'],
            'too much' => ['{"contract":1,"x":"' . str_repeat('x', 8192) . '"}', 413, 'The request is larger than 8192 bytes.'],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider bodies
     * @param string $body
     * @param int $status
     * @param string $detail
     */
    public function test_the_centre_is_not_understood_when_it_sends(string $body, int $status, string $detail): void {
        try {
            centre_request::hear($body, fn(\stdClass $said): ?string => isset($said->session) ? 'session' : null);
            $this->fail('It was understood.');
        } catch (problem $problem) {
            $this->assertSame([$status, $detail], [$problem->status, $problem->detail]);
        }
    }
}
