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
 * Signing out at the issuer and by the issuer.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class single_logout {
    /**
     * Somebody signs out here: the session at the issuer ends too.
     *
     * @return \moodle_url|null where to go then, without being signed in again at once if that session could not be ended; null if
     *     this session was not opened through the issuer
     */
    public static function from_here(): ?\moodle_url {
        $tokens = sso_session::current();
        if ($tokens === null) {
            return null;
        }
        // The issuer tells every site whose session it ends; this one must not be told to end the session it is busy with.
        sso_session::forget(session_id());
        return new \moodle_url('/', self::ends_there($tokens) ? [] : ['asnsso' => 'off']);
    }

    /**
     * Ends the session at the issuer, if that is wanted and possible.
     *
     * @param tokens $tokens
     * @return bool whether it has ended
     */
    private static function ends_there(tokens $tokens): bool {
        $provider = provider::current();
        $wanted = $provider !== null && $tokens->refreshtoken !== null && get_config('auth_asnsso', 'singlelogout');
        try {
            return $wanted && $provider->is_well() && $provider->sign_out($tokens->refreshtoken);
        } catch (provider_error $e) {
            return $e->reason === provider_error::GRANT;
        }
    }

    /**
     * The issuer says that a session of its own, or all sessions of a person, have ended.
     *
     * @param string $token the logout token as it came
     * @return int how many sessions here ended
     * @throws sign_in_refused if the token proves nothing, or was used before
     */
    public static function by_issuer(string $token): int {
        global $DB;
        $provider = provider::current() ?? throw new sign_in_refused('notready');
        try {
            $claims = token_verifier::of($provider)->logout_token($token);
        } catch (provider_error $e) {
            throw new sign_in_refused('unreachable', $e->reason);
        }
        $used = \cache::make('auth_asnsso', 'logouttokens');
        $key = sha1($claims['jti']);
        if ($used->get($key)) {
            throw new sign_in_refused('badtoken', 'jti');
        }
        $used->set($key, 1);
        if (($claims['sid'] ?? '') !== '') {
            $ended = sso_session::destroy(['idpsid' => $claims['sid']]);
        } else {
            $person = ['issuer' => $provider->issuer->url, 'subject' => $claims['sub']];
            $userid = $DB->get_field('auth_asnsso_link', 'userid', $person);
            $ended = $userid ? sso_session::destroy(['userid' => $userid]) : 0;
        }
        \auth_asnsso\event\sessions_ended::of($ended)->trigger();
        return $ended;
    }
}
