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

namespace auth_asnsso\local;

use Firebase\JWT\JWK;
use Firebase\JWT\Key;

/**
 * Reads one key out of a key set. Each key is read for itself: an odd one must not lock everybody out. Pure.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class key_reader {
    /** What a key of a kind signs with here. */
    private const ALGORITHMS = ['RSA' => 'RS256', 'EC' => 'ES256', 'OKP' => 'EdDSA'];

    /** The curves of these algorithms. */
    private const CURVES = ['EC' => 'P-256', 'OKP' => 'Ed25519'];

    /** Bits under which an RSA key is no proof. */
    private const MIN_RSA_BITS = 2048;

    /**
     * The usable key with this id, if the set has one.
     *
     * @param array[] $set the keys as fetched
     * @param string $kid
     * @return Key|null
     */
    public static function find(array $set, string $kid): ?Key {
        foreach ($set as $jwk) {
            if (($jwk['kid'] ?? null) === $kid && $key = self::read($jwk)) {
                return $key;
            }
        }
        return null;
    }

    /**
     * How many keys of the set can be used.
     *
     * @param array[] $set
     * @return int
     */
    public static function count_usable(array $set): int {
        return count(array_filter($set, fn(array $jwk): bool => is_string($jwk['kid'] ?? null) && self::read($jwk) !== null));
    }

    /**
     * A key made from its description.
     *
     * @param array $jwk
     * @return Key|null
     */
    private static function read(array $jwk): ?Key {
        try {
            $algorithm = self::ALGORITHMS[$jwk['kty'] ?? ''] ?? null;
            $curve = self::CURVES[$jwk['kty'] ?? ''] ?? null;
            if (
                $algorithm === null || ($jwk['alg'] ?? $algorithm) !== $algorithm || ($jwk['use'] ?? 'sig') !== 'sig'
                || ($curve !== null && ($jwk['crv'] ?? null) !== $curve)
            ) {
                return null;
            }
            $key = JWK::parseKey($jwk, $algorithm);
            if ($algorithm === 'RS256' && openssl_pkey_get_details($key->getKeyMaterial())['bits'] < self::MIN_RSA_BITS) {
                return null;
            }
            return $key;
        } catch (\Throwable) {
            return null;
        }
    }
}
