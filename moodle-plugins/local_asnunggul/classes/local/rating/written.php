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

namespace local_asnunggul\local\rating;

use lang_string;

/**
 * What somebody wrote into a form, as it is stored: plain text in any script, as they wrote it; pure.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class written {
    /** The most characters of a rating and of its answer. */
    public const LONG = 2000;

    /** The most characters of a reason. */
    public const SHORT = 500;

    /**
     * The text, or why it cannot be taken.
     *
     * @param string|null $text null: nothing but space was written
     * @param lang_string|null $fault
     */
    private function __construct(
        /** @var string|null The text. */
        public readonly ?string $text,
        /** @var lang_string|null What to change about it. */
        public readonly ?lang_string $fault = null,
    ) {
    }

    /**
     * What arrived from a form.
     *
     * @param string $raw
     * @param int $most characters
     * @return self
     */
    public static function from(string $raw, int $most): self {
        // Browsers end lines with two characters, the contract with one.
        $text = str_replace(["\r\n", "\r"], "\n", $raw);
        if (!mb_check_encoding($text, 'UTF-8') || preg_match('/[\x{0}-\x{8}\x{B}-\x{1F}\x{7F}-\x{9F}]/u', $text)) {
            return new self(null, new lang_string('written_control', 'local_asnunggul'));
        }
        // Nor is there anything to read in characters that only turn or join others.
        $text = preg_match('/^[\s\p{Z}\p{Cf}]*$/u', $text) ? null : trim($text);
        $length = $text === null ? 0 : \core_text::strlen($text);
        if ($length > $most) {
            return new self(null, new lang_string('written_long', 'local_asnunggul', ['most' => $most, 'length' => $length]));
        }
        return new self($text);
    }

    /**
     * The text of a caller who has asked for the fault already.
     *
     * @param string|null $raw
     * @param int $most characters
     * @return string|null
     */
    public static function text(?string $raw, int $most): ?string {
        $written = self::from((string)$raw, $most);
        if ($written->fault) {
            throw new \invalid_parameter_exception((string)$written->fault);
        }
        return $written->text;
    }
}
