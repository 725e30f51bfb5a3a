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
use local_asnunggul\site;
use stdClass;

/**
 * Links that were taken back: no rule makes one of them again by itself. A password of the account, or a list of the admin, still
 * does.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class taken_back {
    /** @var string The table. */
    public const TABLE = 'auth_asnsso_taken_back';

    /**
     * Remembers a link that is taken back.
     *
     * @param stdClass $link
     */
    public static function remember(stdClass $link): void {
        global $DB;

        $pair = ['issuer' => $link->issuer, 'subject' => $link->subject, 'userid' => $link->userid];
        if (!$DB->record_exists(self::TABLE, $pair)) {
            $DB->insert_record(self::TABLE, (object)($pair + ['timecreated' => site::now()]), false);
        }
    }

    /**
     * Forgets that a link of this person and this account was taken back: somebody has made it again on purpose.
     *
     * @param int $userid
     * @param claims $claims
     */
    public static function forget(int $userid, claims $claims): void {
        global $DB;
        $pair = ['issuer' => $claims->issuer, 'subject' => $claims->subject, 'userid' => $userid];
        $DB->delete_records(self::TABLE, $pair);
    }

    /**
     * The accounts that no rule links to this person.
     *
     * @param claims $claims
     * @return int[]
     */
    public static function accounts(claims $claims): array {
        global $DB;
        $person = ['issuer' => $claims->issuer, 'subject' => $claims->subject];
        $accounts = site::present(fn(): array => $DB->get_records_menu(self::TABLE, $person, 'id', 'id, userid'));
        return array_map('intval', array_values($accounts));
    }
}
