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
 * Where the tenant admin objects to what LAN says about a course of this site.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\form\objection_form;
use local_asnunggul\local\membership\centre_error;
use local_asnunggul\local\membership\objection;
use local_asnunggul\output\tenant_status_section;

require(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

$decision = required_param('decision', PARAM_INT);
$here = new \core\url('/local/asnunggul/objection.php', ['decision' => $decision]);
admin_externalpage_setup('local_asnunggul_status', '', null, $here);
require_capability('local/asnunggul:manage', \core\context\system::instance());
$back = new \core\url('/local/asnunggul/index.php');
$said = objection::about($decision);
if ($said === null) {
    redirect($back, get_string('objection_none', 'local_asnunggul'), null, \core\output\notification::NOTIFY_WARNING);
}

$form = new objection_form($PAGE->url);
if ($form->is_cancelled()) {
    redirect($back);
}
if ($data = $form->get_data()) {
    try {
        objection::send($decision, $data->reason);
        redirect($back, get_string('objection_sent', 'local_asnunggul'), null, \core\output\notification::NOTIFY_SUCCESS);
    } catch (centre_error $e) {
        $form->refuse(s($e->getMessage()));
    }
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('objection', 'local_asnunggul'));
echo $OUTPUT->render_from_template('local_asnunggul/objection', tenant_status_section::decision($said));
$form->display();
echo $OUTPUT->footer();
