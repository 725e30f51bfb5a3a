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

use auth_asnsso\local\account\refusal;

/**
 * What is said of a sign-in that came to nothing: to the log with a reference, and to the person with the same reference.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class failure {
    /** What may be over at the next try; what speaks against the person or the account is not. */
    private const PASSING = ['badtoken', 'busy', 'cookies', 'denied', 'ended', 'issuer', 'unreachable'];

    /**
     * Writes it to the log, without a word of who it was unless an account is known.
     *
     * @param sign_in_refused $refused
     * @return string the reference, 8 characters
     */
    public static function log(sign_in_refused $refused): string {
        global $CFG;
        require_once("$CFG->libdir/authlib.php");
        $reference = strtoupper(bin2hex(random_bytes(4)));
        $userid = $refused->user?->id;
        \core\event\user_login_failed::create(($userid ? ['userid' => $userid] : []) + ['other' => [
            'username' => '',
            'reason' => match (refusal::tryFrom($refused->reason)) {
                null => AUTH_LOGIN_FAILED,
                refusal::suspended => AUTH_LOGIN_SUSPENDED,
                default => AUTH_LOGIN_UNAUTHORISED,
            },
        ]])->trigger();
        \auth_asnsso\event\sign_in_refused::of($refused, $reference)->trigger();
        return $reference;
    }

    /**
     * The sentence for the person, with the reference.
     *
     * @param sign_in_refused $refused
     * @param string $reference
     * @return string
     */
    public static function sentence(sign_in_refused $refused, string $reference): string {
        return $refused->getMessage() . ' ' . get_string('failure_reference', 'auth_asnsso', "$refused->reason-$reference");
    }

    /**
     * The site's own form, also where Moodle's login page is said to be elsewhere ($CFG->alternateloginurl).
     *
     * @return \moodle_url
     */
    public static function local_form(): \moodle_url {
        return new \moodle_url('/login/index.php', ['noredirect' => 1, 'loginredirect' => 0]);
    }

    /**
     * Shows the page about it and ends the request.
     *
     * @param sign_in_refused $refused
     * @param bool $logged whether it is worth an entry in the log
     */
    public static function show(sign_in_refused $refused, bool $logged = true): never {
        global $OUTPUT, $PAGE, $SESSION;
        $wantsurl = wanted_page::clean($SESSION->wantsurl ?? '');
        $reference = $logged ? self::log($refused) : '';
        $PAGE->set_pagelayout('login');
        $PAGE->set_title(get_string('failure_title', 'auth_asnsso'));
        $PAGE->set_cacheable(false);
        $page = fn(array $how): string => (new \moodle_url(
            '/auth/asnsso/login.php',
            $how + ($wantsurl ? ['wantsurl' => $wantsurl] : [])
        ))->out(false);
        http_response_code($refused->reason === 'unreachable' ? 503 : 403);
        echo $OUTPUT->header();
        echo $OUTPUT->render_from_template('auth_asnsso/failure', [
            'sentence' => $refused->getMessage(),
            'reference' => $reference === '' ? '' : "$refused->reason-$reference",
            'identity' => refusal::tryFrom($refused->reason) ? sign_in::who_was_refused()['title'] ?? '' : '',
            'again' => $page([]),
            'another' => $page(['another' => 1]),
            'passing' => in_array($refused->reason, self::PASSING, true),
            'local' => self::local_form()->out(false),
            'signedin' => isloggedin() && !isguestuser(),
            'home' => (new \moodle_url('/'))->out(false),
        ]);
        echo $OUTPUT->footer();
        exit;
    }
}
