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
 * Where the issuer itself, without a browser, says that a session has ended. Opens no session; proves what it is told.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

use auth_asnsso\local\sign_in_refused;
use auth_asnsso\local\single_logout;
use auth_asnsso\local\visit;

define('NO_MOODLE_COOKIES', true);
define('NO_DEBUG_DISPLAY', true);
define('NO_UPGRADE_CHECK', true);

// The issuer proves itself by the token's signature.
// phpcs:ignore moodle.Files.RequireLogin.Missing
require(__DIR__ . '/../../config.php');

header('Content-Type: application/json');
header('Cache-Control: no-store');
try {
    // Whatever is much longer than a token is none.
    if ($_SERVER['REQUEST_METHOD'] !== 'POST' || (int) ($_SERVER['CONTENT_LENGTH'] ?? 0) > 32768) {
        throw new sign_in_refused('badtoken', 'form');
    }
    single_logout::by_issuer(visit::text('logout_token'));
    http_response_code(200);
} catch (sign_in_refused $e) {
    http_response_code(400);
    echo json_encode(['error' => 'invalid_request', 'error_description' => "$e->reason $e->detail"]);
}
