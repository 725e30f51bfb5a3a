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
 * Serves this site's public keys, exactly the bytes whose sha256 its tokens announce.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('NO_MOODLE_COOKIES', true);
define('NO_DEBUG_DISPLAY', true);
define('NO_UPGRADE_CHECK', true);

// Public by design: the centre and the identity issuer read it without signing in.
// phpcs:disable moodle.Files.RequireLogin.Missing
// phpcs:disable moodle.Files.MoodleInternal -- Moodle is not there yet, on purpose.
$levels = ob_get_level();
ob_start();
require(__DIR__ . '/../../config.php');

$document = \local_asnunggul\local\membership\keys::document();

// Whatever the site's own settings printed is no part of it.
while (ob_get_level() > $levels) {
    ob_end_clean();
}
header('Content-Type: application/jwk-set+json');
// Short, so that a new key is seen by all soon after it is published.
header('Cache-Control: public, max-age=60');
header('X-Content-Type-Options: nosniff');
// No Content-Length: where PHP compresses what it puts out (zlib.output_compression), that would be the length of something else.
echo $document;
