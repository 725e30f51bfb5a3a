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

namespace local_asnunggul\form;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

use local_asnunggul\local\membership\objection;

/**
 * The form in which the tenant admin objects to what LAN says, and says why.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class objection_form extends \moodleform {
    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        $label = get_string('objection_reason', 'local_asnunggul');
        $form->addElement('textarea', 'reason', $label, ['rows' => 4, 'dir' => 'auto']);
        $form->setType('reason', PARAM_RAW);
        $form->addElement('static', 'reason_desc', '', get_string('objection_reason_desc', 'local_asnunggul'));
        $this->add_action_buttons(true, get_string('objection_send', 'local_asnunggul'));
    }

    #[\Override]
    public function validation($data, $files): array {
        $errors = parent::validation($data, $files);
        $written = objection::written($data['reason']);
        if ($written->fault || $written->text === null) {
            $errors['reason'] = (string)($written->fault ?? get_string('required'));
        }
        return $errors;
    }

    /**
     * Shows why the centre did not take it; what was written stays.
     *
     * @param string $message
     */
    public function refuse(string $message): void {
        $this->_form->setElementError('reason', $message);
    }
}
