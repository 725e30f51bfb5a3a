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

namespace local_asnunggul\local\marketplace;

/**
 * What the centre says is foreign: only members that are known are taken, each of its type and of bounded size.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class shape {
    /** No number of seconds since 1970 that a calendar has is larger. */
    private const LAST_SECOND = 253402214400;

    /** Characters a web address may have. */
    private const ADDRESS = 1333;

    /**
     * Exactly the named members of an object; null if one that must be there is wrong. Another that is wrong is left out.
     *
     * @param mixed $said
     * @param array $types by name; with `?` before it need not be there; the number after a text is its most characters
     * @return array|null
     */
    public static function members(mixed $said, array $types): ?array {
        if (!is_array($said)) {
            return null;
        }
        $clean = [];
        foreach ($types as $name => $type) {
            $clean[$name] = self::value($said[$name] ?? null, ltrim($type, '?'));
            if ($clean[$name] === null && $type[0] !== '?') {
                return null;
            }
        }
        return $clean;
    }

    /**
     * The things a list is made of; what is none of them is left out, for one bad thing says nothing about the others.
     *
     * @param mixed $said
     * @param int $most
     * @param callable $make of one thing, null if it is none
     * @return array|null null if it is no list
     */
    public static function each(mixed $said, int $most, callable $make): ?array {
        if (!is_array($said) || !array_is_list($said)) {
            return null;
        }
        $made = array_map($make, array_slice($said, 0, $most));
        return array_values(array_filter($made, fn(mixed $one): bool => $one !== null));
    }

    /**
     * Text without what no page can show; not longer than so many characters.
     *
     * @param string $text
     * @param int $most
     * @return string
     */
    public static function text(string $text, int $most): string {
        $text = preg_replace('/[^\P{Cc}\n\t]/u', ' ', $text) ?? '';
        return \core_text::strlen($text) <= $most ? $text : rtrim(\core_text::substr($text, 0, $most)) . ' …';
    }

    /**
     * Text for where no markup can keep its direction to itself, such as the title of a page.
     *
     * @param string $text
     * @return string
     */
    public static function printable(string $text): string {
        return preg_replace('/[\x{61c}\x{200e}\x{200f}\x{2028}\x{2029}\x{202a}-\x{202e}\x{2066}-\x{2069}]/u', '', $text) ?? '';
    }

    /**
     * A value of this type, or null.
     *
     * @param mixed $value
     * @param string $type
     * @return mixed
     */
    private static function value(mixed $value, string $type): mixed {
        [$type, $most] = explode(':', $type) + [1 => 0];
        return match ($type) {
            'text' => is_string($value) && trim($value) !== '' ? self::text($value, (int) $most) : null,
            'slug' => is_string($value) && preg_match('/^[a-z0-9-]{1,64}\z/', $value) ? $value : null,
            'word' => is_string($value) && preg_match('/^[A-Za-z0-9_-]{1,32}\z/', $value) ? $value : null,
            'id' => is_int($value) && $value > 0 ? $value : null,
            'count' => is_int($value) && $value >= 0 ? $value : null,
            'time' => is_int($value) && $value >= 0 && $value < self::LAST_SECOND ? $value : null,
            'number' => (is_int($value) || is_float($value)) && $value >= 0 && $value < 1e9 ? (float) $value : null,
            'flag' => is_bool($value) ? $value : null,
            'texts' => self::each($value, 10, fn(mixed $one): ?string => self::value($one, "text:$most")),
            'image' => is_string($value) && preg_match('~^/images/[0-9a-f]{64}\z~', $value) ? $value : null,
            'colour' => is_string($value) && preg_match('/^#[0-9a-f]{6}\z/', $value) ? $value : null,
            'address' => is_string($value) && self::is_address($value) ? $value : null,
            'parts' => self::parts($value, (int) $most),
            'rating' => self::members($value, ['mean' => '?number', 'count' => 'count', 'shown' => 'flag']),
            'reasons' => self::each($value, (int) $most, self::reason(...)),
        };
    }

    /**
     * One reason of where an offering stands: what it is about, and its numbers.
     *
     * @param mixed $value
     * @return array|null
     */
    private static function reason(mixed $value): ?array {
        $clean = self::members($value, ['what' => 'word']);
        $numbers = $value['numbers'] ?? null;
        if ($clean === null || !is_array($numbers) || count($numbers) > 12) {
            return null;
        }
        $number = fn(mixed $one): ?float => self::value($one, 'number');
        return $clean + ['numbers' => array_filter(array_map($number, $numbers), fn(?float $one): bool => $one !== null)];
    }

    /**
     * A text in pieces of which some are marked.
     *
     * @param mixed $value
     * @param int $most characters of each
     * @return array|null
     */
    private static function parts(mixed $value, int $most): ?array {
        $piece = fn(mixed $one): ?array =>
            is_array($one) && is_string($one['text'] ?? null) && is_bool($one['hit'] ?? null)
                ? ['text' => self::text($one['text'], $most), 'hit' => $one['hit']]
                : null;
        return self::each($value, 100, $piece);
    }

    /**
     * Whether this is the address of a page on a web server, and nothing that a browser would run.
     *
     * @param string $value
     * @return bool
     */
    private static function is_address(string $value): bool {
        if (strlen($value) > self::ADDRESS || preg_match('/[\x00-\x20\x7f"\'<>\\\\^\x60{|}]/', $value)) {
            return false;
        }
        $parts = parse_url($value);
        return is_array($parts)
            && in_array(strtolower($parts['scheme'] ?? ''), ['http', 'https'], true)
            && ($parts['host'] ?? '') !== ''
            && !isset($parts['user']);
    }
}
