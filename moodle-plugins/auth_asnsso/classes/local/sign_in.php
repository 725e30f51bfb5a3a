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

use auth_asnsso\local\account\provisioner;
use auth_asnsso\local\account\refusal;
use auth_asnsso\local\account\resolver;
use auth_asnsso\local\account\standing;

/**
 * Signs a proven person in: finds the account, brings it up to date, opens the session. Redirects nowhere, prints nothing.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class sign_in {
    /**
     * Signs in.
     *
     * @param claims $claims of a verified ID token
     * @param tokens $tokens
     * @param string $wantsurl cleaned by wanted_page
     * @return \moodle_url where to go now: the wanted page, or the page that asks for the password of an account here
     * @throws sign_in_refused
     */
    public static function with(claims $claims, tokens $tokens, string $wantsurl): \moodle_url {
        global $USER;
        if (\core\session\manager::is_loggedinas()) {
            throw new sign_in_refused('loginas');
        }
        $outcome = resolver::resolve($claims);
        if ($outcome->refusal !== null) {
            throw sign_in_refused::of($outcome->refusal);
        }
        if (isloggedin() && !isguestuser() && (int) $USER->id !== (int) $outcome->user->id) {
            // Nothing of the person before may be left: their session ends, and the sign-in begins anew in a fresh one.
            require_logout();
            return new \moodle_url('/auth/asnsso/login.php', $wantsurl === '' ? [] : ['wantsurl' => $wantsurl]);
        }
        if ($outcome->proofneeded) {
            pending::keep($claims, $tokens, $wantsurl);
            return new \moodle_url('/auth/asnsso/link.php');
        }
        provisioner::bring_up_to_date($outcome->user, $claims);
        $user = get_complete_user_data('id', $outcome->user->id);
        if ($refusal = $user ? standing::against_entering($user) : refusal::suspended) {
            throw new sign_in_refused($refusal->value, '', $outcome->user);
        }
        pending::forget();
        return sso_session::open($user, $claims, $tokens, $wantsurl);
    }
}
