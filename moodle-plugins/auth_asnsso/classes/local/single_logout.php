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
use auth_asnsso\local\account\link;
use auth_asnsso\task\end_session;

/**
 * Signing out at the issuer and by the issuer.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
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
     * Ends the session at the issuer, if that is wanted and possible; if it is not possible now, a task does it later.
     *
     * @param tokens $tokens
     * @return bool whether it has ended
     */
    private static function ends_there(tokens $tokens): bool {
        $known = known_issuer::current();
        if ($known === null || $tokens->refreshtoken === null || !setting::singlelogout->is_on()) {
            return false;
        }
        try {
            if ($known->is_well()) {
                return $known->sign_out($tokens->refreshtoken);
            }
        } catch (issuer_error $e) {
            if ($e->reason === issuer_error::GRANT) {
                return true;
            }
        }
        end_session::queue($known->issuer, $tokens->refreshtoken);
        return false;
    }

    /**
     * The centre says that a session of the issuer, or all sessions of a person, have ended there.
     *
     * @param \stdClass $said what the proven centre tells: `issuer`, `session`, `subject`
     * @return string|null the member that makes no sense; null if the sessions have ended here too
     */
    public static function by_centre(\stdClass $said): ?string {
        $issuer = issuer::current()?->url;
        [$session, $subject] = [$said->session ?? null, $said->subject ?? null];
        $wrong = match (false) {
            $issuer !== null && ($said->issuer ?? null) === $issuer => 'issuer',
            $session === null || self::is_name($session) => 'session',
            $subject === null ? $session !== null : self::is_name($subject) => 'subject',
            default => null,
        };
        if ($wrong !== null) {
            return $wrong;
        }
        if ($session !== null) {
            $ended = sso_session::destroy(['sid' => $session]);
        } else {
            $userid = link::account(new claims($issuer, $subject, []))?->id;
            $ended = $userid ? sso_session::destroy(['userid' => $userid]) : 0;
            if ($userid) {
                ending::of_keys((int) $userid);
            }
        }
        \auth_asnsso\event\sessions_ended::of($ended)->trigger();
        return null;
    }

    /**
     * Whether this can be the issuer's name of a session or a person.
     *
     * @param mixed $value
     * @return bool
     */
    private static function is_name(mixed $value): bool {
        return is_string($value) && $value !== '' && strlen($value) <= 255;
    }
}
