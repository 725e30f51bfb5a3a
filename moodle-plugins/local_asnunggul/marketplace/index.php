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
 * The marketplace: its front, or what a search found. All that is chosen is in the address.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;
use local_asnunggul\local\marketplace\shape;
use local_asnunggul\output\marketplace\frame;
use local_asnunggul\output\marketplace\front_page;
use local_asnunggul\output\marketplace\saying;
use local_asnunggul\output\marketplace\search_page;

// Guests come in where the site lets them look for courses: place::enter() decides.
// phpcs:ignore moodle.Files.RequireLogin.Missing
require(__DIR__ . '/../../../config.php');

$question = question::asked();
$searches = optional_param('q', null, PARAM_RAW) !== null || $question->choices;

$PAGE->set_context(\core\context\system::instance());
$PAGE->set_url($searches ? place::search($question, $question->cursor) : place::front());
place::enter();
$title = $searches ? saying::word('results') : saying::word('marketplace');
$title = $question->words === '' ? $title : shape::printable($question->words) . " – $title";
frame::open($title);

$catalogue = new catalogue(centre::for_page());
$page = $searches ? new search_page($catalogue, $question) : new front_page($catalogue, bundle::current());
$content = $OUTPUT->render($page);
echo $OUTPUT->header(), $content, $OUTPUT->footer();
