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
 * Begins a sign-in. No sesskey: beginning one does no harm, and other sites may link here with the page that is wanted.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use auth_asnsso\local\authorization;
use auth_asnsso\local\failure;
use auth_asnsso\local\issuer_error;
use auth_asnsso\local\known_issuer;
use auth_asnsso\local\sign_in;
use auth_asnsso\local\sign_in_refused;
use auth_asnsso\local\visit;
use auth_asnsso\local\wanted_page;

// Who comes here is not signed in yet.
// phpcs:ignore moodle.Files.RequireLogin.Missing
require(__DIR__ . '/../../config.php');

$PAGE->set_url('/auth/asnsso/login.php');
$PAGE->set_context(\core\context\system::instance());

$asked = visit::text('wantsurl') ?: visit::text('target_link_uri');
$wantsurl = wanted_page::clean($asked) ?: wanted_page::clean($SESSION->wantsurl ?? '');

if (isloggedin() && !isguestuser()) {
    redirect(new \moodle_url($wantsurl ?: '/'));
}
$SESSION->wantsurl = $wantsurl ?: null;
if ($asked !== '' && $wantsurl && known_issuer::for_sign_in() === null) {
    // Whoever made the link knew of sign-in here; since then it was switched off, and the page itself lets people in as it does.
    redirect(new \moodle_url($wantsurl));
}
$another = visit::text('another') === '1';
if ($another) {
    sign_in::make_way();
}
try {
    // Nobody is sent to an issuer that is known to be away, or would hang there.
    if (known_issuer::for_sign_in()?->is_well() === false) {
        throw new sign_in_refused('unreachable', 'known');
    }
    redirect(authorization::begin($wantsurl, false, visit::text('restarted') === '1', $another));
} catch (issuer_error $e) {
    failure::show(new sign_in_refused('unreachable', $e->reason));
} catch (sign_in_refused $e) {
    failure::show($e);
}
