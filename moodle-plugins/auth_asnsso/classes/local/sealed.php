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
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class sealed {
    /**
     * Keeps values under a name.
     *
     * @param string $name
     * @param array $values
     */
    public static function put(string $name, array $values): void {
        global $SESSION;
        $SESSION->{"auth_asnsso_$name"} = encryption::encrypt(json_encode($values, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE));
    }

    /**
     * The values under a name; null if there are none or this site's key cannot open them.
     *
     * @param string $name
     * @return array|null
     */
    public static function get(string $name): ?array {
        global $SESSION;
        $text = $SESSION->{"auth_asnsso_$name"} ?? '';
        if ($text === '') {
            return null;
        }
        try {
            return json_decode(encryption::decrypt($text), true);
        } catch (\moodle_exception) {
            self::drop($name);
            return null;
        }
    }

    /**
     * Whether there is something under a name; opens nothing, so it is cheap.
     *
     * @param string $name
     * @return bool
     */
    public static function has(string $name): bool {
        global $SESSION;
        return !empty($SESSION->{"auth_asnsso_$name"});
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
}
