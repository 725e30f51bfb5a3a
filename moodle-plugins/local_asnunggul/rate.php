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
 * Where a learner rates a course, edits the rating and takes it back.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\form\rating_form;
use local_asnunggul\local\rating\entitlement;
use local_asnunggul\local\rating\own_rating;
use local_asnunggul\output\rating_link;

require(__DIR__ . '/../../config.php');

$course = get_course(required_param('course', PARAM_INT));
$withdraw = optional_param('withdraw', false, PARAM_BOOL);
$title = get_string('rate', 'local_asnunggul');
$PAGE->set_url('/local/asnunggul/rate.php', ['course' => $course->id]);
require_login($course, false);
rating_link::begin($course, $title);
$back = new \core\url('/local/asnunggul/ratings.php', ['course' => $course->id]);
$own = own_rating::of((int)$course->id, (int)$USER->id);

if ($withdraw && $own) {
    entitlement::enforce(entitlement::refusal_of_anything());
    if (optional_param('confirmed', false, PARAM_BOOL)) {
        require_sesskey();
        own_rating::withdraw((int)$course->id);
        redirect($back, get_string('rating_withdrawn', 'local_asnunggul'), null, \core\output\notification::NOTIFY_SUCCESS);
    }
    $yes = new \core\url($PAGE->url, ['withdraw' => 1, 'confirmed' => 1, 'sesskey' => sesskey()]);
    $button = new \core\output\single_button($yes, get_string('rating_withdraw', 'local_asnunggul'), 'post');
    echo $OUTPUT->header(), $OUTPUT->confirm(get_string('rating_withdraw_question', 'local_asnunggul'), $button, $back);
    echo $OUTPUT->footer();
    die;
}

if ($refusal = entitlement::refusal($course)) {
    redirect($back, get_string($refusal, 'local_asnunggul'), null, \core\output\notification::NOTIFY_WARNING);
}
$form = new rating_form($PAGE->url, $own);
if ($form->is_cancelled()) {
    redirect($back);
}
if ($data = $form->get_data()) {
    own_rating::give($course, (int)$data->stars, $data->text);
    redirect($back, get_string('rating_given', 'local_asnunggul'), null, \core\output\notification::NOTIFY_SUCCESS);
}

echo $OUTPUT->header();
echo $OUTPUT->heading($title);
$form->display();
if ($own) {
    $url = new \core\url($PAGE->url, ['withdraw' => 1]);
    echo \core\output\html_writer::link($url, get_string('rating_withdraw', 'local_asnunggul'), ['class' => 'btn btn-secondary']);
}
echo $OUTPUT->footer();
