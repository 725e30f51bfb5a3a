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

use Firebase\JWT\JWK;
use Firebase\JWT\JWT;
use local_asnunggul\local\membership\keys;
use local_asnunggul\marketplace;
use local_asnunggul\output\marketplace\front_page;
use local_asnunggul\output\marketplace\search_page;
use local_asnunggul\site;
use local_asnunggul\task\fetch_marketplace;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;
use local_asnunggul\tests\fake_market;
use local_asnunggul\tests\member_site;

/**
 * What is offered to the own agency only is asked and shown for its people, and is never kept where others read.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\marketplace\audience
 * @covers     \local_asnunggul\local\marketplace\bundle
 * @covers     \local_asnunggul\local\marketplace\catalogue
 * @covers     \local_asnunggul\local\marketplace\centre
 * @covers     \local_asnunggul\task\fetch_marketplace
 */
final class audience_test extends centre_testcase {
    /** Now. */
    private const NOW = 1700000000;

    /** The agency of this site, as LAN calls it. */
    private const AGENCY = 'BKD Contoh';

    /** An offering for the own agency only. */
    private const INTERNAL = ['course' => 9, 'title' => 'Internal', 'audience' => 'agency'];

    /** @var \frozen_clock The clock. */
    private \frozen_clock $clock;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->clock = $this->mock_clock_with_frozen(self::NOW);
        member_site::join();
        // A member has its keys; making them takes longer than a page may wait.
        keys::document();
    }

    /**
     * Somebody with an account is signed in.
     *
     * @param array $account
     * @param string|null $agency of a linked account, as the issuer says it; null for one that is not linked
     */
    private function sign_in(array $account = [], ?string $agency = null): void {
        $user = $this->getDataGenerator()->create_user($account);
        $this->setUser($user);
        if ($agency !== null) {
            global $USER;
            site::link((int) $user->id, 'subjek-uji');
            $USER->profile = ['asn_instansi' => $agency];
        }
    }

    /**
     * Titles that a search shows to whoever is signed in.
     *
     * @return string[]
     */
    private function titles(): array {
        $found = (new catalogue(centre::for_page()))->search(new question('arsip'))->content->offerings;
        return array_map(fn(offering $one): string => $one->facts['title'], $found);
    }

    /**
     * Runs the task.
     *
     * @param array $answers of the centre
     */
    private function fetch(array $answers): void {
        $this->centre->append(...$answers);
        ob_start();
        try {
            (new fetch_marketplace())->execute();
        } finally {
            ob_end_clean();
        }
    }

    /**
     * Accounts, and whether they are of the agency.
     *
     * @return array
     */
    public static function accounts(): array {
        return [
            'an account that the site made' => [[], null, '', audience::agency],
            'an account that somebody made alone' => [['auth' => 'email'], null, 'email', audience::everyone],
            'such an account where nobody can do that any more' => [['auth' => 'email'], null, '', audience::everyone],
            'an account that another service vouches for' => [['auth' => 'oauth2'], null, '', audience::everyone],
            'an account of the organisation’s directory' => [['auth' => 'ldap'], null, '', audience::agency],
            'a directory in which people register alone' => [['auth' => 'ldap'], null, 'ldap', audience::everyone],
            'a linked account of this agency' => [['auth' => 'email'], self::AGENCY, 'email', audience::agency],
            'a linked account of another agency' => [[], 'Badan Lain', '', audience::everyone],
            'a linked account of an agency nobody has named' => [[], '', '', audience::everyone],
        ];
    }

    /**
     * One test for each.
     *
     * @dataProvider accounts
     * @param array $account
     * @param string|null $agency
     * @param string $registers who can register alone
     * @param audience $expected
     */
    public function test_who_belongs_to_the_agency(array $account, ?string $agency, string $registers, audience $expected): void {
        set_config('registerauth', $registers);
        $this->sign_in($account, $agency);
        $this->assertSame($expected, audience::of_user());
    }

    public function test_a_profile_that_the_session_does_not_hold_is_read(): void {
        $field = ['shortname' => 'asn_instansi', 'name' => 'x', 'datatype' => 'text'];
        $this->getDataGenerator()->create_custom_profile_field($field);
        $this->sign_in(['profile_field_asn_instansi' => self::AGENCY]);
        global $USER;
        site::link((int) $USER->id, 'subjek-uji');
        unset($USER->profile);
        $this->assertSame(audience::agency, audience::of_user());
    }

    public function test_guests_and_people_of_a_site_without_an_agency_are_everyone(): void {
        $this->assertSame(audience::everyone, audience::of_user());
        $this->setGuestUser();
        $this->assertSame(audience::everyone, audience::of_user());
        $this->setAdminUser();
        $this->assertSame(audience::agency, audience::of_user());
        member_site::join(['agency' => ' ']);
        $this->assertSame([audience::everyone, [audience::everyone]], [audience::of_user(), audience::kept()]);
        member_site::leave();
        $this->assertSame(audience::everyone, audience::of_user());
    }

    public function test_the_site_proves_itself_for_its_people_and_says_nothing_of_them(): void {
        $this->sign_in(['username' => 'kenari', 'email' => 'kenari@example.invalid']);
        $this->centre->append(fake_market::page([self::INTERNAL]), fake_market::page());
        $this->assertSame(['Internal'], $this->titles());
        $request = $this->asked[0]['request'];
        $token = substr($request->getHeaderLine('Authorization'), strlen('Bearer '));
        JWT::$timestamp = self::NOW;
        $claims = (array) JWT::decode($token, JWK::parseKeySet(json_decode(keys::document(), true)));
        JWT::$timestamp = null;
        $this->assertSame(['market', fake_centre::URL, 120], [$claims['scope'], $claims['aud'], $claims['exp'] - $claims['iat']]);
        $this->assertStringNotContainsString('kenari', json_encode([$request->getHeaders(), $claims, (string) $request->getUri()]));
        $this->setUser();
        $this->titles();
        $this->assertSame('', $this->asked[1]['request']->getHeaderLine('Authorization'));
    }

    public function test_answers_are_kept_apart_so_that_a_guest_never_sees_what_the_agency_was_told(): void {
        $this->sign_in();
        $this->centre->append(fake_market::page([self::INTERNAL, []]), fake_market::page([[]]));
        $this->assertSame(['Internal', 'Arsip Dinamis'], $this->titles());
        $this->setUser();
        $this->assertSame(['Arsip Dinamis'], $this->titles());
        $this->setGuestUser();
        $this->assertSame(['Arsip Dinamis'], $this->titles());
        $this->clock->bump(HOURSECS);
        // Now the centre is away, and what is kept is shown.
        $this->centre->append(fake_market::silence());
        $this->assertSame(['Arsip Dinamis'], $this->titles());
        $this->sign_in();
        $this->assertSame(['Internal', 'Arsip Dinamis'], $this->titles());
        $this->assertCount(3, $this->asked);
    }

    public function test_who_reads_on_after_signing_out_begins_at_the_first_page(): void {
        $this->centre->append(fake_centre::problem(400, 'bad_request'), fake_market::page());
        $question = new question('arsip', [], 'title', 'of-the-agency');
        $this->assertCount(1, (new catalogue(centre::for_page()))->search($question)->content->offerings);
        $queries = array_map(fn(array $one): string => $one['request']->getUri()->getQuery(), $this->asked);
        $this->assertSame(['q=arsip&sort=title&cursor=of-the-agency&limit=20', 'q=arsip&sort=title&limit=20'], $queries);
    }

    public function test_what_the_task_keeps_is_kept_apart_too(): void {
        $this->fetch([...fake_market::bundle(), ...fake_market::bundle([[], self::INTERNAL])]);
        $proofs = array_map(fn(array $one): bool => $one['request']->hasHeader('Authorization'), $this->asked);
        $this->assertSame([...array_fill(0, 6, false), ...array_fill(0, 6, true)], $proofs);
        breaker::open();
        foreach ([false, true] as $issignedin) {
            $issignedin ? $this->sign_in() : $this->setUser();
            $expected = $issignedin ? ['Arsip Dinamis', 'Internal'] : ['Arsip Dinamis'];
            $row = array_column(marketplace::rows(['new'], 9)[0]['offerings'], 'title');
            $this->assertSame($expected, $row);
            $looked = (new catalogue(centre::for_page()))->search(new question())->content->offerings;
            $this->assertEqualsCanonicalizing($expected, array_map(fn(offering $one): string => $one->facts['title'], $looked));
            $this->assertSame(count($expected), bundle::current()->total);
        }
    }

    public function test_people_of_the_agency_are_shown_everyones_part_until_theirs_is_kept(): void {
        $this->centre->append(...fake_market::bundle());
        bundle::fetch(centre::for_task());
        $this->sign_in();
        $this->assertSame(1, bundle::current()->total);
    }

    public function test_cards_and_front_say_what_is_for_the_agency_only(): void {
        global $PAGE;
        $this->fetch([...fake_market::bundle(), ...fake_market::bundle([self::INTERNAL])]);
        $this->sign_in();
        $this->centre->append(fake_market::page([self::INTERNAL]), fake_market::page([self::INTERNAL]));
        $catalogue = new catalogue(centre::for_page());
        $renderer = $PAGE->get_renderer('core');
        $found = $renderer->render(new search_page($catalogue, new question('x')));
        $this->assertStringContainsString('For your agency only', $found);
        $front = $renderer->render(new front_page($catalogue, bundle::current()));
        $this->assertStringContainsString('For your agency only', $front);
        $this->assertStringContainsString('open to you.', $front);
    }

    /**
     * How a centre says that it does not believe a proof.
     *
     * @return array
     */
    public static function refusals(): array {
        return [[401, 'unauthorised'], [404, 'not_member']];
    }

    /**
     * One test for each.
     *
     * @dataProvider refusals
     * @param int $status
     * @param string $code
     */
    public function test_a_proof_that_is_not_believed_leaves_everyones_part_and_is_said(int $status, string $code): void {
        global $PAGE;
        $this->sign_in();
        $this->centre->append(fake_centre::problem($status, $code), fake_market::page(), fake_market::page([['title' => 'Lain']]));
        $page = new search_page(new catalogue(centre::for_page()), new question('arsip'));
        $html = $PAGE->get_renderer('core')->render($page);
        $this->assertStringContainsString('Arsip Dinamis', $html);
        $this->assertStringContainsString('the centre does not recognise this site', $html);
        // The next page does not try again, and nothing was kept as an answer to the agency.
        $page = new search_page(new catalogue(centre::for_page()), new question('lain'));
        $this->assertStringContainsString('does not recognise', $PAGE->get_renderer('core')->render($page));
        $proofs = array_map(fn(array $one): bool => $one['request']->hasHeader('Authorization'), $this->asked);
        $this->assertSame([true, false, false], $proofs);
        $this->clock->bump(breaker::SECONDS);
        $this->centre->append(fake_market::page([self::INTERNAL]));
        $this->assertSame(['Internal'], $this->titles());
    }

    public function test_a_task_that_is_not_believed_fails_in_words_and_forgets_what_was_for_the_agency(): void {
        $this->fetch([...fake_market::bundle(), ...fake_market::bundle([self::INTERNAL])]);
        try {
            $this->fetch([...fake_market::bundle([['title' => 'Baru']]), fake_centre::problem(401, 'unauthorised')]);
            $this->fail('It said nothing.');
        } catch (\moodle_exception $e) {
            $this->assertStringContainsString('does not recognise this site', $e->getMessage());
        }
        $this->sign_in();
        $this->assertSame('Baru', bundle::current()->rows['new'][0]->facts['title']);
    }

    public function test_an_older_centre_that_knows_no_such_proof_answers_for_everyone(): void {
        $this->sign_in();
        $this->centre->append(fake_market::page());
        $this->assertSame(['Arsip Dinamis'], $this->titles());
    }
}
