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

use auth_asnsso\admin\setting_lines;

/**
 * What the tenant admin has decided about accounts, with its defaults; reads the plugin's settings and describes their page.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class account_settings {
    /** @var array<string, string> What holds unless somebody decided. */
    private const DEFAULTS = [
        'createaccounts' => '1',
        'nipfield' => 'asn_nip',
        'onlink' => 'switch',
        'statusallowed' => 'aktif,cpns',
        'cohortrules' => '/instansi/* => asn:{1}',
        'rolerules' => '',
    ];

    /**
     * A setting, or its default when it was never stored.
     *
     * @param string $name
     * @return string
     */
    public static function get(string $name): string {
        $value = get_config('auth_asnsso', $name);
        return $value === false ? self::DEFAULTS[$name] : (string)$value;
    }

    /**
     * Whether people of this status come in. Nobody's status is asked where the list is empty.
     *
     * @param string $status the claim; empty when it is missing
     * @return bool
     */
    public static function allows_status(string $status): bool {
        $allowed = array_filter(array_map('trim', explode(',', \core_text::strtolower(self::get('statusallowed')))), 'strlen');
        return !$allowed || in_array(\core_text::strtolower($status), $allowed, true);
    }

    /**
     * Adds these settings to the plugin's page.
     *
     * @param \admin_settingpage $page
     */
    public static function add_to(\admin_settingpage $page): void {
        $string = fn(string $name): \lang_string => new \lang_string($name, 'auth_asnsso');
        $arguments = fn(string $name): array => [
            "auth_asnsso/$name", $string($name), $string("{$name}_desc"), self::DEFAULTS[$name],
        ];

        $page->add(new \admin_setting_heading('auth_asnsso/accounts', $string('accounts'), $string('accounts_desc')));
        $page->add(new \admin_setting_configcheckbox(...$arguments('createaccounts')));
        $field = new \admin_setting_configselect(...[...$arguments('nipfield'), self::nip_fields()]);
        $field->set_validate_function(fn(string $value): string => $value === '' ? '' : (string)nip::problem($value));
        $page->add($field);
        $page->add(new \admin_setting_configselect(...[...$arguments('onlink'), [
            'switch' => $string('onlink_switch'), 'keep' => $string('onlink_keep'),
        ]]));
        $page->add(new \admin_setting_configtext(...[...$arguments('statusallowed'), '/^[A-Za-z0-9 _,-]*\z/']));
        $page->add(new setting_lines(rules::problem_with_cohorts(...), ...$arguments('cohortrules')));
        $page->add(new setting_lines(rules::problem_with_roles(...), ...$arguments('rolerules')));
    }

    /**
     * The fields an account may keep its NIP in.
     *
     * @return array
     */
    private static function nip_fields(): array {
        global $DB;

        $fields = ['' => get_string('none'), 'username' => get_string('username'), 'idnumber' => get_string('idnumber')];
        foreach ($DB->get_records('user_info_field', ['datatype' => 'text'], 'name', 'id, shortname, name') as $field) {
            $fields += [$field->shortname => format_string($field->name) . " ($field->shortname)"];
        }
        // The default stays in the list even where somebody has deleted the field: the check then names it.
        return $fields + [self::DEFAULTS['nipfield'] => self::DEFAULTS['nipfield']];
    }
}
