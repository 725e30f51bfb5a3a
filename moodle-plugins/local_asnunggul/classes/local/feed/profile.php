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

use local_asnunggul\local\setting;

/**
 * How this site presents itself on cards: what its admin wrote, else what Moodle knows; nothing without consent.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class profile {
    /**
     * The profile of the handshake.
     *
     * @return array{name: string|null, sentence: string|null, colour: string|null, logo: string|null}|null
     */
    public static function of_site(): ?array {
        if (!setting::card()->is_on()) {
            return null;
        }
        return [
            'name' => plain_text::line(setting::profile_name()->value() ?: get_site()->fullname, setting::NAME),
            'sentence' => plain_text::line(setting::profile_sentence()->value(), setting::SENTENCE),
            'colour' => self::colour(setting::profile_colour()->value()) ?? self::colour(get_config('theme_boost', 'brandcolor')),
            'logo' => card_images::of([card_images::LOGO])[card_images::LOGO] ?? null,
        ];
    }

    /**
     * A colour as the contract has it.
     *
     * @param string|false $text
     * @return string|null
     */
    private static function colour(string|false $text): ?string {
        $colour = strtolower(trim((string)$text));
        return preg_match('/^#[0-9a-f]{6}$/D', $colour) === 1 ? $colour : null;
    }
}
