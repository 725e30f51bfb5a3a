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

namespace local_asnunggul;

use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\setting;
use local_asnunggul\output\marketplace\section;

/**
 * Lets pages of the site lead to the marketplace. Every page comes by here, so the centre is not asked and nothing is read that
 * Moodle has not read anyway; only the site's own front page reads a file.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class marketplace_hooks {
    /** The name of the marketplace in the navigation. */
    public const TAB = 'local_asnunggul_marketplace';

    /**
     * The primary navigation is made.
     *
     * @param \core\hook\navigation\primary_extend $hook
     */
    public static function primary_extend(\core\hook\navigation\primary_extend $hook): void {
        global $CFG;
        $isseen = !$CFG->forcelogin || isloggedin();
        if ($isseen && place::is_open() && setting::marketplace_navigation()->is_on()) {
            $text = get_string('market_short_name', 'local_asnunggul');
            $hook->get_primaryview()->add($text, place::front(), \navigation_node::TYPE_CUSTOM, null, self::TAB);
        }
    }

    /**
     * The content of a page is complete.
     *
     * @param \core\hook\output\before_footer_html_generation $hook
     */
    public static function before_footer_html_generation(\core\hook\output\before_footer_html_generation $hook): void {
        global $PAGE;
        if ($PAGE->pagetype !== 'site-index' || !place::is_open() || !setting::marketplace_frontpage()->is_on()) {
            return;
        }
        $section = new section(bundle::current());
        if ($section->has_something()) {
            $hook->add_html($PAGE->get_renderer('core')->render($section));
        }
    }
}
