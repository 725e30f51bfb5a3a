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
    /** @var \HashContext The digest so far. */
    private readonly \HashContext $hash;

    /** @var \DeflateContext|null The compressor. */
    private readonly ?\DeflateContext $deflate;

    /** @var string What will be sent. */
    private string $bytes = '';

    /**
     * Begins an empty body.
     *
     * @param bool $gzip whether it is compressed
     */
    public function __construct(bool $gzip) {
        $this->hash = hash_init('sha256');
        // Level 1 costs a few per cent of the time and shrinks rows to a third.
        $this->deflate = $gzip ? deflate_init(ZLIB_ENCODING_GZIP, ['level' => 1]) : null;
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
        hash_update($this->hash, $line);
        $this->bytes .= $this->deflate ? deflate_add($this->deflate, $line, ZLIB_NO_FLUSH) : $line;
    }

    /**
     * The digest of all lines so far, uncompressed.
     *
     * @return string
     */
    public function sha256(): string {
        return hash_final(hash_copy($this->hash));
    }

    /**
     * The whole body.
     *
     * @return string
     */
    public function finish(): string {
        return $this->bytes . ($this->deflate ? deflate_add($this->deflate, '', ZLIB_FINISH) : '');
    }
}
