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
use auth_asnsso\tests\account_testcase;
use core\context\system;

/**
 * Cohorts and roles that come and go with claims.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\memberships
 * @covers     \auth_asnsso\local\account\rules
 */
final class memberships_test extends account_testcase {
    /** @var \stdClass The account. */
    private \stdClass $user;

    protected function setUp(): void {
        parent::setUp();
        $this->user = $this->account();
        link::to($this->user, $this->claims(), 'password');
    }

    /**
     * A sign-in with these claims.
     *
     * @param array $values
     */
    private function sign_in(array $values): void {
        memberships::follow($this->user->id, $this->claims($values));
    }

    /**
     * The cohorts of the account.
     *
     * @return string[] id numbers
     */
    private function cohorts(): array {
        global $DB;
        $sql = 'SELECT c.idnumber FROM {cohort} c JOIN {cohort_members} m ON m.cohortid = c.id
                 WHERE m.userid = ? ORDER BY c.idnumber';
        return $DB->get_fieldset_sql($sql, [$this->user->id]);
    }

    /**
     * The roles of the account in the whole site.
     *
     * @return string[] short names
     */
    private function roles(): array {
        return array_values(array_map(fn($role) => $role->shortname, get_user_roles(system::instance(), $this->user->id)));
    }

    public function test_a_group_is_a_cohort_and_changing_the_agency_changes_it(): void {
        $this->sign_in(['groups' => ['/instansi/LAN', '/lain/X', '/instansi/LAN/unit', 'instansi/Y']]);
        $this->assertSame(['asn:LAN'], $this->cohorts());
        $this->sign_in(['groups' => ['/instansi/BKN']]);
        $this->assertSame(['asn:BKN'], $this->cohorts());
        $this->sign_in([]);
        $this->assertSame([], $this->cohorts());
    }

    public function test_the_cohort_of_the_own_agency_is_called_as_the_agency(): void {
        global $DB;

        $groups = ['/instansi/LAN', '/instansi/BKN'];
        $this->sign_in(['groups' => $groups, 'instansi_kode' => 'LAN', 'instansi' => 'Lembaga <b>Contoh</b>']);
        $names = $DB->get_records_menu('cohort', ['component' => 'auth_asnsso'], 'idnumber', 'idnumber, name');
        $this->assertSame(['asn:BKN' => 'asn:BKN', 'asn:LAN' => 'Lembaga Contoh'], $names);
    }

    public function test_cohorts_that_people_made_are_left_alone(): void {
        $byhand = $this->getDataGenerator()->create_cohort(['idnumber' => 'asn:LAN']);
        $this->sign_in(['groups' => ['/instansi/LAN']]);
        $this->assertFalse(cohort_is_member($byhand->id, $this->user->id));
        cohort_add_member($byhand->id, $this->user->id);
        $this->sign_in([]);
        $this->assertTrue(cohort_is_member($byhand->id, $this->user->id));
    }

    public function test_the_rules_are_the_tenant_admins(): void {
        setting::cohortrules->store("# agencies\n/a/*/b/* => asn:{2}.{1}\n\n/tetap => asn:tetap");
        $this->sign_in(['groups' => ['/a/X/b/Y', '/tetap', '/instansi/LAN']]);
        $this->assertEqualsCanonicalizing(['asn:Y.X', 'asn:tetap'], $this->cohorts());
    }

    public function test_5000_groups_make_few_cohorts_and_strange_ones_none(): void {
        global $DB;

        $this->sign_in(['groups' => array_map(fn($number) => "/instansi/G$number", range(1, 5000))]);
        $this->assertCount(20, $this->cohorts());
        $odd = ['<b>', "a'b", str_repeat('x', 300), '', "A\nB"];
        $groups = array_map(fn(string $name): string => "/instansi/$name", $odd);
        $this->sign_in(['groups' => [...$groups, ['/instansi/Z']]]);
        $this->assertSame([], $this->cohorts());
        $this->assertSame(20, $DB->count_records('cohort'));
    }

    public function test_a_role_on_the_list_is_given_and_taken_with_its_claim(): void {
        setting::rolerules->store('pengelola => manager');
        $this->sign_in(['roles' => ['pengelola']]);
        $this->assertSame(['manager'], $this->roles());
        $this->sign_in(['roles' => ['pengelola']]);
        $this->assertSame(['manager'], $this->roles());
        $this->sign_in([]);
        $this->assertSame([], $this->roles());
    }

    public function test_a_role_that_somebody_gave_by_hand_stays(): void {
        global $DB;

        setting::rolerules->store('pengelola => manager');
        role_assign($DB->get_field('role', 'id', ['shortname' => 'manager']), $this->user->id, system::instance()->id);
        $this->sign_in(['roles' => ['pengelola']]);
        $this->sign_in([]);
        $this->assertSame(['manager'], $this->roles());
    }

    public function test_roles_that_are_not_on_the_list_mean_nothing(): void {
        $this->sign_in(['roles' => ['manager', 'admin', 'siteadmin', 'coursecreator', ['manager']]]);
        $this->assertSame([], $this->roles());
        $this->assertFalse(is_siteadmin($this->user->id));
    }

    public function test_a_role_that_may_change_the_configuration_is_given_to_nobody(): void {
        global $DB;

        $mighty = create_role('Mighty', 'mighty', '');
        set_role_contextlevels($mighty, [CONTEXT_SYSTEM]);
        assign_capability('moodle/site:config', CAP_ALLOW, $mighty, system::instance()->id);
        setting::rolerules->store("a => mighty\nb => student\nc => nosuchrole\nd => siteadmin");
        $this->sign_in(['roles' => ['a', 'b', 'c', 'd']]);
        $this->assertSame([], $this->roles());
        $this->assertSame(0, $DB->count_records('role_assignments', ['component' => 'auth_asnsso']));
    }

    public function test_ignored_roles_are_logged_once_without_their_names(): void {
        $sink = $this->redirectEvents();
        $this->sign_in(['roles' => ['rahasia', 'admin']]);
        $this->sign_in(['roles' => ['rahasia', 'admin']]);
        $events = $sink->get_events();
        $this->assertCount(1, $events);
        $this->assertInstanceOf(\auth_asnsso\event\role_refused::class, $events[0]);
        $this->assertSame(['count' => 2], $events[0]->other);
        $this->assertStringNotContainsString('rahasia', json_encode([$events[0]->get_data(), $events[0]->get_description()]));
    }

    public function test_with_the_link_goes_what_its_claims_had_brought(): void {
        setting::rolerules->store('pengelola => manager');
        $this->sign_in(['roles' => ['pengelola'], 'groups' => ['/instansi/LAN']]);
        link::remove($this->user->id);
        $this->assertSame([[], []], [$this->roles(), $this->cohorts()]);
    }
}
