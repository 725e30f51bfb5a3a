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
 * Takes the issuer's answer to a sign-in that began in this browser. Redirects nowhere itself, prints nothing.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class callback {
    /** What an issuer answers when it was asked to show nothing and would have had to. */
    private const NEEDS_PERSON = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

    /** What the person reads for an error of the issuer. */
    private const ERRORS = [
        'access_denied' => 'denied',
        'temporarily_unavailable' => 'unreachable',
        'server_error' => 'unreachable',
    ];

    /**
     * Takes the answer.
     *
     * @param array $answer `state`, `code`, `error` and `iss` of the request, each a text, empty if it was not there
     * @return \moodle_url where to go now
     * @throws sign_in_refused
     */
    public static function take(array $answer): \moodle_url {
        global $SESSION;
        $known = known_issuer::for_sign_in() ?? throw new sign_in_refused('notready');
        $flow = flow_store::take($answer['state']);
        if ($flow === null) {
            return self::restart($answer);
        }
        try {
            return self::finish($known, $flow, $answer);
        } catch (sign_in_refused $e) {
            if (!$flow['silent']) {
                throw $e;
            }
            // Nobody asked for this sign-in, so no page about its failure comes in the way: the login page will tell.
            $SESSION->loginerrormsg = failure::sentence($e, failure::log($e));
            return self::origin($flow);
        }
    }

    /**
     * Turns the answer into a sign-in.
     *
     * @param known_issuer $known
     * @param array $flow
     * @param array $answer
     * @return \moodle_url
     */
    private static function finish(known_issuer $known, array $flow, array $answer): \moodle_url {
        try {
            self::check_issuer($known, $answer['iss']);
            if ($answer['error'] !== '') {
                return self::error($answer['error'], $flow);
            }
            $given = $known->token([
                'grant_type' => 'authorization_code',
                'code' => $answer['code'],
                'redirect_uri' => authorization::callback_url(),
                'code_verifier' => $flow['verifier'],
            ]);
            $idtoken = is_string($given['id_token'] ?? null) ? $given['id_token'] : '';
            $claims = token_verifier::of($known)->id_token($idtoken, $flow['nonce']);
        } catch (issuer_error $e) {
            throw new sign_in_refused($e->reason === issuer_error::UNREACHABLE ? 'unreachable' : 'issuer', $e->reason);
        }
        return sign_in::with($claims, sso_session::tokens($given), $flow['wantsurl']);
    }

    /**
     * An answer to a sign-in that is unknown here: begun in another browser, used, or forgotten. It is begun again, once, unless it
     * was a silent try: nobody waits for that.
     *
     * @param array $answer
     * @return \moodle_url
     */
    private static function restart(array $answer): \moodle_url {
        global $SESSION;
        $wantsurl = wanted_page::clean($SESSION->wantsurl ?? '');
        if (isloggedin() && !isguestuser()) {
            return new \moodle_url($wantsurl ?: '/');
        }
        if (in_array($answer['error'], self::NEEDS_PERSON, true)) {
            return new \moodle_url($wantsurl ?: '/', ['asnsso' => 'off']);
        }
        if (str_starts_with($answer['state'], flow_store::RESTARTED)) {
            throw new sign_in_refused('cookies');
        }
        \core\notification::info(get_string('notice_restarted', 'auth_asnsso'));
        return new \moodle_url('/auth/asnsso/login.php', ['restarted' => 1] + ($wantsurl ? ['wantsurl' => $wantsurl] : []));
    }

    /**
     * Who answers must be whom we asked (RFC 9207).
     *
     * @param known_issuer $known
     * @param string $iss
     */
    private static function check_issuer(known_issuer $known, string $iss): void {
        $promised = ($known->metadata()['authorization_response_iss_parameter_supported'] ?? false) === true;
        if ($iss === '' ? $promised : $iss !== $known->issuer->url) {
            throw new sign_in_refused('badtoken', 'response_iss');
        }
    }

    /**
     * The issuer says no. A silent try goes back to where it came from; there the person decides.
     *
     * @param string $error
     * @param array $flow
     * @return \moodle_url
     */
    private static function error(string $error, array $flow): \moodle_url {
        if ($flow['silent']) {
            return self::origin($flow);
        }
        $reason = self::ERRORS[$error] ?? 'issuer';
        throw new sign_in_refused($reason, in_array($error, self::NEEDS_PERSON, true) ? 'interaction' : '');
    }

    /**
     * Where a silent try came from: a page that asks again and is then shown the login page, or the login page itself.
     *
     * @param array $flow
     * @return \moodle_url
     */
    private static function origin(array $flow): \moodle_url {
        return new \moodle_url($flow['wantsurl'] ?: get_login_url());
    }
}
