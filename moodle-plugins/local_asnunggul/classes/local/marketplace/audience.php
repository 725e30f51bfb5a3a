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

namespace local_asnunggul\local\marketplace;

use local_asnunggul\local\feed\person;
use local_asnunggul\local\membership\membership;

/**
 * For whom the marketplace is asked, and apart from whom answers are kept. The one place that decides who belongs to the agency.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum audience: string {
    // Whoever looks: what is offered to all ASN.
    case everyone = 'everyone';
    // The people of the agency that owns this site: what is offered to them only, too.
    case agency = 'agency';

    /** The profile field in which the identity issuer says of which agency somebody is; only administrators can write it. */
    private const FIELD = 'asn_instansi';

    /** The methods by which an organisation gives people an account; by every other one somebody may have got in alone. */
    private const GIVEN = ['manual', 'ldap', 'cas', 'shibboleth', 'db'];

    /**
     * The audience of whoever is signed in. Of a linked account the issuer says the agency. Of others the site's admin vouches for
     * those whom the organisation has given an account; who could register alone, here or elsewhere, may be anybody.
     *
     * @return self
     */
    public static function of_user(): self {
        global $CFG, $USER;
        $agency = membership::current()?->agency ?? '';
        if (trim($agency) === '' || !isloggedin() || isguestuser()) {
            return self::everyone;
        }
        $isours = person::is_linked((int) $USER->id)
            ? self::told_agency() === $agency
            : in_array($USER->auth, self::GIVEN, true) && $USER->auth !== ($CFG->registerauth ?? '');
        return $isours ? self::agency : self::everyone;
    }

    /**
     * The audiences for which this site keeps what is shown without asking.
     *
     * @return self[]
     */
    public static function kept(): array {
        return trim(membership::current()?->agency ?? '') === '' ? [self::everyone] : self::cases();
    }

    /**
     * What a file of this audience is called.
     *
     * @param string $name
     * @return string
     */
    public function file(string $name): string {
        return $this === self::everyone ? $name : "$name-$this->value";
    }

    /**
     * The agency of the person who is signed in, as the issuer said it at sign-in; empty if it did not.
     *
     * @return string
     */
    private static function told_agency(): string {
        global $CFG, $USER;
        require_once($CFG->dirroot . '/user/profile/lib.php');
        $profile = $USER->profile ?? (array) profile_user_record($USER->id, false);
        return (string) ($profile[self::FIELD] ?? '');
    }
}
