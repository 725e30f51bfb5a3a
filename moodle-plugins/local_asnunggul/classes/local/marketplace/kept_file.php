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
 * A document of one centre in the site's data folder: written whole or not at all, and read only for that centre.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class kept_file {
    /** Where they lie in the data folder. */
    private const FOLDER = 'local_asnunggul';

    /** None is longer. */
    private const BYTES = 4 << 20;

    /**
     * What is kept of this centre under a name.
     *
     * @param string $name
     * @param string $centre address
     * @return array|null the document, and of when it is
     */
    public static function read(string $name, string $centre): ?array {
        $file = self::path($name);
        $text = is_file($file) && filesize($file) <= self::BYTES ? file_get_contents($file) : false;
        $kept = $text === false ? null : json_decode($text, true, 16);
        $isours = is_array($kept) && ($kept['centre'] ?? null) === $centre && is_int($kept['time'] ?? null);
        return $isours && is_array($kept['content'] ?? null) ? [$kept['content'], $kept['time']] : null;
    }

    /**
     * Keeps a document in the place of the one before.
     *
     * @param string $name
     * @param string $centre
     * @param array $content
     * @param int $time
     */
    public static function write(string $name, string $centre, array $content, int $time): void {
        global $CFG;
        $folder = make_upload_directory(self::FOLDER);
        $flags = JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
        $text = json_encode(['centre' => $centre, 'time' => $time, 'content' => $content], $flags);
        $draft = tempnam($folder, 'draft');
        $iswritten = $draft !== false
            && file_put_contents($draft, $text) === strlen($text)
            && chmod($draft, $CFG->filepermissions)
            && rename($draft, self::path($name));
        if (!$iswritten) {
            throw new \moodle_exception('market_cannotkeep', 'local_asnunggul', '', $folder);
        }
    }

    /**
     * Forgets a document.
     *
     * @param string $name
     */
    public static function drop(string $name): void {
        $file = self::path($name);
        if (is_file($file)) {
            unlink($file);
        }
    }

    /**
     * Forgets all documents.
     */
    public static function forget(): void {
        foreach (glob(self::path('*')) as $file) {
            unlink($file);
        }
    }

    /**
     * Where a document lies.
     *
     * @param string $name
     * @return string
     */
    private static function path(string $name): string {
        global $CFG;
        return "$CFG->dataroot/" . self::FOLDER . "/$name.json";
    }
}
