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
 * Links of an issuer that this site has left: whom that issuer names, nobody is here, and each account is as before its link.
 *
 * The rows stay and open nothing: the site may come back to that issuer, by mistake it may have left it only for an hour.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class earlier_issuer {
    /** @var string What the link says of an account that was let go. */
    private const LET_GO = 'letgo';

    /**
     * The issuer of this site now.
     *
     * @return string empty if it has none
     */
    public static function present(): string {
        $issuer = site::issuer()['issuer'] ?? null;
        return is_string($issuer) ? $issuer : '';
    }

    /**
     * Whether a link is of an earlier issuer.
     *
     * @param stdClass $link
     * @return bool
     */
    public static function is_of(stdClass $link): bool {
        return $link->issuer !== self::present();
    }

    /**
     * Lets all accounts go that are linked to an earlier issuer only. While the site has no issuer at all nobody is let go unless
     * an admin says so: it may be about to join again.
     *
     * @param bool $even whether to let them go even if the site has no issuer
     * @return int how many
     */
    public static function let_all_go(bool $even = false): int {
        global $DB;

        if (self::present() === '' && !$even) {
            return 0;
        }
        $letgo = $DB->sql_like('former', ':letgo', true, true, true);
        $sql = 'SELECT id FROM {' . link::TABLE . "} WHERE issuer <> :issuer AND (former IS NULL OR $letgo)";
        $params = ['issuer' => self::present(), 'letgo' => '%"' . self::LET_GO . '":true%'];
        $ids = site::present(fn(): array => $DB->get_fieldset_sql($sql, $params));
        return count(array_filter($ids, self::let_go(...)));
    }

    /**
     * Lets an account go: it has the name, the address and the way to sign in that it had before its link, and nothing that the
     * issuer's claims gave it. Who it belongs to signs in as before, or asks for a password, and can be linked to the new issuer.
     *
     * @param int|string $id of the link
     * @return bool whether it was to be let go
     */
    private static function let_go(int|string $id): bool {
        global $DB;

        $transaction = $DB->start_delegated_transaction();
        try {
            $link = $DB->get_record(link::TABLE, ['id' => $id]);
            $due = $link && self::is_of($link);
            // Of two links of an account, which come of merging, the newer one counts.
            if ($due && $link->id === link::of($link->userid)->id) {
                former::put_back($link);
                link::sign_in_as_before($link);
                $DB->delete_records('auth_asnsso_session', ['userid' => $link->userid]);
                ending::of($link->userid);
                site::unlink($link->userid);
            }
            if ($due) {
                $DB->set_field(link::TABLE, 'former', json_encode([self::LET_GO => true]), ['id' => $link->id]);
            }
            $transaction->allow_commit();
            return $due;
        } catch (\Throwable $e) {
            $transaction->rollback($e);
        }
    }

    /**
     * Somebody has come in by a link that was let go: the site has its issuer again, and the account signs in as with any link.
     *
     * @param stdClass $link
     */
    public static function came_back(stdClass $link): void {
        global $DB;

        $kept = json_decode($link->former ?? '', true) ?? [];
        if (!isset($kept[self::LET_GO]) || self::is_of($link)) {
            return;
        }
        unset($kept[self::LET_GO]);
        $DB->set_field(link::TABLE, 'former', $kept ? json_encode($kept) : null, ['id' => $link->id]);
        link::sign_in_here_only($link);
    }

    /**
     * What a link keeps of the account, for the link that takes its place.
     *
     * @param stdClass $link
     * @return string|null
     */
    public static function kept(stdClass $link): ?string {
        return isset((json_decode($link->former ?? '', true) ?? [])[self::LET_GO]) ? null : $link->former;
    }
}
