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

namespace auth_asnsso\form;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/formslib.php');

/**
 * Asks for the user name and password of an account here, or whether there is none. Shows neither the account's name nor whose it is.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class link_form extends \moodleform {
    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        $form->addElement('text', 'username', get_string('username'), ['autocomplete' => 'username', 'autocapitalize' => 'none']);
        $form->setType('username', PARAM_RAW_TRIMMED);
        $form->addRule('username', get_string('required'), 'required');
        $form->addElement('password', 'password', get_string('password'), ['autocomplete' => 'current-password']);
        $form->setType('password', PARAM_RAW);
        $form->addRule('password', get_string('required'), 'required');
        $form->addGroup([
            $form->createElement('submit', 'submitbutton', get_string('link_submit', 'auth_asnsso')),
            $form->createElement('cancel', 'cancel', get_string('link_notmine', 'auth_asnsso')),
        ], 'buttons', '', [' '], false);
        $form->closeHeaderBefore('buttons');
    }

    /**
     * Shows why the password proved nothing, beside the field.
     *
     * @param string $sentence
     */
    public function refuse(string $sentence): void {
        $this->_form->setElementError('password', $sentence);
    }
}
