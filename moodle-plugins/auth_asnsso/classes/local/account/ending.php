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

namespace auth_asnsso\local\account;

/**
 * Takes what a person who may no longer come in has in an account: cohorts and roles of the claims, sessions, tokens of the app.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ending {
    /** @var string[] Where Moodle keeps what opens an account without its session: the app, feeds, files, notices on a phone. */
    public const KEYS = ['external_tokens', 'user_private_key', 'user_devices'];

    /**
     * Takes all of it.
     *
     * @param int $userid
     */
    public static function of(int $userid): void {
        memberships::end($userid);
        self::of_keys($userid);
        \core\session\manager::destroy_user_sessions($userid);
    }

    /**
     * Takes what opens the account without a session: it outlives every session by weeks.
     *
     * @param int $userid
     */
    public static function of_keys(int $userid): void {
        global $DB;

        foreach (self::KEYS as $table) {
            $DB->delete_records($table, ['userid' => $userid]);
        }
    }
}
