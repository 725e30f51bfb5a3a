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

use block_asnunggul\output\content;

/**
 * The dashboard's block: courses that were begun here, and what the marketplace has. Draws what is kept and asks nobody.
 *
 * @package    block_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class block_asnunggul extends block_base {
    #[\Override]
    public function init(): void {
        $this->title = get_string('pluginname', 'block_asnunggul');
    }

    #[\Override]
    public function applicable_formats(): array {
        return ['my' => true];
    }

    #[\Override]
    public function get_content(): stdClass {
        if ($this->content === null) {
            $content = new content();
            $renderer = $this->page->get_renderer('core');
            $this->content = (object) ['text' => $content->has_something() ? $renderer->render($content) : '', 'footer' => ''];
        }
        return $this->content;
    }
}
