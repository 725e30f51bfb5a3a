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

use auth_asnsso\local\account\earlier_issuer;
use auth_asnsso\local\account\learner;
use auth_asnsso\local\account\link;
use auth_asnsso\local\sso_session;

/**
 * Keeps the lists of sessions and of account links in step with Moodle's.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class observer {
    /**
     * Somebody has signed in.
     *
     * @param \core\event\user_loggedin $event
     */
    public static function user_loggedin(\core\event\user_loggedin $event): void {
        sso_session::register((int) $event->objectid);
    }

    /**
     * Somebody has typed a name and a password in vain: the form will tell of the button, see redirect_policy.
     *
     * @param \core\event\user_login_failed $event
     */
    public static function user_login_failed(\core\event\user_login_failed $event): void {
        global $SESSION;
        if (($event->other['username'] ?? '') !== '') {
            $SESSION->auth_asnsso_typed = true;
        }
    }

    /**
     * Somebody has signed out.
     *
     * @param \core\event\user_loggedout $event
     */
    public static function user_loggedout(\core\event\user_loggedout $event): void {
        sso_session::forget((string) $event->other['sessionid']);
    }

    /**
     * This site has joined a centre: it may have another issuer now. What takes too long here the hourly task finishes.
     *
     * @param \local_asnunggul\event\membership_joined $event
     */
    public static function membership_joined(\local_asnunggul\event\membership_joined $event): void {
        \core_php_time_limit::raise();
        learner::follow_all();
        earlier_issuer::let_all_go();
    }

    /**
     * An account was deleted: its identity may come back as somebody new.
     *
     * @param \core\event\user_deleted $event
     */
    public static function user_deleted(\core\event\user_deleted $event): void {
        link::forget((int) $event->objectid);
    }
}
