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

use auth_asnsso\admin\setting_lines;
use auth_asnsso\admin\setting_text;
use auth_asnsso\local\account\nip;
use auth_asnsso\local\account\rules;

/**
 * The settings of this plugin, the one list: name, default, rule and field of each, and which class acts on it.
 *
 * Anything can be stored from the command line (admin/cli/cfg.php); the check `settings` names what breaks its rule.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum setting: string {
    // What happens when somebody has to sign in: redirect_policy.
    case mode = 'mode';
    // Words on the button of the login page: auth_plugin_asnsso.
    case buttonname = 'buttonname';
    // Minutes between two questions whether the issuer's session stands, 0 for never: revalidation.
    case revalidate = 'revalidate';
    // Whether signing out here ends the issuer's session: single_logout.
    case singlelogout = 'singlelogout';
    // Whether a first sign-in makes an account: resolver, bulk.
    case createaccounts = 'createaccounts';
    // Where accounts keep their NIP, empty for nowhere: nip, link_preview, sso_session.
    case nipfield = 'nipfield';
    // How a linked account signs in from then on: link.
    case onlink = 'onlink';
    // Who comes in, by the claim status_asn: resolver.
    case statusallowed = 'statusallowed';
    // Which cohorts follow from groups: rules.
    case cohortrules = 'cohortrules';
    // Which roles follow from claims: rules.
    case rolerules = 'rolerules';
    // Whether all redirects are off: redirect_policy. Not on the page: cli/emergency.php writes it.
    case emergency = 'emergency';

    /**
     * What holds unless somebody decides.
     *
     * @return string
     */
    public function default_value(): string {
        return match ($this) {
            self::mode => 'silent',
            self::revalidate => '15',
            self::singlelogout, self::createaccounts => '1',
            self::nipfield => 'asn_nip',
            self::onlink => 'switch',
            self::statusallowed => 'aktif,cpns',
            self::cohortrules => '/instansi/* => asn:{1}',
            self::emergency => '0',
            self::buttonname, self::rolerules => '',
        };
    }

    /**
     * The values there are to choose from; empty where there is no such list.
     *
     * @return string[]
     */
    private function values(): array {
        return match ($this) {
            self::mode => ['button', 'silent', 'auto'],
            self::revalidate => ['0', '15', '30', '60'],
            self::onlink => ['switch', 'keep'],
            self::singlelogout, self::createaccounts, self::emergency => ['0', '1'],
            default => [],
        };
    }

    /**
     * What is wrong with a value.
     *
     * @param string $value
     * @return string|null in words; null: it can be stored
     */
    public function problem(string $value): ?string {
        $fits = match ($this) {
            self::nipfield, self::cohortrules, self::rolerules => true,
            self::buttonname => clean_param($value, PARAM_TEXT) === $value,
            self::statusallowed => (bool) preg_match('/^[A-Za-z0-9 _,-]*$/D', $value),
            default => in_array($value, $this->values(), true),
        };
        return match (true) {
            !$fits => get_string('validateerror', 'admin'),
            $this === self::nipfield => $value === '' ? null : nip::problem($value),
            $this === self::cohortrules => rules::problem_with_cohorts($value),
            $this === self::rolerules => rules::problem_with_roles($value),
            default => null,
        };
    }

    /**
     * The value that holds: the one stored, or the default where there is none, or none that could be chosen.
     *
     * @return string
     */
    public function get(): string {
        $stored = $this->stored();
        $chosen = $stored !== null && (!$this->values() || in_array($stored, $this->values(), true));
        return $chosen ? $stored : $this->default_value();
    }

    /**
     * What is written on the button of the login page.
     *
     * @return string
     */
    public static function button(): string {
        return format_string(self::buttonname->get() ?: get_string('buttonname_default', 'auth_asnsso'));
    }

    /**
     * Whether it is switched on.
     *
     * @return bool
     */
    public function is_on(): bool {
        return $this->get() === '1';
    }

    /**
     * The value as it is stored, good or not; null if there is none.
     *
     * @return string|null
     */
    public function stored(): ?string {
        $value = get_config('auth_asnsso', $this->value);
        return $value === false ? null : (string) $value;
    }

    /**
     * Stores a value, unchecked.
     *
     * @param string $value
     */
    public function store(string $value): void {
        set_config($this->value, $value, 'auth_asnsso');
    }

    /**
     * Stores the defaults of what was never stored, so that what holds does not depend on who has opened the page.
     */
    public static function store_defaults(): void {
        foreach (self::cases() as $setting) {
            if ($setting->stored() === null) {
                $setting->store($setting->default_value());
            }
        }
    }

    /**
     * The field on the plugin's page.
     *
     * @return \admin_setting|null null if it is not there
     */
    public function field(): ?\admin_setting {
        if ($this === self::emergency) {
            return null;
        }
        $about = ["auth_asnsso/$this->value", $this->words(), $this->words('_desc'), $this->default_value()];
        return match ($this) {
            self::singlelogout, self::createaccounts => new \admin_setting_configcheckbox(...$about),
            self::buttonname, self::statusallowed => new setting_text($this, ...$about),
            self::cohortrules, self::rolerules => new setting_lines($this, ...$about),
            default => $this->chooser($about),
        };
    }

    /**
     * The field of a setting with choices.
     *
     * @param array $about its name, words and default
     * @return \admin_setting_configselect
     */
    private function chooser(array $about): \admin_setting_configselect {
        $field = new \admin_setting_configselect(...[...$about, $this->choices()]);
        $field->set_validate_function(fn($value): string => (string) $this->problem((string) $value));
        return $field;
    }

    /**
     * What is offered to choose from, in words.
     *
     * @return array value → words
     */
    private function choices(): array {
        if ($this === self::nipfield) {
            return nip::fields();
        }
        $words = fn(string $value): \lang_string => match (true) {
            $this !== self::revalidate => $this->words("_$value"),
            $value === '0' => new \lang_string('never'),
            default => new \lang_string('numminutes', '', $value),
        };
        return array_combine($this->values(), array_map($words, $this->values()));
    }

    /**
     * Words about it in the reader's language.
     *
     * @param string $which
     * @return \lang_string
     */
    private function words(string $which = ''): \lang_string {
        return new \lang_string("$this->value$which", 'auth_asnsso');
    }
}
