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

use core\encryption;

/**
 * Keeps values in the visitor's session, encrypted: a site may have its sessions in the database, and a token must not lie there.
 *
 * Each names the account it belongs to: Moodle keeps a session when somebody else signs in within it, and nothing of A may be B's.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class encrypted_value {
    /**
     * Keeps values under a name.
     *
     * @param string $name
     * @param array $values
     * @param int|null $userid whose they are; 0 is whoever signs in next, null is who is signed in now
     */
    public static function put(string $name, array $values, ?int $userid = null): void {
        global $SESSION;
        $text = json_encode($values, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE);
        $SESSION->{"auth_asnsso_$name"} = ($userid ?? self::visitor()) . ' ' . encryption::encrypt($text);
    }

    /**
     * The values under a name; null if there are none, they are somebody else's or this site's key cannot open them.
     *
     * @param string $name
     * @return array|null
     */
    public static function get(string $name): ?array {
        global $SESSION;
        $text = self::has($name) ? explode(' ', $SESSION->{"auth_asnsso_$name"}, 2)[1] : '';
        try {
            $values = $text === '' ? null : json_decode(encryption::decrypt($text), true);
        } catch (\moodle_exception) {
            $values = null;
        }
        if ($values === null) {
            self::drop($name);
        }
        return $values;
    }

    /**
     * Whether there is something of this visitor's under a name; opens nothing, so it is cheap.
     *
     * @param string $name
     * @return bool
     */
    public static function has(string $name): bool {
        global $SESSION;
        [$owner, $text] = explode(' ', $SESSION->{"auth_asnsso_$name"} ?? '', 2) + ['', ''];
        return $text !== '' && ($owner === '0' || (int) $owner === self::visitor());
    }

    /**
     * Forgets the values under a name.
     *
     * @param string $name
     */
    public static function drop(string $name): void {
        global $SESSION;
        unset($SESSION->{"auth_asnsso_$name"});
    }

    /**
     * Who is signed in; 0 for nobody and for the guest.
     *
     * @return int
     */
    private static function visitor(): int {
        global $USER;
        return isguestuser() ? 0 : (int) ($USER->id ?? 0);
    }
}
