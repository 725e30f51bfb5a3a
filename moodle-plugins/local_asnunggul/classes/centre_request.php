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

use local_asnunggul\local\feed\endpoint;
use local_asnunggul\local\membership\problem;

/**
 * A request in which the centre tells this site something: proven as every request of the centre is, answered in JSON.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class centre_request {
    /** What the centre tells is well under this many bytes. */
    private const MAX_BYTES = 8192;

    /**
     * Answers the request that is running, and sends the answer.
     *
     * @param string $scope what the request must be for (contract section 2)
     * @param callable $hear takes what the centre tells; the name of the member that makes no sense, or null if it was done
     */
    public static function answer(string $scope, callable $hear): void {
        endpoint::answer($scope, self::MAX_BYTES, function (string $body) use ($hear): void {
            self::hear($body, $hear);
            endpoint::send('{}', false, 'application/json');
        });
    }

    /**
     * Understands what was sent, and lets it be done.
     *
     * @param string $body
     * @param callable $hear see above
     * @throws problem 413 or 400
     */
    public static function hear(string $body, callable $hear): void {
        if (strlen($body) > self::MAX_BYTES) {
            throw new problem(413, 'too_large', 'The request is larger than ' . self::MAX_BYTES . ' bytes.');
        }
        $said = json_decode($body, false, 8);
        $wrong = match (true) {
            !$said instanceof \stdClass => 'body',
            ($said->contract ?? null) !== 1 => 'contract',
            default => $hear($said),
        };
        if ($wrong !== null) {
            throw new problem(400, 'bad_request', $wrong);
        }
    }
}
