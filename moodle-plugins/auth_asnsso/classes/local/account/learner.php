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
 * Keeps what stands for an account outside this site in step with its link: other plugins rewrite the link when they merge
 * accounts.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class learner {
    /**
     * Of one account. A subject of an earlier issuer stands for nobody: here it may be somebody else's.
     *
     * @param stdClass $link
     */
    public static function follow(stdClass $link): void {
        if (earlier_issuer::is_of($link)) {
            site::unlink((int)$link->userid);
        } else {
            site::link((int)$link->userid, $link->subject);
        }
    }

    /**
     * Of all accounts, where somebody reads what stands for them.
     *
     * @return int how many were out of step
     */
    public static function follow_all(): int {
        global $DB;

        if (!site::is_member()) {
            return 0;
        }
        $sql = 'SELECT l.userid, l.subject FROM {' . link::TABLE . '} l JOIN {user} u ON u.id = l.userid
                 WHERE u.deleted = 0 AND l.issuer = :issuer AND l.id = (
                       SELECT MAX(n.id) FROM {' . link::TABLE . '} n WHERE n.userid = l.userid AND n.issuer = l.issuer)';
        $present = ['issuer' => earlier_issuer::present()];
        [$standing, $links] = site::present(fn(): array => [site::linked(), $DB->get_records_sql_menu($sql, $present)]);
        $gone = array_diff_key($standing, $links);
        // First: what stood for one of them may now stand for another.
        array_map(site::unlink(...), array_keys($gone));
        $changed = array_diff_assoc($links, $standing);
        array_walk($changed, fn(string $subject, int $userid) => site::link($userid, $subject));
        return count($changed) + count($gone);
    }
}
