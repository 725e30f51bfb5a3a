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

use core\encryption;
use Firebase\JWT\JWT;

/**
 * One RSA key pair of this site: made by OpenSSL, its private half readable only with this site's encryption key.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class key_pair {
    /**
     * Built by create() and from_text().
     *
     * @param array $jwk the public half as a JWK with `kid`
     * @param string $private the private half, PEM, encrypted
     * @param int $since when the pair was made
     */
    private function __construct(
        /** @var array The public half. */
        public readonly array $jwk,
        /** @var string The private half, encrypted. */
        private readonly string $private,
        /** @var int When the pair was made. */
        public readonly int $since,
    ) {
    }

    /**
     * A new pair of 2048 bits.
     *
     * @param int $now
     * @return self
     */
    public static function create(int $now): self {
        $key = openssl_pkey_new(['private_key_bits' => 2048, 'private_key_type' => OPENSSL_KEYTYPE_RSA]);
        if ($key === false || !openssl_pkey_export($key, $pem)) {
            throw new \moodle_exception('keysfailed', 'local_asnunggul', '', null, (string) openssl_error_string());
        }
        $rsa = openssl_pkey_get_details($key)['rsa'];
        $public = ['e' => JWT::urlsafeB64Encode($rsa['e']), 'kty' => 'RSA', 'n' => JWT::urlsafeB64Encode($rsa['n'])];
        // RFC 7638: the thumbprint is the hash of exactly these members in this order.
        $kid = JWT::urlsafeB64Encode(hash('sha256', json_encode($public), true));
        $jwk = ['kty' => 'RSA', 'use' => 'sig', 'alg' => 'RS256', 'kid' => $kid, 'n' => $public['n'], 'e' => $public['e']];
        return new self($jwk, encryption::encrypt($pem), $now);
    }

    /**
     * The pair as it was stored.
     *
     * @param string $text what to_text() gave
     * @return self
     */
    public static function from_text(string $text): self {
        ['jwk' => $jwk, 'private' => $private, 'since' => $since] = json_decode($text, true, 8, JSON_THROW_ON_ERROR);
        return new self($jwk, $private, $since);
    }

    /**
     * The pair as text for the configuration table.
     *
     * @return string
     */
    public function to_text(): string {
        return json_encode(['jwk' => $this->jwk, 'private' => $this->private, 'since' => $this->since], JSON_THROW_ON_ERROR);
    }

    /**
     * The private half, for signing.
     *
     * @return string PEM
     */
    public function private_pem(): string {
        return encryption::decrypt($this->private);
    }
}
