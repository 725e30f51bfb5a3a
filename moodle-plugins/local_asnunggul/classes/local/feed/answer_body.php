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
 * Collects the lines of an answer, compressed when wanted, and their digest; touches nothing.
 *
 * Nothing is sent before the answer is whole, so a failure half-way still gets its own status.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class answer_body {
    /** @var string The lines so far. */
    private string $lines = '';

    /**
     * Begins an empty body.
     *
     * @param bool $gzip whether it is compressed
     */
    public function __construct(
        /** @var bool Whether it is compressed. */
        private readonly bool $gzip,
    ) {
    }

    /**
     * Adds one line.
     *
     * @param array|object $document
     */
    public function line(array|object $document): void {
        $this->add(self::encoded($document));
    }

    /**
     * A document as a line.
     *
     * @param array|object $document
     * @return string
     */
    public static function encoded(array|object $document): string {
        return json_encode($document, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR) . "\n";
    }

    /**
     * Adds one line that is encoded already.
     *
     * @param string $line
     */
    public function add(string $line): void {
        $this->lines .= $line;
    }

    /**
     * The digest of all lines so far, uncompressed.
     *
     * @return string
     */
    public function sha256(): string {
        // PHP's own needs six times as long.
        return openssl_digest($this->lines, 'sha256');
    }

    /**
     * The whole body.
     *
     * @return string
     */
    public function finish(): string {
        // Level 1 costs a few per cent of the time and shrinks rows to a third.
        return $this->gzip ? gzencode($this->lines, 1) : $this->lines;
    }
}
