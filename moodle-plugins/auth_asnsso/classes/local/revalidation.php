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
 * Asks the issuer from time to time whether the session of somebody who came through it still stands: it tells nobody by itself
 * that a session has run out or an account was disabled.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class revalidation {
    /** Seconds until the next try when the issuer could not be asked. */
    private const RETRY = 2 * MINSECS;

    /**
     * Asks if it is time to.
     *
     * @param visit $visit
     * @return bool whether the session may go on
     */
    public static function may_go_on(visit $visit): bool {
        global $SESSION;
        $minutes = (int) get_config('auth_asnsso', 'revalidate');
        $now = \core\di::get(\core\clock::class)->time();
        $due = ($SESSION->auth_asnsso_checked ?? 0) + $minutes * MINSECS;
        if (!sealed::has('session') || $minutes === 0 || $due > $now || !$visit->page || redirect_policy::is_switched_off()) {
            return true;
        }
        $provider = provider::current();
        if ($provider === null || sso_session::current()?->refreshtoken === null) {
            return true;
        }
        try {
            if (!$provider->is_well()) {
                throw new provider_error(provider_error::UNREACHABLE, $provider->issuer->url);
            }
            sso_session::renew($provider);
            return true;
        } catch (provider_error $e) {
            $SESSION->auth_asnsso_checked = $now - $minutes * MINSECS + self::RETRY;
            return $e->reason !== provider_error::GRANT;
        } catch (sign_in_refused) {
            return false;
        }
    }
}
