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

use auth_asnsso\local\account\account_settings;

/**
 * The session of somebody who came through the issuer: opens it, remembers which session it is, keeps its tokens and renews them.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class sso_session {
    /** The table. */
    public const TABLE = 'auth_asnsso_session';

    /** Seconds before its end in which an access token is no longer given out. */
    private const MARGIN = 30;

    /**
     * Opens the session.
     *
     * @param \stdClass $user who may enter (see sign_in)
     * @param claims $claims
     * @param tokens $tokens
     * @param string $wantsurl
     * @return \moodle_url where to go now
     */
    public static function open(\stdClass $user, claims $claims, tokens $tokens, string $wantsurl): \moodle_url {
        global $CFG, $SESSION;
        require_once("$CFG->dirroot/login/lib.php");
        // What other tabs have begun stays: each finishes for itself and arrives at its own page.
        unset($SESSION->auth_asnsso_bypass, $SESSION->loginerrormsg, $SESSION->logininfomsg);
        $SESSION->wantsurl = $wantsurl === '' ? null : $wantsurl;
        $kept = ['issuer' => $claims->issuer, 'subject' => $claims->subject, 'sid' => $claims->text('sid')];
        sealed::put('session', $kept + ['tokens' => $tokens->to_array()]);
        $SESSION->auth_asnsso_checked = self::now();
        // Moodle keeps the whole profile in the session, and a session may lie in the database: the NIP stays in its field.
        unset($user->profile['asn_nip'], $user->profile[account_settings::get('nipfield')]);
        // From here Moodle may itself send the person on, so what else is to be done comes with its event: register().
        complete_user_login($user);
        return new \moodle_url(core_login_get_return_url());
    }

    /**
     * Notes which session the issuer's session opened. Called when somebody has signed in, in whatever way.
     *
     * @param int $userid
     */
    public static function register(int $userid): void {
        global $DB;
        if ($kept = sealed::get('session')) {
            $sidhash = hash('sha256', session_id());
            $DB->delete_records(self::TABLE, ['sidhash' => $sidhash]);
            $row = ['userid' => $userid, 'idpsid' => $kept['sid'], 'sidhash' => $sidhash, 'timecreated' => self::now()];
            $DB->insert_record(self::TABLE, (object) $row, false);
        }
    }

    /**
     * Forgets a session that has ended.
     *
     * @param string $sid
     */
    public static function forget(string $sid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['sidhash' => hash('sha256', $sid)]);
    }

    /**
     * Ends sessions that the issuer's session opened.
     *
     * @param array $conditions on the rows
     * @return int how many were there to end
     */
    public static function destroy(array $conditions): int {
        global $DB;
        $ended = 0;
        foreach ($DB->get_records(self::TABLE, $conditions) as $row) {
            foreach (\core\session\manager::get_sessions_by_userid((int) $row->userid) as $session) {
                if (hash('sha256', $session->sid) === $row->sidhash) {
                    \core\session\manager::destroy($session->sid);
                    $ended++;
                }
            }
            $DB->delete_records(self::TABLE, ['id' => $row->id]);
        }
        return $ended;
    }

    /**
     * Forgets rows whose sessions are gone without a word.
     *
     * @param int $before only rows made before this time are looked at
     */
    public static function prune(int $before): void {
        global $DB;
        $rows = $DB->get_recordset_select(self::TABLE, 'timecreated < ?', [$before], 'userid');
        foreach ($rows as $row) {
            $alive = array_map(
                fn(\stdClass $session): string => hash('sha256', $session->sid),
                \core\session\manager::get_sessions_by_userid((int) $row->userid)
            );
            if (!in_array($row->sidhash, $alive, true)) {
                $DB->delete_records(self::TABLE, ['id' => $row->id]);
            }
        }
        $rows->close();
    }

    /**
     * The tokens of the session of this request; null if it did not come through the issuer.
     *
     * @return tokens|null
     */
    public static function current(): ?tokens {
        $kept = sealed::get('session');
        return $kept ? tokens::from_array($kept['tokens']) : null;
    }

    /**
     * Whether the access token can still be given out.
     *
     * @param tokens $tokens
     * @return bool
     */
    public static function is_fresh(tokens $tokens): bool {
        return $tokens->expires - self::MARGIN > self::now();
    }

    /**
     * Asks the issuer for new tokens, and so whether its session still stands.
     *
     * @param provider $provider
     * @return tokens
     * @throws provider_error
     * @throws sign_in_refused if what comes is not of this person
     */
    public static function renew(provider $provider): tokens {
        global $SESSION;
        $kept = sealed::get('session');
        $old = tokens::from_array($kept['tokens']);
        $given = $provider->token(['grant_type' => 'refresh_token', 'refresh_token' => $old->refreshtoken]);
        $idtoken = is_string($given['id_token'] ?? null) ? $given['id_token'] : '';
        if ($idtoken !== '' && token_verifier::of($provider)->id_token($idtoken, null)->subject !== $kept['subject']) {
            throw new sign_in_refused('badtoken', 'sub');
        }
        $tokens = self::tokens($given + ['refresh_token' => $old->refreshtoken]);
        sealed::put('session', ['tokens' => $tokens->to_array()] + $kept);
        $SESSION->auth_asnsso_checked = self::now();
        return $tokens;
    }

    /**
     * The tokens of an answer of the issuer that are kept. The ID token is not: once verified it serves nobody but a thief.
     *
     * @param array $given
     * @return tokens
     */
    public static function tokens(array $given): tokens {
        $refresh = $given['refresh_token'] ?? null;
        $seconds = $given['expires_in'] ?? 0;
        return new tokens(
            $given['access_token'],
            is_string($refresh) && $refresh !== '' ? $refresh : null,
            self::now() + (is_int($seconds) ? $seconds : 0),
        );
    }

    /**
     * Now.
     *
     * @return int
     */
    private static function now(): int {
        return \core\di::get(\core\clock::class)->time();
    }
}
