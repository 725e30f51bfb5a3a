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
 * The learning feed: one signed request of the centre, one sealed answer (docs/contract.md section 3).
 *
 * While `admin/cli/maintenance.php --enable` is in force Moodle itself answers 503 with Retry-After, before this script is reached.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

// phpcs:disable moodle.Files.RequireLogin.Missing -- the centre proves itself by a signed token, see request_guard.
define('NO_MOODLE_COOKIES', true);
define('NO_DEBUG_DISPLAY', true);
define('NO_UPGRADE_CHECK', true);

require(__DIR__ . '/../../config.php');

use local_asnunggul\local\feed\answer;
use local_asnunggul\local\feed\answer_body;
use local_asnunggul\local\feed\endpoint;
use local_asnunggul\local\feed\request;
use local_asnunggul\local\membership\problem;
use local_asnunggul\local\membership\request_guard;

try {
    endpoint::require_post();
    endpoint::require_running();
    request_guard::require(endpoint::authorization(), 'feed');
    $request = request::parse(file_get_contents('php://input', false, null, 0, request::MAX_BYTES + 1));
    raise_memory_limit(MEMORY_EXTRA);
    $gzip = endpoint::accepts_gzip();
    $body = new answer_body($gzip);
    answer::write($request, $body);
    endpoint::note_read();
    endpoint::send($body->finish(), $gzip);
} catch (problem $problem) {
    endpoint::send_problem($problem);
} catch (\Throwable $e) {
    // Not its message: that of a database error quotes the values of the statement.
    // phpcs:ignore moodle.PHP.ForbiddenFunctions -- debugging() is silent on a production site.
    error_log('local_asnunggul feed: ' . get_class($e) . ' at ' . $e->getFile() . ':' . $e->getLine());
    endpoint::send_problem(new problem(500, 'internal_error', 'The feed failed; the web server log of the site says where.'));
}
