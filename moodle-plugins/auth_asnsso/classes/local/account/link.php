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
use auth_asnsso\local\setting;
use local_asnunggul\site;
use local_asnunggul\undisturbed;
use stdClass;

/**
 * Account links: makes, finds and removes them, and with them how the account signs in. Tells local_asnunggul who the person is.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
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

        $person = ['issuer' => $claims->issuer, 'subject' => $claims->subject];
        $links = site::present(fn(): array => $DB->get_records(self::TABLE, $person));
        foreach ($links as $link) {
            // The database may take upper and lower case for the same.
            if ($link->issuer === $claims->issuer && $link->subject === $claims->subject) {
                $user = site::present(fn() => $DB->get_record('user', ['id' => $link->userid, 'deleted' => 0]));
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
     * The link of an account: that to this site's issuer, if it has one, else the newest.
     *
     * @param int $userid
     * @return stdClass|null
     */
    public static function of(int $userid): ?stdClass {
        global $DB;
        $links = site::present(fn(): array => $DB->get_records(self::TABLE, ['userid' => $userid], 'id DESC'));
        $good = array_filter($links, fn(stdClass $link): bool => !earlier_issuer::is_of($link));
        return current($good ?: $links) ?: null;
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
        undisturbed::wholly(function () use ($user, $claims, $method, $batch): void {
            global $DB;

            $auth = $DB->get_field('user', 'auth', ['id' => $user->id], MUST_EXIST);
            $before = self::of($user->id);
            if ($before && $before->issuer !== $claims->issuer) {
                // The site has a new issuer: the identities of the old one open nothing any more.
                $DB->delete_records(self::TABLE, ['id' => $before->id]);
            }
            $switch = self::switches($method);
            // Nobody could obey an order to change a password that is no longer kept here.
            $former = $switch ? former::without_password_orders($user->id) : null;
            $id = $DB->insert_record(self::TABLE, (object)[
                'issuer' => $claims->issuer,
                'subject' => $claims->subject,
                'userid' => $user->id,
                'method' => $method,
                // An account that was made with its link gets the way an admin can set a password for.
                'prevauth' => $before->prevauth ?? ($method === 'created' ? 'manual' : $auth),
                'former' => ($before ? earlier_issuer::kept($before) : null) ?? $former,
                'batch' => $batch,
                'timecreated' => site::now(),
            ]);
            taken_back::forget($user->id, $claims);
            if ($switch) {
                self::set_auth($user->id, 'asnsso');
            }
            site::link($user->id, $claims->subject);
            account_linked::of_account($user->id, $id, ['method' => $method])->trigger();
        });
    }

    /**
     * Takes the link of an account back, with all that came of it: name, address and fields are as they were, it signs in as it did
     * before, and nobody who came in by the link stays inside.
     *
     * @param int $userid
     */
    public static function remove(int $userid): void {
        $link = self::of($userid);
        if (!$link) {
            return;
        }
        undisturbed::wholly(function () use ($link, $userid): void {
            global $DB;

            former::put_back($link);
            self::sign_in_as_before($link);
            self::forget($userid);
            taken_back::remember($link);
            ending::of($userid);
        });
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
        $DB->delete_records(taken_back::TABLE, ['userid' => $userid]);
        if ($link) {
            $DB->delete_records(self::TABLE, ['userid' => $userid]);
            site::unlink($userid);
            account_unlinked::of_account($userid, $link->id)->trigger();
        }
    }

    /**
     * Notes that the account signed in just now, and lets what stands for it follow its link.
     *
     * @param int $userid
     */
    public static function used(int $userid): void {
        global $DB;
        $DB->set_field(self::TABLE, 'timelastlogin', site::now(), ['userid' => $userid]);
        if ($link = self::of($userid)) {
            earlier_issuer::came_back($link);
            learner::follow($link);
        }
    }

    /**
     * Lets an account sign in as it did before its link, if it signs in with us only.
     *
     * @param stdClass $link
     */
    public static function sign_in_as_before(stdClass $link): void {
        global $DB;
        if ($DB->get_field('user', 'auth', ['id' => $link->userid]) === 'asnsso') {
            self::set_auth($link->userid, $link->prevauth);
        }
    }

    /**
     * Lets an account sign in with us only, if linked accounts do.
     *
     * @param stdClass $link
     */
    public static function sign_in_here_only(stdClass $link): void {
        if ($link->method === 'created' || self::switches($link->method)) {
            self::set_auth($link->userid, 'asnsso');
        }
    }

    /**
     * Whether an account that is linked like this signs in with us only from then on; one that was made with its link does already.
     *
     * @param string $method
     * @return bool
     */
    private static function switches(string $method): bool {
        return $method !== 'created' && setting::onlink->get() === 'switch';
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
