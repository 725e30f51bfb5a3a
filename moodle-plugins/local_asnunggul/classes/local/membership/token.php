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

use Firebase\JWT\JWT;
use local_asnunggul\site;

/**
 * The tokens this site signs for its centre: one proves who asks (contract section 2), one seals an answer (section 3).
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class token {
    /** Seconds a token lives. */
    private const LIFETIME = 120;

    /**
     * Proves this site in one request.
     *
     * @param string $centre the receiver
     * @param string $scope `join`, `leave`, `status`, `barred`, `market` or `objection`
     * @return string JWT
     */
    public static function bearer(string $centre, string $scope): string {
        global $CFG;
        $jti = JWT::urlsafeB64Encode(random_bytes(16));
        return self::signed($centre, ['sub' => $CFG->wwwroot, 'jti' => $jti, 'scope' => $scope]);
    }

    /**
     * Seals an answer of the feed: whose it is, to which request, over which bytes.
     *
     * @param string $nonce the request's
     * @param string $sha256 hex digest of all bytes before the seal line
     * @return string JWT
     */
    public static function seal(string $nonce, string $sha256): string {
        return self::signed((string) membership::current()?->centre, ['nonce' => $nonce, 'sha256' => $sha256]);
    }

    /**
     * A token of this site, from now on.
     *
     * @param string $centre
     * @param array $claims further ones
     * @return string JWT
     */
    private static function signed(string $centre, array $claims): string {
        global $CFG;
        $now = site::now();
        return keys::sign(['iss' => $CFG->wwwroot, 'aud' => $centre, 'iat' => $now, 'exp' => $now + self::LIFETIME] + $claims);
    }
}
