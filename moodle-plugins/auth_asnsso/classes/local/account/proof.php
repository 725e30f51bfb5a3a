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

use auth_asnsso\local\claims;
use auth_asnsso\local\sign_in_refused;
use stdClass;

/**
 * Links the account somebody is signed in to with a proven identity. The site's own form has asked for the password, with all its
 * guards.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class proof {
    /**
     * Whether the account may be this person's: a password alone must not give somebody else's account to them for good.
     *
     * @param claims $claims
     * @param stdClass $user who is signed in
     * @return bool
     */
    public static function is_theirs(claims $claims, stdClass $user): bool {
        return !\core\session\manager::is_loggedinas() && isset(resolver::candidates($claims)[$user->id]);
    }

    /**
     * Links it.
     *
     * @param claims $claims
     * @param stdClass $user who is signed in
     * @throws sign_in_refused
     */
    public static function link(claims $claims, stdClass $user): void {
        if (!self::is_theirs($claims, $user)) {
            throw sign_in_refused::of(refusal::not_yours);
        }
        try {
            link::to($user, $claims, 'password');
        } catch (\dml_write_exception) {
            throw sign_in_refused::of(refusal::busy);
        }
    }
}
