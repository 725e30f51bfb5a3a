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

use local_asnunggul\local\rating\written;

/**
 * The form in which the owner of a course answers a rating and flags it for LAN. Its data: the rating.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class answer_form extends \moodleform {
    /** The fields, and the most characters of each. */
    private const FIELDS = ['answer' => written::LONG, 'flagreason' => written::SHORT];

    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        foreach (array_keys(self::FIELDS) as $field) {
            $label = get_string("rating_$field", 'local_asnunggul');
            $form->addElement('textarea', $field, $label, ['rows' => $field === 'answer' ? 6 : 3, 'dir' => 'auto']);
            $form->setType($field, PARAM_RAW);
            $form->addElement('static', "{$field}_desc", '', get_string("rating_{$field}_desc", 'local_asnunggul'));
        }
        $this->set_data(array_intersect_key((array)$this->_customdata, self::FIELDS));
        $this->add_action_buttons();
    }

    #[\Override]
    public function validation($data, $files): array {
        $errors = parent::validation($data, $files);
        foreach (self::FIELDS as $field => $most) {
            if ($fault = written::from($data[$field], $most)->fault) {
                $errors[$field] = (string)$fault;
            }
        }
        return $errors;
    }
}
