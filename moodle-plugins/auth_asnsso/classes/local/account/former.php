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

use local_asnunggul\site;
use stdClass;

/**
 * What an account was before claims changed it: keeps it with the link, and puts it back when the link is taken back.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class former {
    /** @var string[] What claims overwrite in the account itself. */
    private const VALUES = ['firstname', 'lastname', 'email'];

    /** @var string[] What asks for another password: an account that signs in with us only has none. */
    private const PASSWORDS = ['auth_forcepasswordchange', 'create_password'];

    /**
     * Takes the orders to change a password away.
     *
     * @param int $userid
     * @return string what they were, to be kept with the link
     */
    public static function without_password_orders(int $userid): string {
        $orders = array_filter((array)get_user_preferences(null, null, $userid), fn($name) =>
            in_array($name, self::PASSWORDS, true), ARRAY_FILTER_USE_KEY);
        array_map(fn(string $name) => unset_user_preference($name, $userid), array_keys($orders));
        return json_encode(['preferences' => $orders]);
    }

    /**
     * Keeps what the first claims are about to overwrite. An account that claims have made was nothing before.
     *
     * @param stdClass $user a complete user record, as it is now
     */
    public static function keep(stdClass $user): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/user/profile/lib.php');

        $link = link::of($user->id);
        $kept = json_decode($link->former ?? '', true) ?? [];
        if (!$link || $link->method === 'created' || isset($kept['user'])) {
            return;
        }
        $kept['user'] = array_intersect_key((array)$user, array_flip(self::VALUES));
        $fields = array_map(fn(string $claim): string => "asn_$claim", profile_fields::CLAIMS);
        $present = site::present(fn(): array => (array)profile_user_record($user->id, false));
        $kept['fields'] = array_intersect_key($present, array_flip($fields));
        $DB->set_field(link::TABLE, 'former', json_encode($kept), ['id' => $link->id]);
    }

    /**
     * Puts it back.
     *
     * @param stdClass $link
     */
    public static function put_back(stdClass $link): void {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        require_once($CFG->dirroot . '/user/profile/lib.php');

        $kept = json_decode($link->former ?? '', true) ?? [];
        if (isset($kept['user'])) {
            user_update_user((object)($kept['user'] + ['id' => $link->userid]), false);
            profile_save_custom_fields($link->userid, $kept['fields']);
        }
        foreach ($kept['preferences'] ?? [] as $name => $value) {
            set_user_preference($name, $value, $link->userid);
        }
    }
}
