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
use local_asnunggul\site;
use stdClass;

/**
 * Links accounts from a list of account and subject, or only says what would come of it; takes a whole batch back.
 *
 * Each line is judged by the same rules as a sign-in. Knows accounts by their ids only, so that its report names nobody.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bulk {
    /** @var string[] The columns that can name an account. */
    public const KEYS = ['userid', 'username', 'idnumber'];

    /** @var array<string, bool> Subjects and accounts that were on earlier lines. */
    private array $seen = [];

    /**
     * A run.
     *
     * @param string $issuer
     * @param string $batch the name of the run
     * @param bool $dryrun changes nothing
     * @param bool $allowsiteadmin
     */
    public function __construct(
        /** @var string The issuer. */
        private readonly string $issuer,
        /** @var string The name of the run. */
        private readonly string $batch,
        /** @var bool Whether nothing changes. */
        private readonly bool $dryrun,
        /** @var bool Whether site admins can be linked. */
        private readonly bool $allowsiteadmin,
    ) {
    }

    /**
     * Judges a line and carries it out.
     *
     * @param string $key one of KEYS
     * @param string $value
     * @param string $subject
     * @return array{int, string, string} user id or 0; linked, already, create or refused; why refused
     */
    public function line(string $key, string $value, string $subject): array {
        if (!link::is_subject($subject)) {
            return [0, 'refused', refusal::bad_subject->value];
        }
        $claims = new claims($this->issuer, $subject, []);
        $users = self::accounts($key, $value);
        if (count($users) > 1) {
            return [0, 'refused', refusal::ambiguous->value];
        }
        if (!$users) {
            $creates = setting::createaccounts->is_on();
            return $creates ? [0, 'create', ''] : [0, 'refused', refusal::no_account->value];
        }
        return $this->link(reset($users), $claims);
    }

    /**
     * Takes the links of a batch back.
     *
     * @param string $batch
     * @return int how many there were
     */
    public static function undo(string $batch): int {
        global $DB;

        $userids = site::present(fn(): array => $DB->get_fieldset_select(link::TABLE, 'userid', 'batch = ?', [$batch]));
        array_map(link::remove(...), $userids);
        return count($userids);
    }

    /**
     * Links one account unless something speaks against it.
     *
     * @param stdClass $user
     * @param claims $claims
     * @return array
     */
    private function link(stdClass $user, claims $claims): array {
        $linked = link::account($claims);
        if ($linked && $linked->id === $user->id) {
            return [(int)$user->id, 'already', ''];
        }
        $refusal = $linked ? refusal::linked : standing::against_linking($user, $claims->issuer, $this->allowsiteadmin);
        if (isset($this->seen["user $user->id"]) || isset($this->seen["subject $claims->subject"])) {
            $refusal = refusal::ambiguous;
        }
        if ($refusal) {
            return [(int)$user->id, 'refused', $refusal->value];
        }
        $this->seen["user $user->id"] = $this->seen["subject $claims->subject"] = true;
        if (!$this->dryrun) {
            link::to($user, $claims, 'bulk', $this->batch);
        }
        return [(int)$user->id, 'linked', ''];
    }

    /**
     * The accounts a value names.
     *
     * @param string $key
     * @param string $value
     * @return stdClass[]
     */
    private static function accounts(string $key, string $value): array {
        global $CFG, $DB;

        if ($value === '' || ($key === 'userid' && !ctype_digit($value))) {
            return [];
        }
        $where = match ($key) {
            'userid' => ['id' => $value],
            'username' => ['username' => \core_text::strtolower($value), 'mnethostid' => $CFG->mnet_localhost_id],
            'idnumber' => ['idnumber' => $value],
        };
        return site::present(fn(): array => $DB->get_records('user', $where + ['deleted' => 0], 'id', '*', 0, 2));
    }
}
