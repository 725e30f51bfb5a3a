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

namespace auth_asnsso\local;

/**
 * The tokens of one sign-in. A value; it is kept in the session only, and only encrypted (see encrypted_value).
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tokens {
    /**
     * Tokens as the issuer gave them.
     *
     * @param string $accesstoken
     * @param string|null $refreshtoken
     * @param int $expires when the access token ends
     */
    public function __construct(
        /** @var string The access token. */
        public readonly string $accesstoken,
        /** @var string|null The refresh token. */
        public readonly ?string $refreshtoken,
        /** @var int When the access token ends. */
        public readonly int $expires,
    ) {
    }
}
