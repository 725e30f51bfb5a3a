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

namespace auth_asnsso\local\account;

use auth_asnsso\local\claims;
use stdClass;

/**
 * The NIP: which claim counts, in which field accounts keep it, who holds one. Reads only, prints and logs no NIP.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class nip {
    /**
     * The NIP of the claims, if LAN vouches for it: a text of exactly 18 ASCII digits, taken as it is.
     *
     * @param claims $claims
     * @return string|null
     */
    public static function of(claims $claims): ?string {
        $value = $claims->values()['nip'] ?? null;
        return $claims->is_true('nip_terverifikasi') && is_string($value) && self::is_nip($value) ? $value : null;
    }

    /**
     * Whether a text is a NIP.
     *
     * @param string $value
     * @return bool
     */
    public static function is_nip(string $value): bool {
        return (bool)preg_match('/^[0-9]{18}$/D', $value);
    }

    /**
     * The NIP as people write it into a field, without their spaces and dots.
     *
     * @param string $value
     * @return string
     */
    public static function plain(string $value): string {
        return str_replace([' ', '.'], '', trim($value));
    }

    /**
     * Why this field is no proof of who an account belongs to, or null: whoever can write somebody's NIP into it inherits their identity.
     *
     * @param string $field username, idnumber or the short name of a profile field
     * @return string|null the setting to change, in words
     */
    public static function problem(string $field): ?string {
        global $CFG;

        if ($field === 'username') {
            return empty($CFG->registerauth) ? null : get_string('nipfield_selfregistration', 'auth_asnsso');
        }
        if ($field === 'idnumber') {
            $others = array_diff(get_enabled_auth_plugins(), ['asnsso', 'nologin']);
            $open = array_filter($others, fn($auth) => get_config("auth_$auth", 'field_lock_idnumber') !== 'locked');
            $names = array_map(fn($auth) => get_string('pluginname', "auth_$auth"), $open);
            return $names ? get_string('nipfield_idnumber', 'auth_asnsso', implode(', ', $names)) : null;
        }
        $found = self::profile_field($field);
        return match (true) {
            !$found => get_string('nipfield_missing', 'auth_asnsso', s($field)),
            !$found->locked => get_string('nipfield_unlocked', 'auth_asnsso', format_string($found->name)),
            (bool)$found->signup => get_string('nipfield_signup', 'auth_asnsso', format_string($found->name)),
            default => null,
        };
    }

    /**
     * The accounts that hold this NIP in the chosen field; none while no field is chosen or its owner can edit it.
     *
     * @param string $nip
     * @return stdClass[] complete user records
     */
    public static function holders(string $nip): array {
        global $DB;

        $field = account_settings::get('nipfield');
        if ($field === '' || self::problem($field) !== null) {
            return [];
        }
        [$column, $join, $params] = self::place($field);
        $written = "REPLACE(REPLACE(TRIM($column), ' ', ''), '.', '')";
        $sql = "SELECT u.*, $column AS written FROM {user} u $join WHERE u.deleted = 0 AND $written = :nip ORDER BY u.id";
        // Again in PHP: a database may take other scripts' digits for the same.
        return array_filter($DB->get_records_sql($sql, $params + ['nip' => $nip]), fn($u) => self::plain($u->written) === $nip);
    }

    /**
     * Where a field is in the database.
     *
     * @param string $field
     * @return array the column as SQL, the join it needs, its parameters
     */
    public static function place(string $field): array {
        global $DB;

        if (in_array($field, ['username', 'idnumber'], true)) {
            return ["u.$field", '', []];
        }
        $join = 'JOIN {user_info_data} d ON d.userid = u.id AND d.fieldid = :fieldid';
        return [$DB->sql_compare_text('d.data', 255), $join, ['fieldid' => self::profile_field($field)->id ?? 0]];
    }

    /**
     * The definition of a profile field.
     *
     * @param string $shortname
     * @return stdClass|null
     */
    private static function profile_field(string $shortname): ?stdClass {
        global $DB;

        $found = $DB->get_records('user_info_field', ['shortname' => $shortname], 'id');
        return current(array_filter($found, fn(stdClass $field) => $field->shortname === $shortname)) ?: null;
    }
}
