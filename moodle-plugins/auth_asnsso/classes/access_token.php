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

namespace auth_asnsso;

use auth_asnsso\local\known_issuer;
use auth_asnsso\local\issuer_error;
use auth_asnsso\local\sign_in_refused;
use auth_asnsso\local\sso_session;

/**
 * The access token of the person who is signed in, for plugins that ask the centre on that person's behalf. Never store or log it.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class access_token {
    /**
     * The token, renewed when due.
     *
     * @param bool|null $writable whether the session can still be written; null to find out. A renewed token that cannot be kept
     *                            would end the issuer's session at the next renewal.
     * @return string|null null if the person did not come through the issuer or the token cannot be renewed now
     */
    public static function for_current_user(?bool $writable = null): ?string {
        $tokens = isloggedin() && !\core\session\manager::is_loggedinas() ? sso_session::current() : null;
        if ($tokens === null || sso_session::is_fresh($tokens)) {
            return $tokens?->accesstoken;
        }
        $known = known_issuer::current();
        $writable ??= session_status() === PHP_SESSION_ACTIVE && !(defined('READ_ONLY_SESSION') && READ_ONLY_SESSION);
        if (!$writable || $known === null || $tokens->refreshtoken === null) {
            return null;
        }
        try {
            return sso_session::renew($known)->accesstoken;
        } catch (issuer_error | sign_in_refused) {
            return null;
        }
    }
}
