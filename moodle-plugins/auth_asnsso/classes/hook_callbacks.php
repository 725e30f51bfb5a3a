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

namespace auth_asnsso;

use auth_asnsso\local\redirect_policy;
use auth_asnsso\local\revalidation;
use auth_asnsso\local\encrypted_value;
use auth_asnsso\local\visit;

/**
 * Looks at every request and at every page before it is sent: does the session still stand, and is a visitor perhaps known at the
 * issuer.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hook_callbacks {
    /**
     * A request has begun; nothing of it was answered yet.
     *
     * @param \core\hook\after_config $hook
     */
    public static function after_config(\core\hook\after_config $hook): void {
        global $CFG, $SCRIPT, $SESSION;
        // Moodle notes a language it took from the browser in the same place as one that was chosen.
        if (($chosen = visit::text('lang', PARAM_SAFEDIR)) !== '' && current_language() === $chosen) {
            $SESSION->auth_asnsso_lang = $chosen;
        }
        // The sign-in's own pages give nothing away, and an answer of the issuer must not be lost.
        $own = str_starts_with((string) $SCRIPT, '/auth/asnsso/');
        if (during_initial_install() || !empty($CFG->upgraderunning) || $own || !self::came()) {
            return;
        }
        if (!revalidation::may_go_on(new visit(page: false))) {
            self::end();
        }
        self::forget_password_orders();
    }

    /**
     * Whether the one who is signed in came through the issuer, and is no admin in somebody's place.
     *
     * @return bool
     */
    private static function came(): bool {
        return isloggedin() && !isguestuser() && encrypted_value::has('session') && !\core\session\manager::is_loggedinas();
    }

    /**
     * Signs them out, and says why where somebody can read it. A script goes on as nobody.
     */
    private static function end(): void {
        require_logout();
        if (!AJAX_SCRIPT && !WS_SERVER) {
            redirect(new \moodle_url('/auth/asnsso/ended.php'));
        }
    }

    /**
     * Who came through the issuer cannot obey an order to change a password here; an account with one of its own keeps the order
     * for then.
     */
    private static function forget_password_orders(): void {
        global $USER;
        if (get_user_preferences('auth_forcepasswordchange') && $USER->auth === 'asnsso') {
            unset_user_preference('auth_forcepasswordchange');
        }
        unset($USER->preference['auth_forcepasswordchange']);
    }

    /**
     * A page is about to be sent.
     *
     * @param \core\hook\output\before_http_headers $hook
     */
    public static function before_http_headers(\core\hook\output\before_http_headers $hook): void {
        global $CFG, $PAGE, $SESSION;
        $none = ['login', 'redirect', 'maintenance'];
        if (during_initial_install() || !empty($CFG->upgraderunning) || in_array($PAGE->pagelayout, $none)) {
            return;
        }
        if (isloggedin() && !isguestuser()) {
            if (self::came() && !revalidation::may_go_on(visit::now())) {
                self::end();
            }
        } else if (empty($SESSION->auth_asnsso_tried) && $destination = redirect_policy::destination(visit::now(), false)) {
            redirect($destination);
        }
    }
}
