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
 * Writes the settings of signing in, and switches it on. Exit codes: 0 done, 1 nothing was written, 2 usage.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

use auth_asnsso\local\configuration;
use auth_asnsso\local\issuer;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$settings = array_fill_keys(array_keys(configuration::ALLOWED), null);
[$options, $unknown] = cli_get_params($settings + ['help' => false], ['h' => 'help']);

if ($options['help'] || $unknown) {
    cli_writeln('Writes the settings that are named; the others stay as they are. With --mode, or without any setting, signing in through
ASN Unggul is switched on too. Issuer and client id come with the membership (local/asnunggul/cli/join.php).

    --mode=button|silent|auto     a button, a silent try first, or always to the issuer
    --buttonname=TEXT             words on the button, empty for the usual ones
    --revalidate=0|15|30|60       minutes between two questions whether the session at the issuer stands
    --singlelogout=0|1            signing out here ends the session at the issuer too
    --createaccounts=0|1          who has no account here gets one
    --nipfield=FIELD              where existing accounts have the NIP: a profile field, idnumber, username, or empty
    --onlink=switch|keep          whether a linked account signs in only through the issuer from then on
    --statusallowed=aktif,cpns    who may sign in, by the claim status_asn; empty for all
    -h, --help');
    exit($options['help'] ? 0 : 2);
}

try {
    unset($options['help']);
    $wanted = array_map('strval', array_filter($options, fn(mixed $value): bool => $value !== null));
    $changed = configuration::apply($wanted);
} catch (invalid_parameter_exception $e) {
    // Moodle keeps what is wrong out of the message itself unless it is tested.
    cli_error($e->debuginfo);
}
if (!$wanted || isset($wanted['mode'])) {
    cli_writeln(configuration::enable() ? 'Switched on.' : 'Was on already.');
}
foreach ($changed as $name => $change) {
    cli_writeln("$name: $change");
}
cli_writeln($changed ? '' : 'No setting changed.');
cli_writeln('Issuer: ' . (issuer::current()?->url ?? 'none yet; LAN sends a join code that brings one'));
