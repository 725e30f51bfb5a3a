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

/**
 * Settings. Issuer and client id are not among them: they come with the membership.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use auth_asnsso\local\core_words;
use auth_asnsso\local\issuer;
use auth_asnsso\local\setting;

defined('MOODLE_INTERNAL') || die();

if ($ADMIN->fulltree) {
    $heading = fn(string $name, string $words): admin_setting => new admin_setting_heading(
        "auth_asnsso/$name",
        new lang_string($name === 'issuer' ? 'settings_issuer' : $name, 'auth_asnsso'),
        $words
    );
    $current = issuer::current();
    $known = $current ? ['issuer' => s($current->url), 'client' => s($current->clientid)] + [
        'where' => core_words::way('moodle/reports', 'report_status/pluginname'),
    ] : core_words::way_to_membership();
    $settings->add($heading('issuer', get_string($current ? 'settings_issuer_is' : 'settings_issuer_none', 'auth_asnsso', $known)));
    foreach (setting::cases() as $setting) {
        if ($setting === setting::createaccounts) {
            $settings->add($heading('accounts', get_string('accounts_desc', 'auth_asnsso')));
        }
        if ($field = $setting->field()) {
            $settings->add($field);
        }
    }
    require_once($CFG->libdir . '/authlib.php');
    display_auth_lock_options($settings, 'asnsso', ['idnumber'], get_string('auth_fieldlocks_help', 'auth'), false, false);
}
