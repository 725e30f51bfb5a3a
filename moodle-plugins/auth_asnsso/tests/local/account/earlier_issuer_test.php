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

use auth_asnsso\access_token;
use auth_asnsso\local\claims;
use auth_asnsso\local\encrypted_value;
use auth_asnsso\local\pending;
use auth_asnsso\local\revalidation;
use auth_asnsso\local\setting;
use auth_asnsso\local\sso_session;
use auth_asnsso\local\visit;
use auth_asnsso\task\follow_links;
use auth_asnsso\tests\account_testcase;
use auth_asnsso\tests\fake_issuer;
use local_asnunggul\tests\member_site;

/**
 * A site that has another issuer than before lets no stranger in by an old link, and locks nobody out.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\earlier_issuer
 * @covers     \auth_asnsso\local\account\learner
 * @covers     \auth_asnsso\local\account\link
 * @covers     \auth_asnsso\observer
 */
final class earlier_issuer_test extends account_testcase {
    /** @var string The issuer the site changes to. */
    private const OTHER = 'https://id2.example.invalid/realms/lain';

    /**
     * The site joins with this issuer; null for a centre without one.
     *
     * @param string|null $issuer
     */
    private function join(?string $issuer): void {
        member_site::join(['oidc' => $issuer === null ? null : ['issuer' => $issuer, 'client_id' => 'moodle-uji']]);
        \local_asnunggul\event\membership_joined::create_now()->trigger();
    }

    /**
     * Somebody signs in, up to the session.
     *
     * @param claims $claims
     * @return outcome
     */
    private function sign_in(claims $claims): outcome {
        $outcome = resolver::resolve($claims);
        if ($outcome->user && !$outcome->proofneeded && !$outcome->refusal) {
            provisioner::bring_up_to_date($outcome->user, $claims);
        }
        return $outcome;
    }

    /**
     * Claims of the other issuer.
     *
     * @param array $values
     * @param string $subject
     * @return claims
     */
    private function others(array $values = [], string $subject = 'subject-1'): claims {
        return new claims(self::OTHER, $subject, $this->claims($values)->values());
    }

    /**
     * A column of an account.
     *
     * @param int|string $userid
     * @param string $column
     * @return string
     */
    private function of(int|string $userid, string $column): string {
        global $DB;
        return $DB->get_field('user', $column, ['id' => $userid]);
    }

    /**
     * What stands for an account at the centre.
     *
     * @param int|string $userid
     * @return string
     */
    private function learner(int|string $userid): string {
        global $DB;
        return (string)$DB->get_field('local_asnunggul_person', 'learner', ['userid' => $userid]);
    }

    public function test_the_same_subject_of_another_issuer_is_a_stranger_here(): void {
        $user = $this->account();
        link::to($user, $this->claims(), 'bulk');
        $this->assertSame('sub:subject-1', $this->learner($user->id));
        $this->join(self::OTHER);
        // Nothing about the person leaves under a subject that may be somebody else's there.
        $this->assertStringStartsWith('anon:', $this->learner($user->id));
        $outcome = $this->sign_in($this->others(['email' => 'orang.lain@example.invalid']));
        $this->assertNotEquals($user->id, $outcome->user->id);
        $this->assertSame('sub:subject-1', $this->learner($outcome->user->id));
        (new follow_links())->execute();
        $this->expectOutputRegex('/Out of step: 0\nOf an earlier issuer: 0\nBarred: 0/');
        $this->assertStringStartsWith('anon:', $this->learner($user->id));
        // Nor does the old issuer open it any more, whatever it says.
        $this->assertNull(link::account(new claims(self::OTHER, 'subject-2', [])));
    }

    public function test_an_account_is_as_before_its_link_and_nothing_of_the_claims_is_left(): void {
        global $DB;

        setting::rolerules->store('pengelola => manager');
        $user = $this->account(['firstname' => 'Dulu', 'email' => 'dulu@example.invalid']);
        set_user_preference('auth_forcepasswordchange', 1, $user);
        link::to($user, $this->claims(), 'password');
        $this->sign_in($this->claims(['roles' => ['pengelola'], 'groups' => ['/instansi/LAN'], 'instansi' => 'LAN']));
        $this->assertSame(['Contoh', self::EMAIL, 'asnsso'], [
            $this->of($user->id, 'firstname'), $this->of($user->id, 'email'), $this->of($user->id, 'auth'),
        ]);
        $this->assertTrue($DB->record_exists('role_assignments', ['userid' => $user->id, 'component' => 'auth_asnsso']));
        $DB->insert_record('user_private_key', (object)['script' => 'x', 'value' => 'k', 'userid' => $user->id]);
        $session = ['userid' => $user->id, 'sid' => 's', 'sessionhash' => 'h', 'timecreated' => 1];
        $DB->insert_record(sso_session::TABLE, (object)$session);
        $this->join(self::OTHER);
        $this->assertSame(['Dulu', 'dulu@example.invalid', 'manual'], [
            $this->of($user->id, 'firstname'), $this->of($user->id, 'email'), $this->of($user->id, 'auth'),
        ]);
        $this->assertSame('', (string)(profile_user_record($user->id, false)->asn_instansi ?? ''));
        $this->assertSame('1', get_user_preferences('auth_forcepasswordchange', null, $user->id));
        foreach (['role_assignments', 'cohort_members', 'user_private_key', sso_session::TABLE] as $table) {
            $this->assertFalse($DB->record_exists($table, ['userid' => $user->id]), $table);
        }
        // The link is kept, without what it had kept of the account.
        $this->assertSame([$user->id], array_map('strval', $this->linked()));
        $this->assertSame('{"letgo":true}', link::of($user->id)->former);
    }

    public function test_who_was_linked_is_found_by_the_nip_or_proves_the_account_at_its_form_and_is_not_locked_out(): void {
        $nip = $this->account_with_nip();
        $password = $this->account(['email' => 'kedua@example.invalid', 'auth' => 'manual']);
        foreach (['subject-1' => $nip, 'subject-2' => $password] as $subject => $user) {
            link::to($user, $this->claims([], $subject), 'bulk');
        }
        $made = $this->sign_in($this->claims(['email' => 'ketiga@example.invalid'], 'subject-3'))->user;
        $this->join(self::OTHER);
        $claims = $this->others(['nip' => self::NIP, 'nip_terverifikasi' => true], 'x-1');
        $this->assertSame($nip->id, $this->sign_in($claims)->user->id);
        $this->assertSame('asnsso', $this->of($nip->id, 'auth'));
        foreach (['kedua@example.invalid' => $password, 'ketiga@example.invalid' => $made] as $email => $user) {
            $claims = $this->others(['email' => $email], "x-$user->id");
            $outcome = $this->sign_in($claims);
            $this->assertTrue($outcome->proofneeded, $email);
            $this->assertSame($user->id, $outcome->user->id);
            $this->assertSame('manual', $this->of($user->id, 'auth'));
            proof::link($claims, $user);
            $this->assertSame($user->id, $this->sign_in($claims)->user->id);
        }
        // Each has one link again, with a way back to what it was before the first one.
        $this->assertSame(['manual', 'manual', 'manual'], array_map(
            fn(\stdClass $user): string => link::of($user->id)->prevauth,
            [$nip, $password, $made]
        ));
        $this->assertCount(3, $this->linked());
    }

    public function test_a_site_that_comes_back_to_its_issuer_finds_its_links_again(): void {
        $linked = $this->account();
        $kept = $this->account();
        link::to($linked, $this->claims(), 'bulk');
        setting::onlink->store('keep');
        link::to($kept, $this->claims([], 'subject-2'), 'bulk');
        setting::onlink->store('switch');
        $made = $this->sign_in($this->claims(['email' => 'baru@example.invalid'], 'subject-3'))->user;
        $this->join(self::OTHER);
        $this->assertSame('manual', $this->of($made->id, 'auth'));
        $this->join(self::ISSUER);
        foreach ([$linked, $kept, $made] as $number => $user) {
            $this->assertSame('sub:subject-' . ($number + 1), $this->learner($user->id));
        }
        $this->assertSame($linked->id, $this->sign_in($this->claims())->user->id);
        $this->assertSame($made->id, $this->sign_in($this->claims(['email' => 'baru@example.invalid'], 'subject-3'))->user->id);
        $this->assertSame(['asnsso', 'asnsso'], [$this->of($linked->id, 'auth'), $this->of($made->id, 'auth')]);
        link::remove($linked->id);
        $this->assertSame($linked->email, $this->of($linked->id, 'email'));
        $this->assertSame('manual', $this->of($linked->id, 'auth'));
    }

    public function test_while_the_site_has_no_issuer_nobody_is_let_go_unless_an_admin_says_so(): void {
        $user = $this->account();
        link::to($user, $this->claims(), 'bulk');
        $this->join(null);
        $this->assertSame('asnsso', $this->of($user->id, 'auth'));
        // But a centre without an issuer gets no subject of another's.
        $this->assertStringStartsWith('anon:', $this->learner($user->id));
        $this->assertSame(1, earlier_issuer::let_all_go(true));
        $this->assertSame('manual', $this->of($user->id, 'auth'));
        $this->assertSame(0, earlier_issuer::let_all_go(true));
    }

    public function test_the_same_issuer_again_changes_nothing(): void {
        $user = $this->account();
        link::to($user, $this->claims(), 'bulk');
        $before = [link::of($user->id), $this->learner($user->id), $this->of($user->id, 'auth')];
        $this->join(self::ISSUER);
        $this->assertEquals($before, [link::of($user->id), $this->learner($user->id), $this->of($user->id, 'auth')]);
    }

    public function test_of_two_links_of_a_merged_account_that_of_the_present_issuer_counts(): void {
        global $DB;

        $user = $this->account();
        link::to($user, $this->claims(), 'bulk');
        $old = ['issuer' => 'https://lama.example.invalid', 'subject' => 'lama', 'userid' => $user->id, 'timecreated' => 1];
        $DB->insert_record(link::TABLE, (object)($old + ['method' => 'nip', 'prevauth' => 'manual']));
        $this->assertSame('subject-1', link::of($user->id)->subject);
        $this->assertSame(1, earlier_issuer::let_all_go());
        $this->assertSame('asnsso', $this->of($user->id, 'auth'));
        $this->assertSame('sub:subject-1', $this->learner($user->id));
    }

    public function test_a_session_that_came_through_another_issuer_ends_and_its_tokens_are_shown_to_nobody(): void {
        global $SESSION;

        fake_issuer::adopt();
        $this->setUser($this->account());
        encrypted_value::put('session', [
            'issuer' => fake_issuer::URL, 'subject' => 's', 'sid' => 'sid-1', 'tokens' => fake_issuer::tokens(),
        ]);
        $SESSION->auth_asnsso_checked = time();
        pending::keep(new claims(fake_issuer::URL, 's', []), fake_issuer::tokens(), '');
        $this->assertTrue(revalidation::may_go_on(new visit()));
        $this->assertNotNull(access_token::for_current_user(true));
        fake_issuer::adopt(self::OTHER);
        $this->assertNull(access_token::for_current_user(true));
        $this->assertNull(\auth_asnsso\local\single_logout::from_here());
        $this->assertNull(pending::current());
        $this->assertFalse(revalidation::may_go_on(new visit()));
    }
}
