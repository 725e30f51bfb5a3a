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

use auth_asnsso\local\account\ending;
use auth_asnsso\local\account\new_account;
use auth_asnsso\local\account\provisioner;
use auth_asnsso\local\account\refusal;
use auth_asnsso\local\account\resolver;
use auth_asnsso\local\account\standing;
use local_asnunggul\site;

/**
 * Signs a proven person in: finds the account, brings it up to date, opens the session. Redirects nowhere, prints nothing.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sign_in {
    /**
     * Signs in.
     *
     * @param claims $claims of a verified ID token
     * @param tokens $tokens
     * @param string $wantsurl cleaned by wanted_page
     * @return \moodle_url where to go now: the wanted page, or the page that asks whose an account here is
     * @throws sign_in_refused
     */
    public static function with(claims $claims, tokens $tokens, string $wantsurl): \moodle_url {
        global $USER;
        if (\core\session\manager::is_loggedinas()) {
            throw new sign_in_refused('loginas');
        }
        $outcome = resolver::resolve($claims);
        if ($outcome->refusal !== null) {
            throw self::refused($outcome->refusal, $claims, $tokens, $outcome->user);
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
        $user = site::present(fn() => get_complete_user_data('id', $outcome->user->id));
        if ($refusal = $user ? standing::against_entering($user) : refusal::suspended) {
            throw self::refused($refusal, $claims, $tokens, $outcome->user);
        }
        pending::forget();
        return sso_session::open($user, $claims, $tokens, $wantsurl);
    }

    /**
     * Refuses a person; what they had in their account ends with it, here and on their phone.
     *
     * @param refusal $refusal
     * @param claims $claims
     * @param tokens $tokens
     * @param \stdClass|null $user their account, where they have one
     * @return sign_in_refused
     */
    public static function refused(refusal $refusal, claims $claims, tokens $tokens, ?\stdClass $user = null): sign_in_refused {
        global $USER;
        if ($user !== null && (int) $USER->id === (int) $user->id) {
            require_logout();
        }
        if ($user !== null) {
            ending::of((int) $user->id);
        }
        $kept = ['issuer' => $claims->issuer, 'title' => new_account::title($claims), 'tokens' => $tokens];
        encrypted_value::put('refused', $kept + ['until' => site::now() + pending::LIFETIME]);
        return sign_in_refused::of($refusal, $user);
    }

    /**
     * Who was refused in this browser just now.
     *
     * @return array|null `title` and `tokens`; null if nobody was
     */
    public static function who_was_refused(): ?array {
        $kept = encrypted_value::get('refused');
        return $kept !== null && $kept['until'] > site::now() ? $kept : null;
    }

    /**
     * Ends the issuer's session of who was refused, or was asked whose an account is: somebody wants to use another account, and
     * the
     * issuer would take the same again.
     */
    public static function make_way(): void {
        $refused = self::who_was_refused();
        $ours = $refused !== null && sso_session::is_of_this_issuer($refused);
        $tokens = $ours ? new tokens(...$refused['tokens']) : pending::current()?->tokens;
        encrypted_value::drop('refused');
        pending::forget();
        $token = $tokens?->refreshtoken;
        try {
            if ($token !== null) {
                known_issuer::current()?->sign_out($token);
            }
        } catch (issuer_error) {
            // Then the issuer itself asks who it is, see authorization.
            return;
        }
    }
}
