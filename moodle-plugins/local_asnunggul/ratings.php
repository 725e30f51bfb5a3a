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
 * The ratings of a course.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\output\rating_link;
use local_asnunggul\output\ratings_page;

require(__DIR__ . '/../../config.php');

$course = get_course(required_param('course', PARAM_INT));
$page = optional_param('page', 0, PARAM_INT);
$title = get_string('ratings_title', 'local_asnunggul');
$PAGE->set_url('/local/asnunggul/ratings.php', ['course' => $course->id]);
require_login($course, false);
rating_link::begin($course, $title);

echo $OUTPUT->header();
echo $OUTPUT->heading($title);
echo $OUTPUT->render(new ratings_page($course, max(0, $page)));
echo $OUTPUT->footer();
