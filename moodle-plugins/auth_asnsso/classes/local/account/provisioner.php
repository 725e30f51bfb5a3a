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

use auth_asnsso\local\claims;
use local_asnunggul\undisturbed;
use stdClass;

/**
 * Brings an account up to date with the claims of a sign-in: names, address, profile fields,
 * cohorts, roles. A bad claim changes nothing.
 *
 * Never through auth_plugin_base::update_user_record(), which lifts suspensions.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class provisioner {
    /** @var int Seconds to wait for another sign-in of the same person. */
    private const PATIENCE = 5;

    /**
     * Brings it up to date, unless another sign-in of the same person is at it for long: that one writes the same.
     *
     * @param stdClass $user a complete user record
     * @param claims $claims
     */
    public static function bring_up_to_date(stdClass $user, claims $claims): void {
        $write = fn() => self::write($user, $claims);
        undisturbed::alone('auth_asnsso', "account_$user->id", self::PATIENCE, $write, fn() => null);
    }

    /**
     * Writes what has changed.
     *
     * @param stdClass $user
     * @param claims $claims
     */
    private static function write(stdClass $user, claims $claims): void {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');

        $wanted = new_account::names($claims) + self::email($user, $claims);
        $changed = array_filter($wanted, fn($value, $name) => $value !== $user->$name, ARRAY_FILTER_USE_BOTH);
        former::keep($user);
        if ($changed) {
            user_update_user((object)($changed + ['id' => $user->id]), false);
        }
        profile_fields::write($user->id, $claims);
        memberships::follow($user->id, $claims);
        link::used($user->id);
    }

    /**
     * The address, if it is verified, wanted on this site and nobody else's.
     *
     * @param stdClass $user
     * @param claims $claims
     * @return array
     */
    private static function email(stdClass $user, claims $claims): array {
        $email = new_account::email($claims);
        $same = \core_text::strtolower($email) === \core_text::strtolower($user->email);
        $mayhave = !$same && $email !== '' && $claims->is_true('email_verified') && email_is_not_allowed($email) === false;
        return $mayhave && !resolver::email_is_taken($email, $user->id) ? ['email' => $email] : [];
    }
}
