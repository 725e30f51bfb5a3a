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

use local_asnunggul\local\marketplace\offering;
use local_asnunggul\local\membership\membership;

/**
 * What is drawn of an offering: its image and its owner's logo, which the visitor's browser fetches from the centre, and the
 * owner's colour. Decoration only: a card without it says the same.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class picture {
    /** Tiles of different colours, for courses without an image; those of one owner have one. */
    private const TILES = 6;

    /**
     * For the template.
     *
     * @param offering $one
     * @return array
     */
    public static function export(offering $one): array {
        ['agency' => $agency, 'image' => $image, 'logo' => $logo, 'colour' => $colour] = $one->facts;
        return [
            'image' => self::address($image),
            'logo' => self::address($logo),
            'colour' => $colour,
            'tile' => array_sum(unpack('C*', $agency)) % self::TILES,
        ];
    }

    /**
     * The address of an image at the centre.
     *
     * @param string|null $path
     * @return string|null
     */
    private static function address(?string $path): ?string {
        $centre = membership::current()?->centre;
        return $path === null || $centre === null ? null : $centre . $path;
    }
}
