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

use auth_asnsso\event\account_created;
use auth_asnsso\local\claims;
use local_asnunggul\site;
use local_asnunggul\undisturbed;
use stdClass;

/**
 * Makes an account from claims: names as Moodle wants them, a user name that says nothing, the link in the same transaction.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class new_account {
    /** @var string What stands for a missing last name: Moodle sends an account without one to a form. */
    public const NO_LAST_NAME = '-';

    /**
     * Makes it. Whether it may be made was asked before (see resolver).
     *
     * @param claims $claims
     * @return stdClass the user record
     * @throws \dml_write_exception somebody else made it
     */
    public static function create(claims $claims): stdClass {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');

        return undisturbed::wholly(function () use ($claims): stdClass {
            global $CFG, $DB;

            $id = user_create_user((object)(self::names($claims) + [
                'firstname' => 'ASN',
                'lastname' => self::NO_LAST_NAME,
                'username' => self::username($claims->subject),
                'email' => self::email($claims),
                'auth' => 'asnsso',
                'password' => AUTH_PASSWORD_NOT_CACHED,
                'mnethostid' => $CFG->mnet_localhost_id,
                'confirmed' => 1,
            ]), false);
            $user = $DB->get_record('user', ['id' => $id], '*', MUST_EXIST);
            link::to($user, $claims, 'created');
            account_created::of_account($id, $id)->trigger();
            return $user;
        });
    }

    /**
     * First and last name. Many people in Indonesia have one name only.
     *
     * @param claims $claims
     * @return array empty if the claims have no name
     */
    public static function names(claims $claims): array {
        $given = self::clean($claims->text('given_name'), 'firstname');
        $family = self::clean($claims->text('family_name'), 'lastname');
        if ($given === '') {
            [$given, $family] = $family === '' ? [self::clean($claims->text('name'), 'firstname'), ''] : [$family, ''];
        }
        return $given === '' ? [] : ['firstname' => $given, 'lastname' => $family === '' ? self::NO_LAST_NAME : $family];
    }

    /**
     * How the person knows their own identity again: the name, and the address or user name.
     *
     * @param claims $claims
     * @return string
     */
    public static function title(claims $claims): string {
        $names = array_diff(self::names($claims), [self::NO_LAST_NAME]);
        $address = self::email($claims) ?: $claims->text('preferred_username');
        return trim(implode(' ', $names) . ($names && $address !== '' ? " ($address)" : $address));
    }

    /**
     * The address of the claims, whether it is verified or not; empty if it is none that Moodle takes.
     *
     * @param claims $claims
     * @return string
     */
    public static function email(claims $claims): string {
        $email = $claims->text('email');
        return \core_text::strlen($email) <= 100 && validate_email($email) ? $email : '';
    }

    /**
     * A user name that can be computed from the subject but not read as anything.
     *
     * @param string $subject
     * @return string
     */
    private static function username(string $subject): string {
        global $CFG, $DB;

        $digest = hash('sha256', $subject);
        foreach ([12, 24, 64] as $length) {
            $name = 'asn-' . substr($digest, 0, $length);
            $same = ['username' => $name, 'mnethostid' => $CFG->mnet_localhost_id];
            if (!site::present(fn(): bool => $DB->record_exists('user', $same))) {
                break;
            }
        }
        return $name;
    }

    /**
     * A name by Moodle's own rules, and without the marks that turn the text around it.
     *
     * @param string $name
     * @param string $field
     * @return string
     */
    private static function clean(string $name, string $field): string {
        $name = preg_replace('/[\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]+/u', '', $name);
        return truncate_userinfo([$field => trim(\core_user::clean_field($name, $field))])[$field];
    }
}
