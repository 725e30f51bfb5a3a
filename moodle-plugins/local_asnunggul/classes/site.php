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

namespace local_asnunggul;

use local_asnunggul\local\feed\person;
use local_asnunggul\local\feed\present;
use local_asnunggul\local\membership\centre_client;
use local_asnunggul\local\membership\centre_error;
use local_asnunggul\local\membership\keys;
use local_asnunggul\local\membership\membership;

/**
 * This site as a member of ASN Unggul: what other plugins may know of it and do in its name. They use nothing below `local`.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site {
    /**
     * Whether this site has joined.
     *
     * @return bool
     */
    public static function is_member(): bool {
        return membership::current() !== null;
    }

    /**
     * The identity issuer the membership brought and this site's name there; null if it brought none. Not checked.
     *
     * @return array|null `issuer` and `client_id`
     */
    public static function issuer(): ?array {
        return membership::current()?->oidc;
    }

    /**
     * Signs claims with the current key of this site, and makes its keys where there are none.
     *
     * @param array $claims
     * @return string JWT
     */
    public static function sign(array $claims): string {
        keys::document();
        return keys::sign($claims);
    }

    /**
     * Lets a subject of the identity issuer stand for an account in everything that leaves this site.
     *
     * @param int $userid
     * @param string $subject
     */
    public static function link(int $userid, string $subject): void {
        person::link($userid, $subject);
    }

    /**
     * Lets a new pseudonym stand for an account again; does nothing if it is not linked.
     *
     * @param int $userid
     */
    public static function unlink(int $userid): void {
        person::unlink($userid);
    }

    /**
     * For which accounts a subject stands.
     *
     * @return string[] user id → subject
     */
    public static function linked(): array {
        return person::linked();
    }

    /**
     * Asks the centre which of these people may not sign in anywhere any more.
     *
     * @param string $issuer the one they are people of
     * @param string[] $subjects at most 500
     * @return string[] some of the subjects; none if this site is no member
     * @throws \moodle_exception in words
     */
    public static function barred(string $issuer, array $subjects): array {
        $centre = membership::current()?->centre;
        if ($centre === null) {
            return [];
        }
        $answer = \core\di::get(centre_client::class)->barred($centre, $issuer, $subjects);
        $barred = is_array($answer['barred'] ?? null) ? $answer['barred'] : throw new centre_error('badanswer', $centre);
        return array_values(array_intersect($subjects, array_filter($barred, 'is_string')));
    }

    /**
     * Reads what is true now: no read replica, which may be behind, answers what is read in between. What decides who comes in, and
     * whose sessions end, is read like this.
     *
     * @param \Closure $reading
     * @return mixed what it returns
     */
    public static function present(\Closure $reading): mixed {
        return present::read($reading);
    }

    /**
     * Now, by the clock of the container.
     *
     * @return int
     */
    public static function now(): int {
        return \core\di::get(\core\clock::class)->time();
    }

    /**
     * Whether a time that was kept is of a future that cannot be: the clock of this server was ahead then, and has been set
     * back since. Nobody knows how long ago it was, so whatever waits for its age has waited long enough.
     *
     * @param int $time
     * @return bool
     */
    public static function is_ahead(int $time): bool {
        return $time > self::now() + MINSECS;
    }
}
