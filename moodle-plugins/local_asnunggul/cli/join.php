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
 * Joins a centre by code, after a question. Exit codes: 0 joined, 1 not joined, 2 called wrongly.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\command;
use local_asnunggul\local\feed\streams;
use local_asnunggul\local\membership\join;
use local_asnunggul\local\membership\join_preview;
use local_asnunggul\local\setting;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$people = streams::about_people();
$defaults = ['code' => '', 'streams' => null, 'yes' => false, 'new-centre' => false];
$options = command::options('cli_join', $defaults, implode(',', $people));
if (!is_string($options['code']) || $options['code'] === '') {
    command::needs('--code=ASN1.…');
}
$streams = $options['streams'] === null ? null : array_filter(explode(',', (string) $options['streams']));
if ($streams !== null && array_diff($streams, $people)) {
    command::needs('--streams=' . implode(',', $people));
}

try {
    cli_writeln(implode("\n", join_preview::of_code($options['code'], (bool) $options['new-centre'])->lines()));
    if (!$options['yes'] && !command::confirmed()) {
        exit(1);
    }
    $membership = join::by_code($options['code'], (bool) $options['new-centre']);
} catch (moodle_exception $e) {
    cli_error($e->getMessage());
}
foreach ($streams === null ? [] : $people as $stream) {
    setting::stream($stream)->set((string) (int) in_array($stream, $streams, true));
}
cli_writeln(get_string('joinedto', 'local_asnunggul', $membership->centre));
cli_writeln(get_string('cli_joined', 'local_asnunggul'));
