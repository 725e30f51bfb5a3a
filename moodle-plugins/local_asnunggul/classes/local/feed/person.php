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

namespace local_asnunggul\local\feed;

/**
 * What stands for an account outside this site: a random pseudonym, or the subject of a linked account; touches its one
 * table and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person {
    /** @var string The table. */
    public const TABLE = 'local_asnunggul_person';

    /**
     * The account is now linked to a subject of the national identity provider.
     *
     * @param int $userid
     * @param string $subject
     */
    public static function link(int $userid, string $subject): void {
        if (!preg_match('/^[A-Za-z0-9._-]{1,64}$/D', $subject)) {
            throw new \invalid_parameter_exception('Not a subject.');
        }
        self::change($userid, "sub:$subject");
    }

    /**
     * The account is no longer linked. Its new pseudonym has nothing in common with an earlier one.
     *
     * @param int $userid
     */
    public static function unlink(int $userid): void {
        if (self::is_linked($userid)) {
            self::change($userid, self::pseudonym());
        }
    }

    /**
     * Whether a subject stands for the account.
     *
     * @param int $userid
     * @return bool
     */
    public static function is_linked(int $userid): bool {
        global $DB;

        $where = 'userid = :userid AND ' . $DB->sql_like('learner', ':linked');
        $params = ['userid' => $userid, 'linked' => 'sub:%'];
        return present::read(fn(): bool => $DB->record_exists_select(self::TABLE, $where, $params));
    }

    /**
     * The accounts for which a subject stands.
     *
     * @return string[] user id → subject
     */
    public static function linked(): array {
        global $DB;

        $like = $DB->sql_like('learner', ':linked');
        $params = ['linked' => 'sub:%'];
        $learners = present::read(fn() => $DB->get_records_select_menu(self::TABLE, $like, $params, '', 'userid, learner'));
        return array_map(fn(string $learner): string => substr($learner, strlen('sub:')), $learners);
    }

    /**
     * Forgets what stood for the account and tells the centre to forget its rows.
     *
     * @param int $userid
     */
    public static function erase(int $userid): void {
        global $DB;

        $transaction = $DB->start_delegated_transaction();
        fan_out::person($userid, true);
        watched_rows::erase($userid);
        $DB->delete_records(self::TABLE, ['userid' => $userid]);
        $transaction->allow_commit();
    }

    /**
     * Gives a pseudonym to each of these accounts that has none.
     *
     * @param int[] $userids
     */
    public static function ensure(array $userids): void {
        global $DB;

        foreach (array_chunk(array_unique($userids), 5000) as $chunk) {
            [$in, $params] = $DB->get_in_or_equal($chunk);
            $known = $DB->get_fieldset_select(self::TABLE, 'userid', "userid $in", $params);
            $missing = array_diff($chunk, $known);
            try {
                $DB->insert_records(self::TABLE, array_map(self::record(...), $missing));
            } catch (\dml_write_exception) {
                // Another request gave some of them a pseudonym in the meantime. One by one then; theirs stays.
                array_walk($missing, self::ensure_one(...));
            }
        }
    }

    /**
     * Gives a pseudonym to an account unless it has one.
     *
     * @param int $userid
     */
    private static function ensure_one(int $userid): void {
        global $DB;

        try {
            $DB->insert_record(self::TABLE, (object)self::record($userid), false);
        } catch (\dml_write_exception $e) {
            if (!$DB->record_exists(self::TABLE, ['userid' => $userid])) {
                throw $e;
            }
        }
    }

    /**
     * Stores what stands for the account and logs all its rows as changed, both or neither.
     *
     * @param int $userid
     * @param string $learner
     */
    private static function change(int $userid, string $learner): void {
        global $DB;

        $transaction = $DB->start_delegated_transaction();
        self::ensure([$userid]);
        $before = $DB->get_field(self::TABLE, 'learner', ['userid' => $userid], MUST_EXIST);
        if ($before !== $learner) {
            $DB->set_field(self::TABLE, 'learner', $learner, ['userid' => $userid]);
            fan_out::person($userid);
        }
        $transaction->allow_commit();
    }

    /**
     * A new row.
     *
     * @param int $userid
     * @return array
     */
    private static function record(int $userid): array {
        return ['userid' => $userid, 'learner' => self::pseudonym()];
    }

    /**
     * A new pseudonym: random, so nothing about the account can be computed from it.
     *
     * @return string
     */
    private static function pseudonym(): string {
        return 'anon:' . bin2hex(random_bytes(16));
    }
}
