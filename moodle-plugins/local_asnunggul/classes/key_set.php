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

use Firebase\JWT\JWK;
use Firebase\JWT\Key;

/**
 * Reads the public keys of a JWK set. Each key is read for itself: an odd one must not lock everybody out. Pure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class key_set {
    /** What a key of a type signs with here. */
    private const ALGORITHMS = ['RSA' => 'RS256', 'EC' => 'ES256', 'OKP' => 'EdDSA'];

    /** The curves of these algorithms. */
    private const CURVES = ['EC' => 'P-256', 'OKP' => 'Ed25519'];

    /** Bits under which an RSA key is no proof. */
    private const MIN_RSA_BITS = 2048;

    /**
     * The usable key with this id, if the set has one.
     *
     * @param array $set the entries as fetched
     * @param string $kid
     * @return Key|null
     */
    public static function find(array $set, string $kid): ?Key {
        return self::usable(array_filter($set, fn(mixed $entry): bool => ($entry['kid'] ?? null) === $kid))[$kid] ?? null;
    }

    /**
     * All usable keys by their ids; of two with the same id the first.
     *
     * @param array $set the entries as fetched
     * @param string[] $algorithms only keys for these
     * @return Key[]
     */
    public static function usable(array $set, array $algorithms = self::ALGORITHMS): array {
        $keys = [];
        foreach ($set as $entry) {
            $kid = is_array($entry) ? $entry['kid'] ?? null : null;
            $key = is_string($kid) && !isset($keys[$kid]) ? self::read($entry) : null;
            if ($key && in_array($key->getAlgorithm(), $algorithms, true)) {
                $keys[$kid] = $key;
            }
        }
        return $keys;
    }

    /**
     * The RSA keys of a set as it is served, for RS256 only, by their ids; empty if it is no set.
     *
     * @param string $json
     * @return Key[]
     */
    public static function rsa(string $json): array {
        $set = json_decode($json, true, 8);
        $entries = is_array($set) ? $set['keys'] ?? null : null;
        return is_array($entries) ? self::usable($entries, ['RS256']) : [];
    }

    /**
     * A key made from its description; null if it is not one of those used here.
     *
     * @param array $entry
     * @return Key|null
     */
    private static function read(array $entry): ?Key {
        try {
            $algorithm = self::ALGORITHMS[$entry['kty'] ?? ''] ?? null;
            $curve = self::CURVES[$entry['kty'] ?? ''] ?? null;
            if (
                $algorithm === null || ($entry['alg'] ?? $algorithm) !== $algorithm || ($entry['use'] ?? 'sig') !== 'sig'
                || ($curve !== null && ($entry['crv'] ?? null) !== $curve)
            ) {
                return null;
            }
            $key = JWK::parseKey($entry, $algorithm);
            if ($algorithm === 'RS256' && openssl_pkey_get_details($key->getKeyMaterial())['bits'] < self::MIN_RSA_BITS) {
                return null;
            }
            return $key;
        } catch (\Throwable) {
            return null;
        }
    }
}
