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
 * The issuer was asked and gave no usable answer: it is away, it refuses, or what it says makes no sense.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class issuer_error extends \moodle_exception {
    /** No connection, too slow, or a server error: it may be better in a minute. */
    public const UNREACHABLE = 'unreachable';

    /** Moodle's own blocking forbids the address. */
    public const BLOCKED = 'blocked';

    /** It answers, but not as an issuer does. */
    public const NOT_AN_ISSUER = 'notanissuer';

    /** It says that it is somebody else. */
    public const OTHER_ISSUER = 'otherissuer';

    /** It refuses a code or a refresh token: `invalid_grant`. */
    public const GRANT = 'grant';

    /** It refuses this site itself. */
    public const CLIENT = 'client';

    /**
     * What went wrong.
     *
     * @param string $reason one of the constants; `issuer_<reason>` is the sentence
     * @param string $url which address was asked; without its query
     */
    public function __construct(
        /** @var string What went wrong. */
        public readonly string $reason,
        string $url,
    ) {
        parent::__construct("issuer_$reason", 'auth_asnsso', '', ['url' => s(strtok($url, '?'))] + core_words::blocking());
    }
}
