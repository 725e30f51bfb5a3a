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

use auth_asnsso\local\account\earlier_issuer;
use auth_asnsso\local\account\ending;
use auth_asnsso\local\account\link;
use auth_asnsso\local\account\memberships;
use auth_asnsso\local\account\standing;
use local_asnunggul\site;

/**
 * The session of somebody who came through the issuer: opens it, remembers which session it is, keeps its tokens and renews them.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
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
        encrypted_value::put('session', $kept + ['tokens' => $tokens], (int) $user->id);
        $SESSION->auth_asnsso_checked = site::now();
        // Moodle keeps the whole profile in the session, and a session may lie in the database: the NIP stays in its field.
        unset($user->profile['asn_nip'], $user->profile[setting::nipfield->get()]);
        // From here Moodle may itself send the person on, so what else is to be done comes with its event: register().
        complete_user_login($user);
        return new \moodle_url(core_login_get_return_url());
    }

    /**
     * Notes which session the issuer's session opened. Called when somebody has signed in, in whatever way: what the session keeps
     * of
     * somebody else is dropped then.
     *
     * @param int $userid
     */
    public static function register(int $userid): void {
        global $DB;
        if ($kept = encrypted_value::get('session')) {
            $sessionhash = hash('sha256', session_id());
            $DB->delete_records(self::TABLE, ['sessionhash' => $sessionhash]);
            $row = ['userid' => $userid, 'sid' => $kept['sid'], 'sessionhash' => $sessionhash, 'timecreated' => site::now()];
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
        $DB->delete_records(self::TABLE, ['sessionhash' => hash('sha256', $sid)]);
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
        foreach (site::present(fn(): array => $DB->get_records(self::TABLE, $conditions)) as $row) {
            if ($sid = self::alive($row)) {
                \core\session\manager::destroy($sid);
                $ended++;
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
        $old = site::present(fn(): array => $DB->get_records_select(self::TABLE, 'timecreated < ?', [$before], 'userid'));
        foreach ($old as $row) {
            if (self::alive($row) === null) {
                $DB->delete_records(self::TABLE, ['id' => $row->id]);
            }
        }
    }

    /**
     * Moodle's session of a row.
     *
     * @param \stdClass $row
     * @return string|null null if it is gone
     */
    private static function alive(\stdClass $row): ?string {
        $sessions = site::present(fn(): array => \core\session\manager::get_sessions_by_userid((int) $row->userid));
        $sids = array_column($sessions, 'sid');
        return array_values(array_filter($sids, fn(string $sid): bool => hash('sha256', $sid) === $row->sessionhash))[0] ?? null;
    }

    /**
     * The tokens of the session of this request; null if it did not come through the issuer.
     *
     * @return tokens|null
     */
    public static function current(): ?tokens {
        $kept = encrypted_value::get('session');
        return $kept && self::is_of_this_issuer($kept) ? new tokens(...$kept['tokens']) : null;
    }

    /**
     * Whether the session of this request came through another issuer than the one this site has now: nobody vouches for it, and no
     * other issuer may see its tokens.
     *
     * @return bool
     */
    public static function is_of_earlier_issuer(): bool {
        $kept = encrypted_value::get('session');
        return $kept !== null && !self::is_of_this_issuer($kept);
    }

    /**
     * Whether what is kept of a person came through the issuer that this site has now; while it has none, no other gets to see it.
     *
     * @param array $kept
     * @return bool
     */
    public static function is_of_this_issuer(array $kept): bool {
        return in_array(earlier_issuer::present(), ['', $kept['issuer'] ?? null], true);
    }

    /**
     * Whether the access token can still be given out.
     *
     * @param tokens $tokens
     * @return bool
     */
    public static function is_fresh(tokens $tokens): bool {
        return $tokens->expires - self::MARGIN > site::now();
    }

    /**
     * Asks the issuer for new tokens, and so whether its session still stands. Remembers an answer that got lost: the issuer may
     * have replaced the tokens, and then refuses the old ones, which says nothing about its session.
     *
     * @param known_issuer $known
     * @return tokens
     * @throws issuer_error
     * @throws sign_in_refused if what comes is not of this person
     */
    public static function renew(known_issuer $known): tokens {
        global $SESSION;
        try {
            $tokens = self::renewed($known);
        } catch (issuer_error $e) {
            if ($e->reason !== issuer_error::GRANT) {
                $SESSION->auth_asnsso_lost = true;
            }
            throw $e;
        }
        unset($SESSION->auth_asnsso_lost);
        return $tokens;
    }

    /**
     * New tokens, kept.
     *
     * @param known_issuer $known
     * @return tokens
     */
    private static function renewed(known_issuer $known): tokens {
        global $SESSION;
        $kept = encrypted_value::get('session');
        $old = new tokens(...$kept['tokens']);
        $given = $known->token(['grant_type' => 'refresh_token', 'refresh_token' => $old->refreshtoken]);
        $idtoken = is_string($given['id_token'] ?? null) ? $given['id_token'] : '';
        $claims = $idtoken === '' ? null : token_verifier::of($known)->id_token($idtoken, null);
        if ($claims !== null && $claims->subject !== $kept['subject']) {
            throw new sign_in_refused('badtoken', 'sub');
        }
        $tokens = self::tokens($given + ['refresh_token' => $old->refreshtoken]);
        encrypted_value::put('session', ['tokens' => $tokens] + $kept);
        if ($claims !== null) {
            self::follow($claims);
        }
        $SESSION->auth_asnsso_checked = site::now();
        return $tokens;
    }

    /**
     * Lets the account of this session follow what the issuer says of the person now.
     *
     * @param claims $claims
     * @throws sign_in_refused if the person may no longer come in
     */
    private static function follow(claims $claims): void {
        global $USER;
        if ($refusal = standing::against_status($claims)) {
            ending::of((int) $USER->id);
            throw sign_in_refused::of($refusal);
        }
        if ((int) link::account($claims)?->id !== (int) $USER->id) {
            throw new sign_in_refused('ended');
        }
        memberships::follow((int) $USER->id, $claims);
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
            site::now() + (is_int($seconds) ? $seconds : 0),
        );
    }
}
