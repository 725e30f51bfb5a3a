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

/**
 * The code an invitation consists of: `ASN1.<base64url of the centre's address>.<secret>`. Pure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class join_code {
    /**
     * Built by parse() only.
     *
     * @param string $centre the centre's address
     * @param string $secret the secret part
     */
    private function __construct(
        /** @var string The centre's address without a trailing slash. */
        public readonly string $centre,
        /** @var string The secret. */
        public readonly string $secret,
    ) {
    }

    /**
     * Reads a pasted code; white space around and inside it does no harm, mail programs add it.
     *
     * @param string $text
     * @return self
     * @throws \moodle_exception in words the tenant admin can act on
     */
    public static function parse(string $text): self {
        $text = preg_replace('~\s+~', '', $text);
        if (!preg_match('~^ASN1\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]{16,128})$~D', $text, $match)) {
            throw new \moodle_exception('joincode_malformed', 'local_asnunggul');
        }
        $centre = base64_decode(strtr($match[1], '-_', '+/'), true);
        $parts = $centre === false ? false : parse_url($centre);
        $plain = is_array($parts) && isset($parts['scheme'], $parts['host']) && !str_ends_with($centre, '/')
            && !array_diff(array_keys($parts), ['scheme', 'host', 'port', 'path'])
            && clean_param($centre, PARAM_URL) === $centre;
        if (!$plain) {
            throw new \moodle_exception('joincode_malformed', 'local_asnunggul');
        }
        // Only a machine talking to itself may do without TLS.
        $loopback = in_array($parts['host'], ['localhost', '127.0.0.1', '[::1]'], true);
        if ($parts['scheme'] !== 'https' && !($parts['scheme'] === 'http' && $loopback)) {
            throw new \moodle_exception('joincode_insecure', 'local_asnunggul', '', $centre);
        }
        return new self($centre, $match[2]);
    }
}
