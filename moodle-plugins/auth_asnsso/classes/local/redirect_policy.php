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

use local_asnunggul\site;

/**
 * Decides when a visitor is sent to the issuer unasked, so that nobody is ever sent in circles or locked out of the local form.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class redirect_policy {
    /** Seconds in which redirects are counted. */
    public const WINDOW = 120;

    /** Redirects within them; then the visitor stays. */
    private const MAX = 3;

    /** Seconds after which a page that needs signing in may ask the issuer silently again: the person may have signed in elsewhere. */
    private const RETRY = 5 * MINSECS;

    /**
     * Where somebody who is to sign in is sent, or null to stay here: on the page that asks for it, or on the login page.
     *
     * @param visit $visit
     * @param bool $login whether signing in is needed; otherwise the page can be seen by guests, and only a silent try is made
     * @return \moodle_url|null
     */
    public static function destination(visit $visit, bool $login = true): ?\moodle_url {
        global $SESSION;
        if ($visit->wanted !== null) {
            $SESSION->auth_asnsso_bypass = !$visit->wanted;
        }
        $mode = setting::mode->get();
        $silent = !$login || ($mode === 'silent' && $visit->wanted !== true);
        $now = site::now();
        $tried = $SESSION->auth_asnsso_tried ?? 0;
        $rest = $login ? $tried + self::RETRY > $now && !site::is_ahead($tried) : $tried > 0;
        if (
            !self::may_redirect($visit) || ($mode === 'button' && $visit->wanted !== true)
            || ($silent && $rest) || (!$login && !$visit->begun)
        ) {
            return null;
        }
        $counts = $visit->since + self::WINDOW > $now && !site::is_ahead($visit->since);
        [$count, $since] = $counts ? [$visit->count, $visit->since] : [0, $now];
        if ($count >= self::MAX) {
            return self::stay($login, 'notice_loop');
        }
        $wanted = wanted_page::clean($login || wanted_page::is_on_the_way() ? ($SESSION->wantsurl ?? '') : qualified_me());
        try {
            $destination = known_issuer::current()->is_well() ? authorization::begin($wanted, $silent) : null;
        } catch (issuer_error) {
            $destination = null;
        }
        if ($destination === null) {
            return self::stay($login, 'notice_down');
        }
        visit::count($count + 1, $since);
        $SESSION->auth_asnsso_tried = $now;
        return $destination;
    }

    /**
     * Whether this request may be answered with a redirect at all, and by this plugin.
     *
     * @param visit $visit
     * @return bool
     */
    private static function may_redirect(visit $visit): bool {
        global $CFG, $SESSION;
        return $visit->page && !$visit->answered
            && (!isloggedin() || isguestuser()) && empty($SESSION->auth_asnsso_bypass)
            && empty($CFG->maintenance_enabled) && !self::is_switched_off()
            && known_issuer::for_sign_in() !== null;
    }

    /**
     * Whether an administrator has switched all redirects off (cli/emergency.php).
     *
     * @return bool
     */
    public static function is_switched_off(): bool {
        return setting::emergency->is_on();
    }

    /**
     * Tells who has typed a name and a password in vain that an account which has moved has no password here any more. Moodle's own
     * sentence stays beside it, and everybody reads the same, so nobody learns which accounts have moved. Who is here to show that
     * an account is theirs is told to use the form: the button would only lead back to that question.
     */
    public static function tell_of_button(): void {
        global $SESSION;
        if ((!isloggedin() || isguestuser()) && pending::current()) {
            unset($SESSION->auth_asnsso_typed);
            $SESSION->logininfomsg = get_string('notice_linking', 'auth_asnsso');
        } else if (!empty($SESSION->auth_asnsso_typed) && !empty($SESSION->loginerrormsg)) {
            unset($SESSION->auth_asnsso_typed);
            if (known_issuer::for_sign_in() !== null && setting::onlink->get() === 'switch') {
                $SESSION->logininfomsg = get_string('notice_linked', 'auth_asnsso', setting::button());
            }
        }
    }

    /**
     * Nobody is sent away; the login page says why it is shown.
     *
     * @param bool $login
     * @param string $notice
     * @return \moodle_url|null always null
     */
    private static function stay(bool $login, string $notice): ?\moodle_url {
        global $SESSION;
        if ($login) {
            $SESSION->logininfomsg = get_string($notice, 'auth_asnsso');
        }
        return null;
    }
}
