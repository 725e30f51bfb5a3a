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

use auth_asnsso\local\account\refusal;

/**
 * A sign-in that came to nothing, with the reason the log keeps and the sentence the person reads. No claim is in it.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sign_in_refused extends \moodle_exception {
    /**
     * Refused for a reason; `refused_<reason>` is the sentence.
     *
     * @param string $reason
     * @param string $detail which check failed, for the log; never anything the visitor or the issuer wrote
     * @param \stdClass|null $user the account that may not come in, where one is known
     */
    public function __construct(
        /** @var string The reason. */
        public readonly string $reason,
        /** @var string Which check failed. */
        public readonly string $detail = '',
        /** @var \stdClass|null The account. */
        public readonly ?\stdClass $user = null,
    ) {
        parent::__construct("refused_$reason", 'auth_asnsso');
    }

    /**
     * Refused by the search for the account.
     *
     * @param refusal $refusal
     * @param \stdClass|null $user the account that may not come in, where one is known
     * @return self
     */
    public static function of(refusal $refusal, ?\stdClass $user = null): self {
        return new self($refusal->value, '', $user);
    }
}
