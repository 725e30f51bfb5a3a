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
 * One course of the marketplace, and the way into it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\shape;
use local_asnunggul\output\marketplace\course_page;
use local_asnunggul\output\marketplace\frame;

// Guests come in where the site lets them look for courses: place::enter() decides.
// phpcs:ignore moodle.Files.RequireLogin.Missing
require(__DIR__ . '/../../../config.php');

$tenant = required_param('tenant', PARAM_ALPHANUMEXT);
$course = required_param('course', PARAM_INT);

$PAGE->set_context(\core\context\system::instance());
$PAGE->set_url('/local/asnunggul/marketplace/course.php', ['tenant' => $tenant, 'course' => $course]);
place::enter();

$page = new course_page(new catalogue(centre::for_page()), $tenant, $course);
frame::open(shape::printable($page->title()));
if ($page->is_missing()) {
    @header('HTTP/1.1 404 Not Found');
}
$content = $OUTPUT->render($page);
echo $OUTPUT->header(), $content, $OUTPUT->footer();
