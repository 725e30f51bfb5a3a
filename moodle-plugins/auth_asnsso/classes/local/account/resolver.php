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
 * Finds the account of a person with a proven identity, or makes one. The order of the questions is the security.
 *
 * Never prints, never signs in, never redirects.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class resolver {
    /** @var int Seconds to wait for another first sign-in with the same address. */
    private const PATIENCE = 10;

    /**
     * Resolves.
     *
     * @param claims $claims
     * @param bool $notmine the person says that none of the candidates is theirs
     * @return outcome
     */
    public static function resolve(claims $claims, bool $notmine = false): outcome {
        if (!link::is_subject($claims->subject)) {
            return outcome::refused(refusal::bad_subject);
        }
        return self::linked($claims) ?? self::unlinked($claims, $notmine);
    }

    /**
     * Somebody who was not here before; one at a time, or two requests of one browser would each find nobody.
     *
     * @param claims $claims
     * @param bool $notmine
     * @return outcome
     */
    private static function unlinked(claims $claims, bool $notmine): outcome {
        $who = \core_text::strtolower(new_account::email($claims)) ?: $claims->subject;
        $lock = \core\lock\lock_config::get_lock_factory('auth_asnsso')->get_lock('first_' . sha1($who), self::PATIENCE);
        if (!$lock) {
            return outcome::refused(refusal::busy);
        }
        try {
            if ($linked = self::linked($claims)) {
                return $linked;
            }
            $refusal = standing::against_status($claims);
            return $refusal ? outcome::refused($refusal)
                : self::by_nip($claims) ?? self::by_proof($claims, $notmine) ?? self::create($claims);
        } catch (\dml_write_exception) {
            // Another request was quicker with this identity or this account.
            return self::linked($claims) ?? outcome::refused(refusal::busy);
        } finally {
            $lock->release();
        }
    }

    /**
     * The accounts that may be the person's because they have their address or user name: a password of theirs decides.
     *
     * @param claims $claims
     * @return stdClass[]
     */
    public static function candidates(claims $claims): array {
        return array_filter(
            self::with_email($claims) + self::with_username($claims),
            fn(stdClass $user) => !standing::against_linking($user, $claims->issuer) && standing::has_password($user)
        );
    }

    /**
     * Whether another account has this address, however it is written.
     *
     * @param string $email
     * @param int $butnot
     * @return bool
     */
    public static function email_is_taken(string $email, int $butnot): bool {
        global $DB;
        $same = $DB->sql_equal('email', ':email', false);
        $where = "$same AND deleted = 0 AND id <> :id";
        return site::present(fn(): bool => $DB->record_exists_select('user', $where, ['email' => $email, 'id' => $butnot]));
    }

    /**
     * By the link, and by nothing else.
     *
     * @param claims $claims
     * @return outcome|null
     */
    private static function linked(claims $claims): ?outcome {
        $user = link::account($claims);
        if (!$user) {
            return null;
        }
        $refusal = standing::against_entering($user) ?? standing::against_status($claims);
        return $refusal ? outcome::refused($refusal, $user) : outcome::found($user);
    }

    /**
     * By a verified NIP in a field nobody can write into for themselves.
     *
     * @param claims $claims
     * @return outcome|null
     */
    private static function by_nip(claims $claims): ?outcome {
        $nip = nip::of($claims);
        $holders = $nip === null ? [] : array_diff_key(nip::holders($nip), array_flip(taken_back::accounts($claims)));
        $free = array_filter($holders, fn(stdClass $user) => !standing::against_linking($user, $claims->issuer));
        if (count($free) === 1) {
            link::to(reset($free), $claims, 'nip');
            return self::linked($claims);
        }
        if (count($free) > 1) {
            return outcome::refused(refusal::ambiguous);
        }
        // None of them may be linked; a second account would go round the reason why.
        return $holders ? outcome::refused(standing::against_linking(reset($holders), $claims->issuer)) : null;
    }

    /**
     * By the password of an account with the same address or user name; never by these alone.
     *
     * @param claims $claims
     * @param bool $notmine
     * @return outcome|null
     */
    private static function by_proof(claims $claims, bool $notmine): ?outcome {
        $candidates = self::candidates($claims);
        if ($candidates && !$notmine) {
            return outcome::proof_needed(reset($candidates));
        }
        $same = self::with_email($claims);
        // Who has not proved the address learns nothing of the account that has it: create() refuses.
        if (!$same || !$claims->is_true('email_verified')) {
            return null;
        }
        return outcome::refused(standing::against_linking(reset($same), $claims->issuer) ?? refusal::email_taken);
    }

    /**
     * A new account.
     *
     * @param claims $claims
     * @return outcome
     */
    private static function create(claims $claims): outcome {
        $email = new_account::email($claims);
        return match (true) {
            !setting::createaccounts->is_on() => outcome::refused(refusal::no_account),
            $email === '' || !$claims->is_true('email_verified') => outcome::refused(refusal::email_unverified),
            email_is_not_allowed($email) !== false => outcome::refused(refusal::email_not_allowed),
            default => outcome::found(new_account::create($claims)),
        };
    }

    /**
     * The accounts with the address of the claims, verified or not, however it is written.
     *
     * @param claims $claims
     * @return stdClass[]
     */
    private static function with_email(claims $claims): array {
        global $DB;

        $email = new_account::email($claims);
        $same = $DB->sql_equal('email', ':email', false);
        return $email === '' ? [] : site::present(
            fn(): array => $DB->get_records_select('user', "$same AND deleted = 0", ['email' => $email], 'id')
        );
    }

    /**
     * The account with the user name of the claims.
     *
     * @param claims $claims
     * @return stdClass[]
     */
    private static function with_username(claims $claims): array {
        global $CFG, $DB;

        $name = \core_text::strtolower($claims->text('preferred_username'));
        return $name === '' ? [] : site::present(fn(): array => $DB->get_records('user', [
            'username' => $name, 'mnethostid' => $CFG->mnet_localhost_id, 'deleted' => 0,
        ]));
    }
}
