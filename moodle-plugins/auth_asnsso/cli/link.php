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
 * Links existing accounts from a list, tells beforehand what would happen, and takes it back.
 *
 * Exit codes: 0 done, 1 not done, 2 usage, 3 done but some lines were refused.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use auth_asnsso\local\account\bulk;
use auth_asnsso\local\account\earlier_issuer;
use auth_asnsso\local\account\link;
use auth_asnsso\local\account\link_preview;
use auth_asnsso\local\issuer;
use local_asnunggul\command;
use local_asnunggul\site;

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

$options = command::options('cli_link', [
    'preview' => false, 'file' => '', 'dry-run' => false, 'allow-siteadmin' => false, 'undo' => '', 'unlink' => '',
    'let-go' => false,
], component: 'auth_asnsso', letters: ['n' => 'dry-run']);

$valued = [$options['file'], $options['undo'], $options['unlink']];
$actions = array_filter([$options['preview'], $options['let-go'], ...$valued], fn($action) => $action !== '' && $action);
if (count($actions) !== 1 || in_array(true, $valued, true)) {
    command::needs('--preview | --file=… | --undo=… | --unlink=… | --let-go');
}

\core\session\manager::set_user(get_admin());

if ($options['unlink'] !== '') {
    if (!ctype_digit($options['unlink']) || !link::of((int)$options['unlink'])) {
        cli_error(get_string('cli_notlinked', 'auth_asnsso'));
    }
    link::remove((int)$options['unlink']);
    cli_writeln(get_string('cli_undone', 'auth_asnsso', 1));
    exit(0);
}
if ($options['let-go']) {
    cli_writeln(get_string('cli_undone', 'auth_asnsso', earlier_issuer::let_all_go(true)));
    exit(0);
}
if ($options['undo'] !== '') {
    $undone = bulk::undo($options['undo']);
    cli_writeln(get_string('cli_undone', 'auth_asnsso', $undone));
    exit($undone ? 0 : 1);
}

$issuer = issuer::current()?->url;
if ($issuer === null) {
    cli_error(get_string('cli_noissuer', 'auth_asnsso'));
}

if ($options['file'] !== '' && !$options['dry-run'] && !is_enabled_auth('asnsso')) {
    // What they sign in with changes with the link, and what is switched off lets nobody in.
    cli_error(get_string('cli_notenabled', 'auth_asnsso'));
}

if ($options['preview']) {
    $shown = 20;
    foreach ((new link_preview($issuer))->read() as $kind => $userids) {
        $ids = implode(' ', array_slice($userids, 0, $shown)) . (count($userids) > $shown ? ' …' : '');
        $what = get_string("preview_$kind", 'auth_asnsso');
        cli_writeln(sprintf('%8d  %s%s', count($userids), $what, $ids === '' ? '' : " ($ids)"));
    }
    exit(0);
}

$list = @fopen($options['file'] === '-' ? 'php://stdin' : $options['file'], 'r');
if (!$list) {
    cli_error(get_string('cli_nofile', 'auth_asnsso'));
}
// Read line by line, and not through a temporary file: user names and id numbers may be NIPs.
$head = core_text::trim_utf8_bom((string)fgets($list));
$separator = str_contains($head, ';') ? ';' : ',';
$columns = array_map(fn(?string $name): string => strtolower(trim((string)$name)), str_getcsv($head, $separator));
$keys = array_values(array_intersect(bulk::KEYS, $columns));
if (!in_array('subject', $columns, true) || count($keys) !== 1) {
    cli_error(get_string('cli_columns', 'auth_asnsso'), 2);
}

$batch = gmdate('Ymd-His-', site::now()) . bin2hex(random_bytes(2));
$bulk = new bulk($issuer, $batch, (bool)$options['dry-run'], (bool)$options['allow-siteadmin']);
$counts = array_fill_keys(['linked', 'already', 'create', 'refused'], 0);
for ($number = 2; ($row = fgetcsv($list, null, $separator)) !== false; $number++) {
    if ($row === [null]) {
        continue;
    }
    // A short line is refused for what it lacks.
    $values = array_map('trim', array_combine($columns, array_slice(array_pad($row, count($columns), ''), 0, count($columns))));
    [$userid, $verdict, $why] = $bulk->line($keys[0], $values[$keys[0]], $values['subject']);
    $counts[$verdict]++;
    cli_writeln(implode("\t", [$number, $userid ?: '-', $verdict, $why]));
}
foreach ($counts as $verdict => $count) {
    cli_writeln(sprintf('%8d  %s', $count, get_string("bulk_$verdict", 'auth_asnsso')));
}
cli_writeln($options['dry-run'] ? get_string('cli_dryrun', 'auth_asnsso') : get_string('cli_batch', 'auth_asnsso', $batch));
exit($counts['refused'] ? 3 : 0);
