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

use Firebase\JWT\JWK;
use Firebase\JWT\Key;

/**
 * Reads a key set of the centre: which keys in it can prove the centre. Pure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class centre_keys {
    /**
     * The RSA keys of a set, each for RS256 only and of 2048 bits or more, by `kid`.
     *
     * @param string $jwks JSON
     * @return Key[] empty if there is none
     */
    public static function parse(string $jwks): array {
        $keys = [];
        $set = json_decode($jwks, true, 8);
        $entries = is_array($set) && is_array($set['keys'] ?? null) ? $set['keys'] : [];
        foreach ($entries as $entry) {
            if (!is_array($entry) || ($entry['kty'] ?? null) !== 'RSA' || !is_string($entry['kid'] ?? null)) {
                continue;
            }
            // What the entry says of its algorithm is not asked: every key here verifies RS256 and nothing else.
            if (($entry['use'] ?? 'sig') !== 'sig' || !is_string($entry['n'] ?? null) || !is_string($entry['e'] ?? null)) {
                continue;
            }
            try {
                $key = JWK::parseKey(['kty' => 'RSA', 'alg' => 'RS256', 'n' => $entry['n'], 'e' => $entry['e']]);
            } catch (\DomainException $e) {
                continue;
            }
            if (openssl_pkey_get_details($key->getKeyMaterial())['bits'] >= 2048) {
                $keys[$entry['kid']] = $key;
            }
        }
        return $keys;
    }
}
