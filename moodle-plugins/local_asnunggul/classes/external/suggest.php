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

namespace local_asnunggul\external;

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_multiple_structure;
use core_external\external_value;
use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\marketplace\place;

/**
 * Titles of the marketplace for what somebody who is signed in has typed so far. The browser asks this site, never the centre.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class suggest extends external_api {
    /** Characters that are looked for, at most and at least. */
    private const MOST = 100;

    /** Fewer say nothing. */
    private const LEAST = 2;

    /**
     * What it takes.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters(['words' => new external_value(PARAM_RAW, 'the beginning of some words')]);
    }

    /**
     * The titles.
     *
     * @param string $words
     * @return string[]
     */
    public static function execute(string $words): array {
        ['words' => $words] = self::validate_parameters(self::execute_parameters(), ['words' => $words]);
        self::validate_context(\core\context\system::instance());
        $words = \core_text::substr(trim(preg_replace('/\p{Cc}+/u', ' ', $words) ?? ''), 0, self::MOST);
        if (!place::is_open() || \core_text::strlen($words) < self::LEAST) {
            return [];
        }
        return (new catalogue(centre::for_page()))->suggestions($words);
    }

    /**
     * What it returns.
     *
     * @return external_multiple_structure
     */
    public static function execute_returns(): external_multiple_structure {
        return new external_multiple_structure(new external_value(PARAM_RAW, 'a title, as plain text'));
    }
}
