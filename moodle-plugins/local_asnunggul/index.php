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
 * The tenant admin's page: membership, what LAN receives, what it refused, the self-test.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\form\join_form;
use local_asnunggul\local\membership\admin_action;
use local_asnunggul\local\membership\join;
use local_asnunggul\local\membership\join_preview;
use local_asnunggul\output\status_page;

require(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$action = admin_action::tryFrom(optional_param('action', '', PARAM_ALPHA));
$confirmed = optional_param('confirmed', false, PARAM_BOOL);
$selftest = optional_param('selftest', false, PARAM_BOOL);

admin_externalpage_setup('local_asnunggul_status');
$context = \core\context\system::instance();
$manages = has_capability('local/asnunggul:manage', $context);
$primary = \core\output\single_button::BUTTON_PRIMARY;
$form = $manages ? new join_form($PAGE->url) : null;

if ($action) {
    require_capability('local/asnunggul:manage', $context);
    require_sesskey();
    if ($confirmed || !$action->needs_confirmation()) {
        try {
            redirect($PAGE->url, $action->run(), null, \core\output\notification::NOTIFY_SUCCESS);
        } catch (\local_asnunggul\local\membership\centre_error $e) {
            redirect($PAGE->url, s($e->getMessage()), null, \core\output\notification::NOTIFY_ERROR);
        }
    }
    $yes = new \core\url($PAGE->url, ['action' => $action->value, 'confirmed' => 1, 'sesskey' => sesskey()]);
    $button = new \core\output\single_button($yes, $action->label(), 'post', $primary);
    echo $OUTPUT->header(), $OUTPUT->confirm($action->question(), $button, $PAGE->url), $OUTPUT->footer();
    die;
}

if ($data = $form?->get_data()) {
    try {
        if ($confirmed) {
            $membership = join::by_code($data->code);
            $message = get_string('joinedto', 'local_asnunggul', s($membership->centre));
            redirect(new \core\url($PAGE->url, ['selftest' => 1]), $message, null, \core\output\notification::NOTIFY_SUCCESS);
        }
        $question = implode('<br>', array_map('s', join_preview::of_code($data->code)->lines()));
        $yes = new \core\url($PAGE->url, ['confirmed' => 1] + $form->submitted());
        $button = new \core\output\single_button($yes, get_string('join', 'local_asnunggul'), 'post', $primary);
        echo $OUTPUT->header(), $OUTPUT->confirm($question, $button, $PAGE->url), $OUTPUT->footer();
        die;
    } catch (\moodle_exception $e) {
        $form->refuse(s($e->getMessage()));
    }
}

echo $OUTPUT->header();
echo $OUTPUT->render(new status_page($manages, $form, $selftest));
echo $OUTPUT->footer();
