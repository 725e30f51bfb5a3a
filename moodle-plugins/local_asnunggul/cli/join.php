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
 * Joins a centre by code, then runs the self-test. Exit codes: 0 joined, 1 not joined, 2 usage, 3 joined but the self-test failed.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

use local_asnunggul\local\membership\join;
use local_asnunggul\local\membership\self_test_text;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unknown] = cli_get_params(['code' => '', 'streams' => null, 'help' => false], ['h' => 'help']);

if ($options['help'] || $unknown || !is_string($options['code']) || $options['code'] === '') {
    cli_writeln('Joins ASN Unggul by the code LAN has sent.

    --code=ASN1.…               the join code
    --streams=learning,badges   people streams to switch on; the others are switched off (default: leave as they are)
    -h, --help');
    exit($options['help'] ? 0 : 2);
}

$people = ['learning', 'badges'];
$streams = $options['streams'] === null ? null : array_filter(explode(',', (string) $options['streams']));
if ($streams !== null && array_diff($streams, $people)) {
    cli_error('--streams: learning, badges', 2);
}

try {
    $membership = join::by_code($options['code']);
} catch (moodle_exception $e) {
    cli_error($e->getMessage());
}
foreach ($streams === null ? [] : $people as $stream) {
    set_config("stream_$stream", (int) in_array($stream, $streams, true), 'local_asnunggul');
}
cli_writeln(get_string('joinedto', 'local_asnunggul', $membership->centre));

[$text, $failed] = self_test_text::run();
cli_write($text);
exit($failed ? 3 : 0);
