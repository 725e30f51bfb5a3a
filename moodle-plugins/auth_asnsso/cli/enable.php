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
 * Switches this plugin on among Moodle's ways to sign in. Exit codes: 0 it is on, 2 usage.
 *
 * Core has a page for this and no command: admin/cli/cfg.php --name=auth replaces the whole list, and a list that loses an entry
 * locks the people of that entry out.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

\local_asnunggul\command::options('cli_enable', [], component: 'auth_asnsso');

\core\plugininfo\auth::enable_plugin('asnsso', 1);
cli_writeln(get_string('plugin_enabled', 'admin', get_string('pluginname', 'auth_asnsso')));
