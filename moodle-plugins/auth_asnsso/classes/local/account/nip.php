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
use auth_asnsso\local\core_words;
use auth_asnsso\local\setting;
use local_asnunggul\site;
use stdClass;

/**
 * The NIP: which claim counts, in which field accounts keep it, who holds one. Changes no account, prints and logs no NIP.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class nip {
    /** @var string[] What people write between the digits, or copy along with them; the report and a sign-in read a field alike. */
    private const SEPARATORS = [' ', '.', '-', "\t", "\n", "\r", "\x0b", "\u{a0}"];

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
     * The NIP as people write it into a field, without what is between its digits.
     *
     * @param string $value
     * @return string
     */
    public static function plain(string $value): string {
        return str_replace(self::SEPARATORS, '', $value);
    }

    /**
     * Why this field does not prove whose an account is, or null. Whoever can write a NIP into it inherits that identity.
     *
     * @param string $field username, idnumber or the short name of a profile field
     * @return string|null the setting to change, in words
     */
    public static function problem(string $field): ?string {
        global $CFG;

        if ($field === 'username') {
            return empty($CFG->registerauth) ? null : self::open('selfregistration', 'auth/selfregistration', 'moodle/disable');
        }
        if ($field === 'idnumber') {
            // Accounts that sign in with us are there even while this plugin is switched off.
            $others = array_diff(array_unique([...get_enabled_auth_plugins(), 'asnsso']), ['nologin']);
            $open = array_filter($others, fn($auth) => get_config("auth_$auth", 'field_lock_idnumber') !== 'locked');
            return $open ? get_string('nipfield_idnumber', 'auth_asnsso', [
                'setting' => get_string('auth_fieldlockfield', 'auth', get_string('idnumber')),
                'value' => core_words::of('auth/locked'),
                'where' => core_words::way('admin/plugins', 'admin/authentication'),
                'names' => implode(', ', array_map(fn($auth) => get_string('pluginname', "auth_$auth"), $open)),
            ]) : null;
        }
        $found = self::profile_field($field);
        return match (true) {
            !$found => get_string('nipfield_missing', 'auth_asnsso', [
                'field' => s($field),
                'where' => core_words::way_to_plugin(),
            ]),
            !$found->locked => self::open('unlocked', 'admin/profilelocked', 'moodle/yes', $found->name),
            (bool)$found->signup => self::open('signup', 'admin/profilesignup', 'moodle/no', $found->name),
            default => null,
        };
    }

    /**
     * Locks the ID number of accounts that sign in with us, unless an admin has decided otherwise.
     */
    public static function lock_idnumber(): void {
        if (get_config('auth_asnsso', 'field_lock_idnumber') === false) {
            set_config('field_lock_idnumber', 'locked', 'auth_asnsso');
        }
    }

    /**
     * The sentence that a field is open to its owner, with the setting that closes it.
     *
     * @param string $how the way it is open
     * @param string $setting in Moodle's words, see core_words
     * @param string $value
     * @param string|null $name of a profile field
     * @return string
     */
    private static function open(string $how, string $setting, string $value, ?string $name = null): string {
        return get_string("nipfield_$how", 'auth_asnsso', [
            'field' => format_string((string)$name),
            'setting' => core_words::of($setting),
            'value' => core_words::of($value),
            'where' => $name === null ? core_words::way('admin/plugins', 'admin/authentication', 'admin/authsettings')
                : core_words::way('admin/users', 'admin/accounts', 'admin/profilefields'),
        ]);
    }

    /**
     * The fields an account may keep its NIP in, to choose from.
     *
     * @return array username, idnumber or the short name of a profile field → words
     */
    public static function fields(): array {
        global $DB;

        $fields = ['' => get_string('none'), 'username' => get_string('username'), 'idnumber' => get_string('idnumber')];
        foreach ($DB->get_records('user_info_field', ['datatype' => 'text'], 'name', 'id, shortname, name') as $field) {
            $fields += [$field->shortname => format_string($field->name) . " ($field->shortname)"];
        }
        // The default stays in the list even where somebody has deleted the field: the check then names it.
        return $fields + [setting::nipfield->default_value() => setting::nipfield->default_value()];
    }

    /**
     * The accounts that hold this NIP in the chosen field; none while no field is chosen or its owner can edit it.
     *
     * @param string $nip
     * @return stdClass[] complete user records
     */
    public static function holders(string $nip): array {
        global $DB;

        $field = setting::nipfield->get();
        if ($field === '' || self::problem($field) !== null) {
            return [];
        }
        [$column, $join, $params] = self::place($field);
        $written = $column;
        foreach (self::SEPARATORS as $number => $separator) {
            $written = "REPLACE($written, :separator$number, '')";
            $params["separator$number"] = $separator;
        }
        $sql = "SELECT u.*, $column AS written FROM {user} u $join WHERE u.deleted = 0 AND $written = :nip ORDER BY u.id";
        // Again in PHP: a database may take other scripts' digits for the same.
        $found = site::present(fn(): array => $DB->get_records_sql($sql, $params + ['nip' => $nip]));
        return array_filter($found, fn(stdClass $user): bool => self::plain($user->written) === $nip);
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

        $found = site::present(fn(): array => $DB->get_records('user_info_field', ['shortname' => $shortname], 'id'));
        return current(array_filter($found, fn(stdClass $field) => $field->shortname === $shortname)) ?: null;
    }
}
