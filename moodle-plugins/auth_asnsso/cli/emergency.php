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
 * Switches all redirects to the issuer off at once, for who is cut off from the web pages. Exit codes: 0 done, 2 usage.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use auth_asnsso\local\setting;
use local_asnunggul\command;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$options = command::options('cli_emergency', ['off' => false, 'on' => false], component: 'auth_asnsso');
if ((bool) $options['off'] === (bool) $options['on']) {
    command::needs('--off | --on');
}

setting::emergency->store($options['off'] ? '1' : '0');
$login = new core\url('/login/index.php');
cli_writeln(get_string($options['off'] ? 'cli_redirectsoff' : 'cli_redirectson', 'auth_asnsso', $login->out(false)));
