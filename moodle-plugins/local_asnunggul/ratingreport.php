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
 * Where somebody reports a rating as abuse.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\form\report_form;
use local_asnunggul\local\rating\abuse;
use local_asnunggul\local\rating\course_ratings;
use local_asnunggul\local\rating\entitlement;
use local_asnunggul\output\rating_link;

require(__DIR__ . '/../../config.php');

$rating = course_ratings::one(required_param('id', PARAM_INT));
$course = get_course($rating->courseid);
$title = get_string('rating_report', 'local_asnunggul');
$PAGE->set_url('/local/asnunggul/ratingreport.php', ['id' => $rating->id]);
require_login($course, false);
rating_link::begin($course, $title);
$back = new \core\url('/local/asnunggul/ratings.php', ['course' => $course->id]);
if ($refusal = entitlement::refusal_of_report($rating)) {
    redirect($back, get_string($refusal, 'local_asnunggul'), null, \core\output\notification::NOTIFY_WARNING);
}

$form = new report_form($PAGE->url);
if ($form->is_cancelled()) {
    redirect($back);
}
if ($data = $form->get_data()) {
    abuse::report((int)$rating->id, $data->reason);
    redirect($back, get_string('rating_reported', 'local_asnunggul'), null, \core\output\notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading($title);
$quoted = ['hastext' => $rating->text !== null, 'text' => $rating->text];
echo $OUTPUT->render_from_template('local_asnunggul/rating_quoted', $quoted);
$form->display();
echo $OUTPUT->footer();
