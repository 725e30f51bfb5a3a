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
 * Asks the issuer from time to time whether the session of somebody who came through it still stands: it tells nobody by itself
 * that a session has run out or an account was disabled.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class revalidation {
    /** Seconds until the next try when the issuer could not be asked. */
    private const RETRY = 2 * MINSECS;

    /**
     * Asks if it is time to: on a page that somebody looks at, and once it is long overdue on any request, for what kind a request
     * is, the visitor chooses.
     *
     * @param visit $visit
     * @return bool whether the session may go on
     */
    public static function may_go_on(visit $visit): bool {
        global $SESSION;
        if (sso_session::is_of_earlier_issuer()) {
            return false;
        }
        $minutes = (int) setting::revalidate->get();
        $now = site::now();
        $checked = $SESSION->auth_asnsso_checked ?? 0;
        $due = site::is_ahead($checked) ? $now : $checked + ($visit->page ? 1 : 2) * $minutes * MINSECS;
        if (!encrypted_value::has('session') || $minutes === 0 || redirect_policy::is_switched_off()) {
            return true;
        }
        if ($due > $now) {
            return true;
        }
        // Where the visitor asked for a session that cannot be written: what the issuer answers has to be kept.
        \core\session\manager::restart_with_write_lock(false);
        $known = known_issuer::current();
        if ($known === null || sso_session::current()?->refreshtoken === null) {
            return true;
        }
        try {
            if (!$known->renews()) {
                throw new issuer_error(issuer_error::UNREACHABLE, $known->issuer->url);
            }
            sso_session::renew($known);
            return true;
        } catch (issuer_error $e) {
            $SESSION->auth_asnsso_checked = $now - $minutes * MINSECS + self::RETRY;
            return $e->reason !== issuer_error::GRANT || self::is_only_lost($visit);
        } catch (sign_in_refused) {
            return false;
        }
    }

    /**
     * Whether a refusal means no more than that an answer got lost and took the tokens along. A sign-in without a word tells
     * whether the session stands, once; what is no page cannot lead there, and goes on once until a page is looked at.
     *
     * @param visit $visit
     * @return bool
     */
    private static function is_only_lost(visit $visit): bool {
        global $SESSION;
        $lost = $SESSION->auth_asnsso_lost ?? null;
        if ($lost !== null && $visit->page) {
            unset($SESSION->auth_asnsso_lost);
            redirect(authorization::begin(wanted_page::clean(qualified_me()), true));
        }
        if ($lost) {
            $SESSION->auth_asnsso_lost = false;
            $SESSION->auth_asnsso_checked -= self::RETRY;
        }
        return (bool) $lost;
    }
}
