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

use auth_asnsso\local\sso_session;
use local_asnunggul\site;

/**
 * Ends what people who may not sign in anywhere any more have here. The centre tells a site when a session at the issuer ends; who
 * has no session there may still be signed in to the app here, so this site asks.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class barred {
    /** @var int People that are asked about in one request. */
    private const AT_ONCE = 500;

    /**
     * Asks about the linked accounts that something opens without a session, and ends that of the barred ones.
     *
     * @return int how many were barred
     * @throws \moodle_exception the centre cannot be asked
     */
    public static function end_all(): int {
        global $DB;

        $issuer = earlier_issuer::present();
        $with = implode(' OR ', array_map(
            fn(string $table): string => "EXISTS (SELECT 1 FROM {{$table}} t WHERE t.userid = l.userid)",
            ending::KEYS
        ));
        $sql = 'SELECT l.subject, l.userid FROM {' . link::TABLE . "} l WHERE l.issuer = :issuer AND ($with)";
        $accounts = $issuer === '' ? [] : site::present(fn(): array => $DB->get_records_sql_menu($sql, ['issuer' => $issuer]));
        $ended = 0;
        foreach (array_chunk(array_map('strval', array_keys($accounts)), self::AT_ONCE) as $subjects) {
            foreach (site::barred($issuer, $subjects) as $subject) {
                self::end((int)$accounts[$subject]);
                $ended++;
            }
        }
        return $ended;
    }

    /**
     * Ends what one of them has here by their link. A password of this site still opens what the site lets it open.
     *
     * @param int $userid
     */
    private static function end(int $userid): void {
        memberships::end($userid);
        ending::of_keys($userid);
        sso_session::destroy(['userid' => $userid]);
    }
}
