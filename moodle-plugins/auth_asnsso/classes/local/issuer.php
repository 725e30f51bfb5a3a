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

use local_asnunggul\site;

/**
 * The identity issuer of this site and this site's name there, as the membership tells them; there is no other place to set them.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class issuer {
    /** Seconds after which it has ended every session by itself. */
    public const SESSION = 10 * HOURSECS;

    /**
     * An issuer.
     *
     * @param string $url byte for byte what tokens say in `iss`
     * @param string $clientid
     */
    public function __construct(
        /** @var string The issuer. */
        public readonly string $url,
        /** @var string This site's client id. */
        public readonly string $clientid,
    ) {
    }

    /**
     * The issuer, or null while the centre has named none, or one that is not safe to talk to.
     *
     * @return self|null
     */
    public static function current(): ?self {
        ['issuer' => $url, 'client_id' => $clientid] = (site::issuer() ?? []) + ['issuer' => null, 'client_id' => null];
        if (!is_string($url) || !is_string($clientid) || $clientid === '' || !self::is_safe($url)) {
            return null;
        }
        return new self($url, $clientid);
    }

    /**
     * Whether an address may be talked to: https, or in developer mode http on this machine.
     *
     * @param mixed $url
     * @return bool
     */
    public static function is_safe(mixed $url): bool {
        global $CFG;
        $parts = is_string($url) ? parse_url($url) : false;
        if (!$parts || empty($parts['host']) || isset($parts['user']) || isset($parts['fragment'])) {
            return false;
        }
        $loopback = in_array($parts['host'], ['localhost', '127.0.0.1', '[::1]'], true);
        return match ($parts['scheme'] ?? '') {
            'https' => true,
            'http' => $loopback && !empty($CFG->debugdeveloper),
            default => false,
        };
    }
}
