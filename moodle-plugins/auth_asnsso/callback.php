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
 * Where the issuer sends people back to, with a code or a reason.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use auth_asnsso\local\callback;
use auth_asnsso\local\failure;
use auth_asnsso\local\sign_in_refused;
use auth_asnsso\local\visit;

// Who comes here is about to sign in.
// phpcs:ignore moodle.Files.RequireLogin.Missing
require(__DIR__ . '/../../config.php');

$PAGE->set_url('/auth/asnsso/callback.php');
$PAGE->set_context(\core\context\system::instance());

try {
    redirect(callback::take([
        'state' => visit::text('state', PARAM_ALPHANUM),
        'code' => visit::text('code'),
        'error' => visit::text('error', PARAM_ALPHANUMEXT),
        'iss' => visit::text('iss'),
    ]));
} catch (sign_in_refused $e) {
    failure::show($e);
}
