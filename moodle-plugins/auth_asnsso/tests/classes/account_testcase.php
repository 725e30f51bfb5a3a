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

namespace auth_asnsso\tests;

use auth_asnsso\local\account\refusal;
use auth_asnsso\local\account\resolver;
use auth_asnsso\local\claims;
use local_asnunggul\tests\member_site;
use stdClass;

/**
 * What the tests about accounts have in common: claims of an invented person, accounts with and without a NIP.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class account_testcase extends \advanced_testcase {
    /** @var string The issuer. */
    protected const ISSUER = 'https://sso.example.invalid/realms/asn-unggul';

    /** @var string A NIP nobody has. */
    protected const NIP = '000000000000000001';

    /** @var string The address of the person in the claims. */
    protected const EMAIL = 'contoh@example.invalid';

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        member_site::join(['oidc' => ['issuer' => self::ISSUER, 'client_id' => 'moodle-uji']]);
    }

    /**
     * Claims of a person in service with a verified address.
     *
     * @param array $values further claims
     * @param string $subject
     * @return claims
     */
    protected function claims(array $values = [], string $subject = 'subject-1'): claims {
        return new claims(self::ISSUER, $subject, $values + [
            'email' => self::EMAIL,
            'email_verified' => true,
            'given_name' => 'Contoh',
            'family_name' => 'Satu',
            'preferred_username' => 'contoh.satu',
            'status_asn' => 'aktif',
        ]);
    }

    /**
     * Claims of the same person with a verified NIP.
     *
     * @param array $values further claims
     * @return claims
     */
    protected function claims_with_nip(array $values = []): claims {
        return $this->claims($values + ['nip' => self::NIP, 'nip_terverifikasi' => true]);
    }

    /**
     * An account with a password, whose address is not the person's.
     *
     * @param array $values
     * @return stdClass
     */
    protected function account(array $values = []): stdClass {
        return $this->getDataGenerator()->create_user($values);
    }

    /**
     * An account with the NIP in this plugin's own field.
     *
     * @param array $values
     * @param string $nip
     * @return stdClass
     */
    protected function account_with_nip(array $values = [], string $nip = self::NIP): stdClass {
        return $this->account($values + ['profile_field_asn_nip' => $nip]);
    }

    /**
     * Why the person is refused; null if not.
     *
     * @param claims $claims
     * @param bool $notmine
     * @return refusal|null
     */
    protected function refusal(claims $claims, bool $notmine = false): ?refusal {
        return resolver::resolve($claims, $notmine)->refusal;
    }

    /**
     * User ids of all links.
     *
     * @return int[]
     */
    protected function linked(): array {
        global $DB;
        return array_map('intval', array_values($DB->get_fieldset_select('auth_asnsso_link', 'userid', '1 = 1 ORDER BY id')));
    }

    /**
     * How many accounts there are.
     *
     * @return int
     */
    protected function accounts(): int {
        global $DB;
        return $DB->count_records('user', ['deleted' => 0]);
    }
}
