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

namespace local_asnunggul\local\feed;

/**
 * The category tree, read once: names from the top down, and which categories are hidden; reads one table.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class category_paths {
    /** @var array<int, \stdClass> id, name, path and visible of all categories. */
    private array $categories;

    /**
     * Reads the tree.
     */
    public function __construct() {
        global $DB;
        $this->categories = $DB->get_records('course_categories', null, '', 'id, name, path, visible');
    }

    /**
     * The names from the top category to this one, joined by " / ".
     *
     * @param int $categoryid
     * @return string|null
     */
    public function name(int $categoryid): ?string {
        $names = array_map(fn(\stdClass $category): ?string => plain_text::line($category->name, 255), $this->line($categoryid));
        return plain_text::cut(implode(' / ', array_filter($names, is_string(...))), 500);
    }

    /**
     * Whether this category and all above it are visible.
     *
     * @param int $categoryid
     * @return bool
     */
    public function is_visible(int $categoryid): bool {
        return !array_filter($this->line($categoryid), fn(\stdClass $category): bool => !$category->visible);
    }

    /**
     * The categories from the top to this one.
     *
     * @param int $categoryid
     * @return \stdClass[]
     */
    private function line(int $categoryid): array {
        $path = explode('/', $this->categories[$categoryid]->path ?? '');
        return array_filter(array_map(fn(string $id): ?\stdClass => $this->categories[(int)$id] ?? null, $path));
    }
}
