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
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

use auth_asnsso\local\account\account_settings;
use auth_asnsso\local\issuer;

defined('MOODLE_INTERNAL') || die();

/** @var \admin_settingpage $settings */
if ($ADMIN->fulltree) {
    $string = fn(string $name, mixed $a = null): lang_string => new lang_string($name, 'auth_asnsso', $a);

    $current = issuer::current();
    $settings->add(new admin_setting_heading(
        'auth_asnsso/issuer',
        $string('settings_issuer'),
        $current ? $string('settings_issuer_is', ['issuer' => s($current->url), 'client' => s($current->clientid)])
            : $string('settings_issuer_none')
    ));
    $settings->add(new admin_setting_configselect('auth_asnsso/mode', $string('mode'), $string('mode_desc'), 'silent', [
        'button' => $string('mode_button'),
        'silent' => $string('mode_silent'),
        'auto' => $string('mode_auto'),
    ]));
    $settings->add(new admin_setting_configtext(
        'auth_asnsso/buttonname',
        $string('buttonname'),
        $string('buttonname_desc'),
        '',
        PARAM_TEXT
    ));
    $settings->add(new admin_setting_configselect('auth_asnsso/revalidate', $string('revalidate'), $string('revalidate_desc'), 15, [
        0 => new lang_string('never'),
        15 => new lang_string('numminutes', '', 15),
        30 => new lang_string('numminutes', '', 30),
        60 => new lang_string('numminutes', '', 60),
    ]));
    $settings->add(new admin_setting_configcheckbox(
        'auth_asnsso/singlelogout',
        $string('singlelogout'),
        $string('singlelogout_desc'),
        1
    ));

    // Accounts: who gets one, how existing ones are found, what is kept up to date.
    account_settings::add_to($settings);
}
