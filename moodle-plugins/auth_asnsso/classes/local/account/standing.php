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
use auth_asnsso\local\setting;
use stdClass;

/**
 * Whether an account may be entered at all, who may come in, and whether an identity may be linked to an account. Reads only.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class standing {
    /**
     * Why nobody may enter this account, or null. Moodle's complete_user_login() asks nothing of this.
     *
     * @param stdClass $user a complete user record
     * @return refusal|null
     */
    public static function against_entering(stdClass $user): ?refusal {
        global $CFG;

        return match (true) {
            (bool)$user->deleted, (bool)$user->suspended => refusal::suspended,
            (int)$user->mnethostid !== (int)$CFG->mnet_localhost_id => refusal::remote,
            $user->auth === 'nologin', isguestuser($user) => refusal::no_login,
            !$user->confirmed => refusal::unconfirmed,
            default => null,
        };
    }

    /**
     * Why no identity may be linked to this account even if it has no link, or null.
     *
     * @param stdClass $user a complete user record
     * @param bool $allowsiteadmin only the command line may say so
     * @return refusal|null
     */
    public static function against_first_link(stdClass $user, bool $allowsiteadmin = false): ?refusal {
        return self::against_entering($user) ?? (is_siteadmin($user) && !$allowsiteadmin ? refusal::site_admin : null);
    }

    /**
     * Why no identity of this issuer may be linked to this account, or null.
     *
     * @param stdClass $user a complete user record
     * @param string $issuer
     * @param bool $allowsiteadmin only the command line may say so
     * @return refusal|null
     */
    public static function against_linking(stdClass $user, string $issuer, bool $allowsiteadmin = false): ?refusal {
        return self::against_first_link($user, $allowsiteadmin)
            ?? (link::of($user->id)?->issuer === $issuer ? refusal::linked : null);
    }

    /**
     * Why nobody with these claims comes in: only who is in service does; nobody's status is asked where the setting is empty.
     *
     * @param claims $claims
     * @return refusal|null
     */
    public static function against_status(claims $claims): ?refusal {
        $allowed = array_map('trim', explode(',', \core_text::strtolower(setting::statusallowed->get())));
        $allowed = array_filter($allowed, fn(string $status): bool => $status !== '');
        $status = \core_text::strtolower($claims->text('status_asn'));
        return match (true) {
            !$allowed, in_array($status, $allowed, true) => null,
            $status === '' => refusal::not_checked,
            default => refusal::not_active,
        };
    }

    /**
     * Whether this account can be proved by a password of this site. One that signs in with us only has none.
     *
     * @param stdClass $user
     * @return bool
     */
    public static function has_password(stdClass $user): bool {
        return $user->auth !== 'asnsso' && is_enabled_auth($user->auth);
    }
}
