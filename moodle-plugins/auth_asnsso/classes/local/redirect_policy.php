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
 * Decides when a visitor is sent to the issuer unasked, so that nobody is ever sent in circles or locked out of the local form.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
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
        $mode = get_config('auth_asnsso', 'mode') ?: 'silent';
        $silent = !$login || ($mode === 'silent' && $visit->wanted !== true);
        $now = \core\di::get(\core\clock::class)->time();
        $tried = $SESSION->auth_asnsso_tried ?? 0;
        $rest = $login ? $tried + self::RETRY > $now : $tried > 0;
        if (
            !self::may_redirect($visit) || ($mode === 'button' && $visit->wanted !== true)
            || ($silent && $rest) || (!$login && !$visit->begun)
        ) {
            return null;
        }
        [$count, $since] = $visit->since + self::WINDOW > $now ? [$visit->count, $visit->since] : [0, $now];
        if ($count >= self::MAX) {
            return self::stay($login, 'notice_loop');
        }
        $wanted = wanted_page::clean($login ? ($SESSION->wantsurl ?? '') : qualified_me());
        try {
            $destination = provider::current()->is_well() ? authorization::begin($wanted, $silent) : null;
        } catch (provider_error) {
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
            && provider::for_sign_in() !== null;
    }

    /**
     * Whether an administrator has switched all redirects off (cli/emergency.php).
     *
     * @return bool
     */
    public static function is_switched_off(): bool {
        return (bool) get_config('auth_asnsso', 'emergency');
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
