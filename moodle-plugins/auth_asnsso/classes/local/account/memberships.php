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

use auth_asnsso\event\role_refused;
use auth_asnsso\local\claims;
use core\context\system;
use local_asnunggul\site;
use local_asnunggul\undisturbed;

/**
 * Cohorts and roles that follow from claims. Touches only those that carry this plugin's name; what people gave by hand stays.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class memberships {
    /** @var string The name they carry. */
    private const COMPONENT = 'auth_asnsso';

    /**
     * Gives what the claims bring and takes what they no longer bring.
     *
     * @param int $userid
     * @param claims $claims
     */
    public static function follow(int $userid, claims $claims): void {
        self::follow_cohorts($userid, rules::cohorts($claims->texts('groups')), $claims);
        [$roles, $refused] = rules::roles($claims->texts('roles'));
        self::follow_roles($userid, $roles);
        self::log_refused($userid, $refused);
    }

    /**
     * Takes all of it.
     *
     * @param int $userid
     */
    public static function end(int $userid): void {
        self::follow_cohorts($userid, []);
        self::follow_roles($userid, []);
    }

    /**
     * Cohorts.
     *
     * @param int $userid
     * @param string[] $wanted id numbers
     * @param claims|null $claims what a new cohort is named after
     */
    private static function follow_cohorts(int $userid, array $wanted, ?claims $claims = null): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/cohort/lib.php');

        $present = site::present(fn(): array => $DB->get_records_sql_menu(
            'SELECT c.id, c.idnumber FROM {cohort} c JOIN {cohort_members} m ON m.cohortid = c.id
              WHERE m.userid = :userid AND c.component = :component',
            ['userid' => $userid, 'component' => self::COMPONENT]
        ));
        foreach (array_diff($present, $wanted) as $id => $gone) {
            cohort_remove_member($id, $userid);
        }
        foreach (array_diff($wanted, $present) as $idnumber) {
            $id = self::cohort($idnumber) ?? self::new_cohort($idnumber, $claims);
            if ($id !== null) {
                cohort_add_member($id, $userid);
            }
        }
    }

    /**
     * The cohort of this plugin with this id number.
     *
     * @param string $idnumber
     * @return int|null
     */
    private static function cohort(string $idnumber): ?int {
        global $DB;

        $where = ['idnumber' => $idnumber, 'component' => self::COMPONENT];
        $found = site::present(fn(): array => $DB->get_records('cohort', $where, 'id', 'id', 0, 1));
        return $found ? (int)key($found) : null;
    }

    /**
     * Makes the cohort of an agency.
     *
     * @param string $idnumber
     * @param claims $claims
     * @return int|null null while another request makes it; the next sign-in finds it
     */
    private static function new_cohort(string $idnumber, claims $claims): ?int {
        $name = $idnumber === 'asn:' . $claims->text('instansi_kode') ? profile_fields::clean($claims->text('instansi')) : '';
        $make = fn(): int => self::cohort($idnumber) ?? cohort_add_cohort((object)[
            'contextid' => system::instance()->id,
            'component' => self::COMPONENT,
            'idnumber' => $idnumber,
            'name' => $name === '' ? $idnumber : \core_text::substr($name, 0, 254),
        ]);
        return undisturbed::alone(self::COMPONENT, 'cohort_' . sha1($idnumber), 2, $make, fn() => null);
    }

    /**
     * Roles, in the whole site.
     *
     * @param int $userid
     * @param int[] $wanted ids
     */
    private static function follow_roles(int $userid, array $wanted): void {
        global $DB;

        $context = system::instance()->id;
        $where = ['userid' => $userid, 'contextid' => $context, 'component' => self::COMPONENT];
        $present = site::present(fn(): array => $DB->get_records_menu('role_assignments', $where, '', 'id, roleid'));
        foreach (array_diff($present, $wanted) as $gone) {
            role_unassign($gone, $userid, $context, self::COMPONENT);
        }
        foreach (array_diff($wanted, $present) as $new) {
            role_assign($new, $userid, $context, self::COMPONENT);
        }
    }

    /**
     * Logs that role claims meant nothing here: once, until their number changes.
     *
     * @param int $userid
     * @param int $refused
     */
    private static function log_refused(int $userid, int $refused): void {
        $logged = \cache::make_from_params(\cache_store::MODE_APPLICATION, self::COMPONENT, 'refusedroles');
        if ($refused !== (int)$logged->get($userid)) {
            $logged->set($userid, $refused);
            if ($refused) {
                role_refused::of_account($userid, $userid, ['count' => $refused])->trigger();
            }
        }
    }
}
