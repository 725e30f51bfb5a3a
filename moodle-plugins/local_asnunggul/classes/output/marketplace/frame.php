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

namespace local_asnunggul\output\marketplace;

use local_asnunggul\local\marketplace\answer;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;
use local_asnunggul\marketplace_hooks;

/**
 * What every page of the marketplace has: the search form, the ways to its parts, and the word that what is shown is kept.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class frame {
    /**
     * Sets the page of the request up.
     *
     * @param string $title what tells it from other pages; foreign text without what turns directions
     */
    public static function open(string $title): void {
        global $PAGE;
        $name = saying::word('marketplace');
        // Wide enough for three cards, as the pages of Moodle's own categories are.
        $PAGE->set_pagelayout('coursecategory');
        $PAGE->set_title($title === $name ? $name : "$title – $name");
        $PAGE->set_heading($name);
        $PAGE->set_primary_active_tab(marketplace_hooks::TAB);
        $PAGE->set_secondary_navigation(false);
        $PAGE->requires->js_call_amd('local_asnunggul/marketplace', 'init');
    }

    /**
     * The data every page has.
     *
     * @param question $question what the search form holds
     * @param answer|null $answer of when what is shown is; null if there is none
     * @param string|null $agency in which the form searches, if in one
     * @return array
     */
    public static function export(question $question, ?answer $answer, ?string $agency = null): array {
        $along = array_diff_key($question->parameters(), ['q' => '']);
        // Choices stand beside the form and belong to it, so only what has no box goes along unseen.
        $isunseen = fn(string $name): bool => $name === 'sort' || str_starts_with($name, 'tenant[');
        $along = array_filter($along, $isunseen, ARRAY_FILTER_USE_KEY) + ($agency === null ? [] : ['agency[0]' => $agency]);
        return [
            'home' => place::front()->out(false),
            'all' => place::search(new question())->out(false),
            'agencies' => place::agency()->out(false),
            'action' => place::front()->out_omit_querystring(),
            'words' => $question->words,
            'label' => saying::word($agency === null ? 'search_label' : 'search_of'),
            'along' => array_map(
                fn(string $name, string $value): array => ['name' => $name, 'value' => $value],
                array_keys($along),
                array_values($along)
            ),
            'suggests' => isloggedin() && !isguestuser(),
            'notice' => self::notice($answer, $question),
        ];
    }

    /**
     * The word that something is kept; null if it is from now.
     *
     * @param answer|null $answer
     * @param question $question
     * @return string|null
     */
    private static function notice(?answer $answer, question $question): ?string {
        $clock = $answer === null ? '' : saying::clock($answer->time);
        return match ($answer?->source) {
            null => saying::word('unreachable'),
            answer::NOW => $answer->isunproven ? saying::word('unproven') : null,
            answer::KEPT => saying::word('kept', $clock),
            answer::LOOKED_UP => saying::word($question->words === '' ? 'browsed' : 'lookedup', $clock),
        };
    }
}
