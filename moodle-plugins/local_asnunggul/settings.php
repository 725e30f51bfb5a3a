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
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\local\setting;

defined('MOODLE_INTERNAL') || die();

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
        foreach (setting::by_heading() as $heading => $list) {
            $settings->add(new admin_setting_heading(
                "local_asnunggul/$heading",
                new lang_string($heading, 'local_asnunggul'),
                new lang_string("{$heading}_desc", 'local_asnunggul')
            ));
            foreach ($list as $setting) {
                $settings->add($setting->admin_setting());
            }
        }
    }
}
