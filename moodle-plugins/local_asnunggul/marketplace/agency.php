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
 * What one agency offers in the marketplace, or the list of all agencies.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\shape;
use local_asnunggul\output\marketplace\agency_page;
use local_asnunggul\output\marketplace\frame;
use local_asnunggul\output\marketplace\saying;

// Guests come in where the site lets them look for courses: place::enter() decides.
// phpcs:ignore moodle.Files.RequireLogin.Missing
require(__DIR__ . '/../../../config.php');

$agency = \core_text::substr(optional_param('agency', '', PARAM_RAW_TRIMMED), 0, 255);
$agency = $agency === '' ? null : $agency;
$cursor = \core_text::substr(optional_param('cursor', '', PARAM_RAW_TRIMMED), 0, 500);
$cursor = $cursor === '' ? null : $cursor;

$PAGE->set_context(\core\context\system::instance());
$PAGE->set_url(place::agency($agency, $cursor));
place::enter();
frame::open($agency === null ? saying::word('agencies') : shape::printable($agency));

$content = $OUTPUT->render(new agency_page(new catalogue(centre::for_page()), bundle::current(), $agency, $cursor));
echo $OUTPUT->header(), $content, $OUTPUT->footer();
