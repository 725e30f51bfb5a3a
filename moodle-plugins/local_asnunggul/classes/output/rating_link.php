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

namespace local_asnunggul\output;

use local_asnunggul\local\rating\course_ratings;

/**
 * The link to the ratings in the navigation of a course, and the pages behind it. On the page of the course itself it says how
 * many ratings there are, and their mean.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rating_link {
    /** The key of the link. */
    public const KEY = 'local_asnunggul_ratings';

    /**
     * Adds it where there can be ratings. It asks the database on the page of the course only.
     *
     * @param \navigation_node $parent
     * @param \stdClass $course
     */
    public static function add(\navigation_node $parent, \stdClass $course): void {
        global $CFG, $PAGE;

        if (empty($course->enablecompletion) || empty($CFG->enablecompletion) || (int)$course->id === (int)SITEID) {
            return;
        }
        $text = get_string('ratings_title', 'local_asnunggul');
        if (str_starts_with($PAGE->pagetype, 'course-view')) {
            [$count, $mean] = course_ratings::summary((int)$course->id);
            $a = ['mean' => ratings_page::mean($mean), 'count' => $count];
            $text = $count ? get_string('ratings_link', 'local_asnunggul', $a) : $text;
        }
        $url = new \core\url('/local/asnunggul/ratings.php', ['course' => $course->id]);
        $parent->add($text, $url, \navigation_node::TYPE_SETTING, null, self::KEY, new \core\output\pix_icon('i/star', ''));
    }

    /**
     * Begins a page about the ratings of a course.
     *
     * @param \stdClass $course
     * @param string $title
     */
    public static function begin(\stdClass $course, string $title): void {
        global $PAGE;

        $PAGE->set_pagelayout('incourse');
        $PAGE->set_secondary_active_tab(self::KEY);
        $PAGE->set_title("$title: " . format_string($course->fullname));
        $PAGE->set_heading(format_string($course->fullname));
    }
}
