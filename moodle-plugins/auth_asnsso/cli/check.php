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
 * Runs all checks of signing in. Exit codes: 0 all is well, 1 something fails, 2 usage, 3 only warnings.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

use auth_asnsso\check\sign_in_check;
use core\check\result;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');
require_once(__DIR__ . '/../lib.php');

[$options, $unknown] = cli_get_params(['json' => false, 'help' => false], ['h' => 'help']);

if ($options['help'] || $unknown) {
    cli_writeln('Looks whether signing in can work, and names the setting to change where it cannot.

    --json        as JSON
    -h, --help');
    exit($options['help'] ? 0 : 2);
}

$found = [];
foreach ([...auth_asnsso_status_checks(), ...auth_asnsso_security_checks()] as $check) {
    $result = $check->get_result();
    $found[] = [
        'check' => $check->get_id(),
        'status' => $result->get_status(),
        'name' => $check->get_name(),
        'found' => html_to_text($result->get_summary(), 0),
    ];
}
if ($options['json']) {
    cli_writeln(json_encode($found, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
} else {
    foreach ($found as $line) {
        cli_writeln(sprintf('%-8s %s: %s', $line['status'], $line['name'], $line['found']));
    }
}
$statuses = array_column($found, 'status');
exit(match (true) {
    array_intersect($statuses, [result::ERROR, result::CRITICAL]) !== [] => 1,
    in_array(result::WARNING, $statuses, true) => 3,
    default => 0,
});
