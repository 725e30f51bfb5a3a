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

namespace block_asnunggul\output;

use block_asnunggul\begun;
use core\output\named_templatable;
use core\output\renderable;
use core\output\renderer_base;
use local_asnunggul\marketplace;

/**
 * What the block shows, as data. What would be chosen for one person is not shown until there is something honest to say.
 *
 * @package    block_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class content implements named_templatable, renderable {
    /** Lines of each list. */
    private const LINES = 4;

    /** @var array[] Courses that were begun here. */
    private readonly array $begun;

    /** @var array[] Rows of the marketplace. */
    private readonly array $rows;

    /**
     * For the person who is signed in.
     */
    public function __construct() {
        global $USER;
        $signedin = isloggedin() && !isguestuser();
        $this->begun = $signedin ? array_map(self::line(...), begun::courses((int) $USER->id, self::LINES)) : [];
        $this->rows = marketplace::is_open() ? marketplace::rows(['popular', 'new'], self::LINES) : [];
    }

    /**
     * Whether there is something to show.
     *
     * @return bool
     */
    public function has_something(): bool {
        return $this->begun || $this->rows || marketplace::is_open();
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'block_asnunggul/content';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $isopen = marketplace::is_open();
        return [
            'begun' => $this->begun,
            'hasbegun' => (bool) $this->begun,
            'rows' => $this->rows,
            'asof' => $this->rows ? marketplace::as_of() : null,
            'url' => $isopen ? marketplace::address()->out(false) : null,
        ];
    }

    /**
     * One course of this site.
     *
     * @param \stdClass $course
     * @return array
     */
    private static function line(\stdClass $course): array {
        $context = \core\context\course::instance($course->id);
        return [
            'title' => format_string($course->fullname, true, ['context' => $context]),
            'url' => (new \core\url('/course/view.php', ['id' => $course->id]))->out(false),
        ];
    }
}
