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

use auth_asnsso\local\setting;
use stdClass;

/**
 * What the first sign-in of everybody would do, told before anything changes. Reads only; has user ids, no names and no NIP.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class link_preview {
    /** @var string[] What can become of an account, in the order of the preview. */
    public const KINDS = [
        'linked', 'nip', 'password', 'nipclash', 'emailclash', 'nothing',
        'siteadmin', 'suspended', 'unconfirmed', 'nologin', 'remote',
    ];

    /** @var array<string, int> How many of the accounts that may be linked have this NIP. */
    private array $nips = [];

    /** @var array<string, int> How many accounts have this address. */
    private array $emails = [];

    /** @var array<int, mixed> The accounts that have a link. */
    private readonly array $linked;

    /**
     * A preview for the identities of an issuer.
     *
     * @param string $issuer
     */
    public function __construct(string $issuer) {
        global $DB;
        $this->linked = array_flip($DB->get_fieldset_select(link::TABLE, 'userid', 'issuer = ?', [$issuer]));
    }

    /**
     * Kind → ids of the accounts, in the order of KINDS; with those that have a value in the NIP field, and a bad one.
     *
     * @return array<string, int[]>
     */
    public function read(): array {
        $kinds = array_fill_keys(self::KINDS, []) + ['hasnip' => [], 'badnip' => []];
        foreach ($this->accounts() as $user) {
            $email = \core_text::strtolower($user->email);
            $this->emails[$email] = ($this->emails[$email] ?? 0) + 1;
            if (nip::is_nip($user->nip) && !$this->refusal($user)) {
                $this->nips["n$user->nip"] = ($this->nips["n$user->nip"] ?? 0) + 1;
            }
        }
        foreach ($this->accounts() as $user) {
            $kinds[$this->kind($user)][] = (int)$user->id;
            if ($user->nip !== '') {
                $kinds[nip::is_nip($user->nip) ? 'hasnip' : 'badnip'][] = (int)$user->id;
            }
        }
        return $kinds;
    }

    /**
     * What would become of an account.
     *
     * @param stdClass $user
     * @return string
     */
    private function kind(stdClass $user): string {
        $refusal = $this->refusal($user);
        return match (true) {
            $refusal !== null => $refusal->value,
            nip::is_nip($user->nip) => $this->nips["n$user->nip"] === 1 ? 'nip' : 'nipclash',
            $user->email === '' || !standing::has_password($user) => 'nothing',
            default => $this->emails[\core_text::strtolower($user->email)] === 1 ? 'password' : 'emailclash',
        };
    }

    /**
     * What speaks against linking an account: as standing has it, without asking the database for each.
     *
     * @param stdClass $user
     * @return refusal|null
     */
    private function refusal(stdClass $user): ?refusal {
        return standing::against_first_link($user) ?? (isset($this->linked[$user->id]) ? refusal::linked : null);
    }

    /**
     * All accounts but the guest's, each with the NIP in the chosen field; empty where that field is no proof.
     *
     * @return \Generator<stdClass>
     */
    private function accounts(): \Generator {
        global $CFG, $DB;

        $field = setting::nipfield->get();
        $usable = $field !== '' && nip::problem($field) === null;
        [$column, $join, $params] = $usable ? nip::place($field) : ["''", '', []];
        $left = str_replace('JOIN', 'LEFT JOIN', $join);
        $sql = "SELECT u.id, u.auth, u.email, u.username, u.suspended, u.deleted, u.confirmed, u.mnethostid, $column AS nip
                  FROM {user} u $left
                 WHERE u.deleted = 0 AND u.id <> :guest
              ORDER BY u.id";
        $rows = $DB->get_recordset_sql($sql, $params + ['guest' => $CFG->siteguest]);
        foreach ($rows as $user) {
            $user->nip = nip::plain((string)$user->nip);
            yield $user;
        }
        $rows->close();
    }
}
