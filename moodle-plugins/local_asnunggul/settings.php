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
 * Settings: what may leave the site, what is offered, and which custom field holds which fact.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

use core_course\customfield\course_handler;
use local_asnunggul\local\feed\feed_settings;

defined('MOODLE_INTERNAL') || die();

/** @var \admin_root $ADMIN */
$status = new admin_externalpage(
    'local_asnunggul_status',
    new lang_string('statuspage', 'local_asnunggul'),
    new \core\url('/local/asnunggul/index.php'),
    ['local/asnunggul:viewstatus', 'local/asnunggul:manage']
);

if (!$hassiteconfig) {
    // Who may look but not configure has no "Local plugins" in the tree.
    $ADMIN->add('reports', $status);
} else {
    $ADMIN->add('localplugins', new admin_category('local_asnunggul', new lang_string('pluginname', 'local_asnunggul')));
    $ADMIN->add('local_asnunggul', $status);
    $settings = new admin_settingpage('local_asnunggul_settings', new lang_string('settings', 'local_asnunggul'));
    $ADMIN->add('local_asnunggul', $settings);

    if ($ADMIN->fulltree) {
        $string = fn(string $name): lang_string => new lang_string($name, 'local_asnunggul');

        $settings->add(new admin_setting_heading('local_asnunggul/consent', $string('consent'), $string('consent_desc')));
        foreach (['catalogue' => 1, 'learning' => 0, 'badges' => 0] as $stream => $default) {
            $settings->add(new admin_setting_configcheckbox(
                "local_asnunggul/stream_$stream",
                $string("stream_$stream"),
                $string("stream_{$stream}_desc"),
                $default
            ));
        }

        $settings->add(new admin_setting_heading('local_asnunggul/offer', $string('offer'), $string('offer_desc')));
        $settings->add(new admin_setting_configselect(
            'local_asnunggul/defaultoffer',
            $string('defaultoffer'),
            $string('defaultoffer_desc'),
            'selfenrol',
            ['selfenrol' => $string('defaultoffer_selfenrol'), 'none' => $string('defaultoffer_none')]
        ));

        $settings->add(new admin_setting_heading('local_asnunggul/fields', $string('fields'), $string('fields_desc')));
        $fields = ['' => new lang_string('none')];
        foreach (course_handler::create()->get_fields() as $field) {
            $fields[$field->get('shortname')] = $field->get_formatted_name() . ' (' . $field->get('shortname') . ')';
        }
        foreach (feed_settings::CONCEPTS as $concept) {
            // The default stays in the list even where somebody has deleted the field: the self-test then names it.
            $settings->add(new admin_setting_configselect(
                "local_asnunggul/field_$concept",
                $string("field_$concept"),
                $string("field_{$concept}_desc"),
                "asn_$concept",
                $fields + ["asn_$concept" => "asn_$concept"]
            ));
        }

        $settings->add(new admin_setting_heading('local_asnunggul/log', $string('changelog'), ''));
        $settings->add(new admin_setting_configtext(
            'local_asnunggul/retentiondays',
            $string('retentiondays'),
            $string('retentiondays_desc'),
            30,
            '/^([7-9]|[1-9]\d|[1-3]\d\d)$/'
        ));
    }
}
