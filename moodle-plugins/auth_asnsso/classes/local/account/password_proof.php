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

/**
 * Links an account whose password a person with a proven identity gives. Moodle checks the password, with its lockout and its log.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class password_proof {
    /**
     * Links the account, or says why not.
     *
     * @param claims $claims
     * @param string $username
     * @param string $password
     * @return string|null what is wrong, as a sentence for the person
     */
    public static function link(claims $claims, string $username, #[\SensitiveParameter] string $password): ?string {
        $reason = null;
        $user = authenticate_user_login(\core_text::strtolower(trim($username)), $password, false, $reason);
        if (!$user) {
            return $reason === AUTH_LOGIN_LOCKOUT ? get_string('accountlocked', 'admin') : get_string('invalidlogin');
        }
        if (is_siteadmin($user)) {
            return refusal::site_admin->words();
        }
        // A password alone must not give somebody else's account to this identity for good.
        if (!isset(resolver::candidates($claims)[$user->id])) {
            return get_string('link_another', 'auth_asnsso');
        }
        try {
            link::to($user, $claims, 'password');
        } catch (\dml_write_exception) {
            return refusal::busy->words();
        }
        return null;
    }
}
