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
 * There is no answer to a request. Who asked says it in the words of his own plugin, by the reason.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class http_error extends \Exception {
    /** Moodle's own blocking forbids the address. */
    public const BLOCKED = 'blocked';

    /** The name does not resolve. */
    public const DNS = 'dns';

    /** No connection came about, twice. */
    public const REFUSED = 'refused';

    /** It took too long. */
    public const TIMEOUT = 'timeout';

    /** The certificate is not good. */
    public const TLS = 'tls';

    /** The body is longer than it may be. */
    public const TOO_LONG = 'toolong';

    /** Anything else on the way. */
    public const NETWORK = 'network';

    /**
     * Names the reason.
     *
     * @param string $reason one of the constants
     * @param string $url which address was asked
     * @param string $detail what cURL said, if anything
     */
    public function __construct(
        /** @var string One of the constants. */
        public readonly string $reason,
        /** @var string Which address was asked. */
        public readonly string $url,
        /** @var string What cURL said. */
        public readonly string $detail = '',
    ) {
        parent::__construct("No answer of " . strtok($url, '?') . ": $reason");
    }
}
