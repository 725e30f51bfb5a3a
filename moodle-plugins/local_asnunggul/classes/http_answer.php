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

namespace local_asnunggul;

/**
 * What another server answered. A value.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class http_answer {
    /**
     * An answer.
     *
     * @param int $status
     * @param string $body unpacked
     * @param int|null $date the other server's time
     * @param string $challenge what proof it asks for: the header WWW-Authenticate
     */
    public function __construct(
        /** @var int The HTTP status. */
        public readonly int $status,
        /** @var string The unpacked body. */
        public readonly string $body,
        /** @var int|null The other server's time; null if it does not say. */
        public readonly ?int $date,
        /** @var string What proof it asks for. */
        public readonly string $challenge = '',
    ) {
    }

    /**
     * The body as a JSON object or list; null if it is neither.
     *
     * @return array|null
     */
    public function json(): ?array {
        $document = json_decode($this->body, true, 16);
        return is_array($document) ? $document : null;
    }

    /**
     * How many seconds the other server's clock is ahead of this one; null if it does not say.
     *
     * @return int|null
     */
    public function seconds_ahead(): ?int {
        return $this->date === null ? null : $this->date - site::now();
    }
}
