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

/**
 * The form for the one thing a tenant admin pastes: the join code, the first one or a new one.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class join_form extends \moodleform {
    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        // Not remembered by the browser: the code works once.
        $form->addElement('textarea', 'code', get_string('joincode', 'local_asnunggul'), [
            'rows' => 3, 'autocomplete' => 'off', 'spellcheck' => 'false',
        ]);
        $form->setType('code', PARAM_RAW_TRIMMED);
        $form->addRule('code', get_string('required'), 'required');
        $form->addHelpButton('code', 'joincode', 'local_asnunggul');
        $this->add_action_buttons(false, get_string('join', 'local_asnunggul'));
    }

    /**
     * What was submitted, for the question that follows: sent again with its answer.
     *
     * @return string[]
     */
    public function submitted(): array {
        return array_filter($this->_form->getSubmitValues(), 'is_string');
    }

    /**
     * Shows why joining failed, beside the field.
     *
     * @param string $sentence HTML
     */
    public function refuse(string $sentence): void {
        $this->_form->setElementError('code', $sentence);
    }
}
