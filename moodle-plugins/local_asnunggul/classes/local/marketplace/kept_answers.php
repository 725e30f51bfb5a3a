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
 * The last good answers of the centre, in a cache of the whole site: a bounded number, and nothing tells who asked or which words.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class kept_answers {
    /** So many are kept; a newer one takes the place of an older one. */
    private const PLACES = 256;

    /**
     * The last good answer to a question.
     *
     * @param string $path what the centre was asked
     * @return array|null the answer, and when it came
     */
    public static function get(string $path): ?array {
        $kept = self::cache()->get(self::place($path));
        return is_array($kept) && $kept['asked'] === self::digest($path) ? [$kept['said'], $kept['time']] : null;
    }

    /**
     * Keeps an answer.
     *
     * @param string $path
     * @param array $said
     * @param int $time
     */
    public static function set(string $path, array $said, int $time): void {
        self::cache()->set(self::place($path), ['asked' => self::digest($path), 'said' => $said, 'time' => $time]);
    }

    /**
     * Forgets the answer to a question: the centre has said that it is true no longer.
     *
     * @param string $path
     */
    public static function drop(string $path): void {
        self::cache()->delete(self::place($path));
    }

    /**
     * Forgets all of them.
     */
    public static function forget(): void {
        self::cache()->purge();
    }

    /**
     * Where an answer is kept.
     *
     * @param string $path
     * @return string
     */
    private static function place(string $path): string {
        return 'place' . crc32($path) % self::PLACES;
    }

    /**
     * What stands for a question.
     *
     * @param string $path
     * @return string
     */
    private static function digest(string $path): string {
        return hash('sha256', $path);
    }

    /**
     * The cache.
     *
     * @return \cache_application
     */
    private static function cache(): \cache_application {
        return \cache::make('local_asnunggul', 'market');
    }
}
