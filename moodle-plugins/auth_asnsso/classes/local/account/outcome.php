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

namespace auth_asnsso\local\account;

use stdClass;

/**
 * What came of looking for the account of a person: it may come in, must first prove that it is theirs, or is refused.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outcome {
    /**
     * Built by the three named constructors.
     *
     * @param stdClass|null $user a complete user record; who comes in, whom somebody first has to sign in as, or whose link is
     * refused
     * @param bool $proofneeded
     * @param refusal|null $refusal
     */
    private function __construct(
        /** @var stdClass|null The account. */
        public readonly ?stdClass $user,
        /** @var bool Whether somebody must first sign in to it as this site asks. */
        public readonly bool $proofneeded,
        /** @var refusal|null Why nobody comes in. */
        public readonly ?refusal $refusal,
    ) {
    }

    /**
     * This account is theirs.
     *
     * @param stdClass $user
     * @return self
     */
    public static function found(stdClass $user): self {
        return new self($user, false, null);
    }

    /**
     * This account may be theirs: signing in to it decides.
     *
     * @param stdClass $user
     * @return self
     */
    public static function proof_needed(stdClass $user): self {
        return new self($user, true, null);
    }

    /**
     * Nobody comes in.
     *
     * @param refusal $refusal
     * @param stdClass|null $linked their account, where they have one
     * @return self
     */
    public static function refused(refusal $refusal, ?stdClass $linked = null): self {
        return new self($linked, false, $refusal);
    }
}
