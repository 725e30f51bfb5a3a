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
 * The form in which a learner gives a course stars and a text; works without a script, by keyboard and by screen reader.
 *
 * Its data: the rating there is, or null.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rating_form extends \moodleform {
    #[\Override]
    protected function definition(): void {
        $form = $this->_form;
        $stars = [];
        for ($number = 5; $number >= 1; $number--) {
            // Stars for the eye, words for every reader.
            $shown = str_repeat('★', $number) . "\u{00A0}";
            $label = \core\output\html_writer::span($shown, '', ['aria-hidden' => 'true'])
                . get_string("stars_$number", 'local_asnunggul');
            $stars[] = $form->createElement('radio', 'stars', '', $label, $number);
        }
        // One below the other: a thumb hits each.
        $form->addGroup($stars, 'starsgroup', get_string('column_stars', 'local_asnunggul'), ['<div class="w-100"></div>'], false);
        $form->addElement('textarea', 'text', get_string('rating_text', 'local_asnunggul'), ['rows' => 6, 'dir' => 'auto']);
        $form->setType('text', PARAM_RAW);
        $form->addElement('static', 'seen', '', get_string('rating_seen', 'local_asnunggul'));
        if ($rating = $this->_customdata) {
            $this->set_data(['stars' => $rating->stars, 'text' => $rating->text]);
        }
        $this->add_action_buttons(true, get_string($rating ? 'rating_save' : 'rate', 'local_asnunggul'));
    }

    #[\Override]
    public function validation($data, $files): array {
        $errors = parent::validation($data, $files);
        if (!in_array((int)($data['stars'] ?? 0), range(1, 5), true)) {
            $errors['starsgroup'] = get_string('stars_missing', 'local_asnunggul');
        }
        if ($fault = written::from($data['text'], written::LONG)->fault) {
            $errors['text'] = (string)$fault;
        }
        return $errors;
    }
}
