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

use core\output\named_templatable;
use core\output\renderable;
use core\output\renderer_base;
use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\place;

/**
 * The section of the marketplace on the site's own front page, as data; only of what is kept.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class section implements named_templatable, renderable {
    /** Cards shown. */
    private const CARDS = 3;

    /**
     * The section.
     *
     * @param bundle|null $kept
     */
    public function __construct(
        /** @var bundle|null What is kept. */
        private readonly ?bundle $kept,
    ) {
    }

    /**
     * Whether there is something to show.
     *
     * @return bool
     */
    public function has_something(): bool {
        return !empty($this->kept?->rows['new']);
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_asnunggul/marketplace/section';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        return [
            'cards' => card::each(array_slice($this->kept->rows['new'], 0, self::CARDS)),
            'url' => place::front()->out(false),
            'asof' => saying::as_of($this->kept->time),
        ];
    }
}
