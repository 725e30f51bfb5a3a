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

use auth_asnsso\event\account_linked;
use auth_asnsso\event\account_unlinked;
use auth_asnsso\local\claims;
use local_asnunggul\local\feed\person;
use stdClass;

/**
 * Account links: makes, finds and removes them, and with them how the account signs in. Tells local_asnunggul who the person is.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class link {
    /** @var string The table. */
    public const TABLE = 'auth_asnsso_link';

    /** @var string What a subject looks like. */
    private const SUBJECT = '/^[A-Za-z0-9._-]{1,64}$/D';

    /**
     * Whether a text can be a subject.
     *
     * @param string $subject
     * @return bool
     */
    public static function is_subject(string $subject): bool {
        return (bool)preg_match(self::SUBJECT, $subject);
    }

    /**
     * The account that is linked to this issuer and subject. Nothing else of the claims is looked at.
     *
     * @param claims $claims
     * @return stdClass|null a complete user record
     */
    public static function account(claims $claims): ?stdClass {
        global $DB;

        $links = $DB->get_records(self::TABLE, ['issuer' => $claims->issuer, 'subject' => $claims->subject]);
        foreach ($links as $link) {
            // The database may take upper and lower case for the same.
            if ($link->issuer === $claims->issuer && $link->subject === $claims->subject) {
                $user = $DB->get_record('user', ['id' => $link->userid, 'deleted' => 0]);
                // Deleted past Moodle's own ways, without its event: then the link has outlived its account.
                if (!$user) {
                    self::forget($link->userid);
                }
                return $user ?: null;
            }
        }
        return null;
    }

    /**
     * The link of an account.
     *
     * @param int $userid
     * @return stdClass|null
     */
    public static function of(int $userid): ?stdClass {
        global $DB;
        return current($DB->get_records(self::TABLE, ['userid' => $userid], 'id DESC', '*', 0, 1)) ?: null;
    }

    /**
     * Links an account. Whether it may be linked was asked before (see standing); a race ends in the table's unique keys.
     *
     * @param stdClass $user
     * @param claims $claims
     * @param string $method created, nip, password or bulk
     * @param string|null $batch the run of the bulk command
     * @throws \dml_write_exception the identity or the account has a link already
     */
    public static function to(stdClass $user, claims $claims, string $method, ?string $batch = null): void {
        global $DB;

        $transaction = $DB->start_delegated_transaction();
        try {
            $auth = $DB->get_field('user', 'auth', ['id' => $user->id], MUST_EXIST);
            $before = self::of($user->id);
            if ($before && $before->issuer !== $claims->issuer) {
                // The site has a new issuer: the identities of the old one open nothing any more.
                $DB->delete_records(self::TABLE, ['id' => $before->id]);
            }
            $id = $DB->insert_record(self::TABLE, (object)[
                'issuer' => $claims->issuer,
                'subject' => $claims->subject,
                'userid' => $user->id,
                'method' => $method,
                'prevauth' => $before->prevauth ?? $auth,
                'batch' => $batch,
                'timecreated' => \core\di::get(\core\clock::class)->time(),
            ]);
            if ($method !== 'created' && account_settings::get('onlink') === 'switch') {
                self::set_auth($user->id, 'asnsso');
                // They could not obey: the password is no longer kept here.
                unset_user_preference('auth_forcepasswordchange', $user->id);
            }
            person::link($user->id, $claims->subject);
            account_linked::of_account($user->id, $id, ['method' => $method])->trigger();
            $transaction->allow_commit();
        } catch (\Throwable $e) {
            $transaction->rollback($e);
        }
    }

    /**
     * Removes the link of an account, what its claims had brought, and lets it sign in as it did before.
     *
     * @param int $userid
     */
    public static function remove(int $userid): void {
        global $DB;

        $link = self::of($userid);
        if (!$link) {
            return;
        }
        $transaction = $DB->start_delegated_transaction();
        try {
            memberships::end($userid);
            if ($DB->get_field('user', 'auth', ['id' => $userid]) === 'asnsso') {
                self::set_auth($userid, $link->prevauth);
            }
            self::forget($userid);
            $transaction->allow_commit();
        } catch (\Throwable $e) {
            $transaction->rollback($e);
        }
    }

    /**
     * Drops the rows about an account that is going or gone; leaves the account itself alone.
     *
     * @param int $userid
     */
    public static function forget(int $userid): void {
        global $DB;

        $link = self::of($userid);
        $DB->delete_records('auth_asnsso_session', ['userid' => $userid]);
        if ($link) {
            $DB->delete_records(self::TABLE, ['userid' => $userid]);
            person::unlink($userid);
            account_unlinked::of_account($userid, $link->id)->trigger();
        }
    }

    /**
     * Notes that the account signed in just now.
     *
     * @param int $userid
     */
    public static function used(int $userid): void {
        global $DB;
        $DB->set_field(self::TABLE, 'timelastlogin', \core\di::get(\core\clock::class)->time(), ['userid' => $userid]);
    }

    /**
     * Sets how an account signs in.
     *
     * @param int $userid
     * @param string $auth
     */
    private static function set_auth(int $userid, string $auth): void {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        user_update_user((object)['id' => $userid, 'auth' => $auth], false);
    }
}
