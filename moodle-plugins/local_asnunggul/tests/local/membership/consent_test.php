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

namespace local_asnunggul\local\membership;

use local_asnunggul\local\feed\streams;
use local_asnunggul\local\setting;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;

/**
 * Nothing leaves, and nobody else becomes the centre, without the tenant admin's word for exactly that.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\join
 * @covers     \local_asnunggul\local\membership\join_preview
 * @covers     \local_asnunggul\local\membership\membership
 */
final class consent_test extends centre_testcase {
    /**
     * Switches every stream about people on, as an admin does.
     */
    private function consent(): void {
        foreach (streams::about_people() as $stream) {
            setting::stream($stream)->set('1');
        }
    }

    /**
     * The ways a membership ends.
     *
     * @return array
     */
    public static function endings(): array {
        return [
            'with a receipt' => [fn() => leave::with_receipt()],
            'without the centre' => [fn() => leave::without_centre()],
            'as a copy of another site' => [fn() => identity::reset()],
        ];
    }

    /**
     * Each way, with every stream on before.
     *
     * @dataProvider endings
     * @param \Closure $end
     */
    public function test_leaving_takes_back_the_consent_and_joining_again_begins_with_the_catalogue(\Closure $end): void {
        fake_centre::adopt();
        $this->consent();
        $this->centre->append(fake_centre::response(['left' => 1, 'deleted' => [], 'receipt' => 'abcdef01']));
        $end();
        $this->assertSame(['catalogue'], setting::streams_on());
        $this->centre->reset();
        $this->centre->append(fake_centre::response(fake_centre::join_answer()));
        join::by_code(fake_centre::code());
        $this->assertSame(['catalogue'], setting::streams_on());
    }

    public function test_a_site_that_left_before_this_version_begins_with_the_catalogue_too(): void {
        $this->consent();
        $this->centre->append(fake_centre::response(fake_centre::join_answer()));
        join::by_code(fake_centre::code());
        $this->assertSame(['catalogue'], setting::streams_on());
    }

    public function test_joining_the_same_centre_again_keeps_the_consent_and_a_pause_and_deletes_nothing(): void {
        fake_centre::adopt();
        $this->consent();
        membership::pause();
        set_config('lastread', '1', 'local_asnunggul');
        $this->centre->append(fake_centre::response(fake_centre::join_answer()));
        $this->assertTrue(join::by_code(fake_centre::code())->paused);
        $this->assertSame(streams::names(), setting::streams_on());
        $this->assertSame('1', get_config('local_asnunggul', 'lastread'));
        $this->assertSame([fake_centre::URL . '/api/v1/join'], array_map(
            fn(array $asked): string => (string) $asked['request']->getUri(),
            $this->asked
        ));
    }

    /**
     * What the centre tells of a code.
     *
     * @param array $changes
     * @return array
     */
    private static function told(array $changes = []): array {
        return $changes + [
            'contract' => 1, 'centre' => fake_centre::URL,
            'tenant' => 'satu', 'name' => 'Pusdiklat Satu', 'agency' => 'Lembaga Uji',
            'url' => 'https://satu.example', 'issuer' => 'https://id.example/realms/asn',
        ];
    }

    public function test_a_code_shows_whom_this_site_would_become_and_uses_nothing_up(): void {
        $this->centre->append(fake_centre::response(self::told()));
        $lines = implode("\n", join_preview::of_code(fake_centre::code())->lines());
        $facts = ['Pusdiklat Satu', 'Lembaga Uji', fake_centre::URL, 'https://satu.example', 'https://id.example/realms/asn'];
        foreach ($facts as $fact) {
            $this->assertStringContainsString($fact, $lines);
        }
        $request = $this->asked[0]['request'];
        $this->assertSame(fake_centre::URL . '/api/v1/join/preview', (string) $request->getUri());
        $this->assertSame('', $request->getHeaderLine('Authorization'));
        $this->assertSame(
            ['contract' => 1, 'code' => str_repeat('s', 22), 'site' => identity::site()],
            json_decode((string) $request->getBody(), true)
        );
        $this->assertNull(membership::current());
    }

    public function test_a_new_tenant_without_an_issuer_is_told_so(): void {
        $new = ['tenant' => null, 'url' => null, 'issuer' => null, 'agency' => ''];
        $this->centre->append(fake_centre::response(self::told($new)));
        $lines = join_preview::of_code(fake_centre::code())->lines();
        $this->assertContains(get_string('joinpreview_new', 'local_asnunggul'), $lines);
        $this->assertContains(get_string('joinpreview_noissuer', 'local_asnunggul'), $lines);
    }

    public function test_what_another_host_or_no_centre_tells_of_a_code_is_not_shown(): void {
        $nameless = array_diff_key(self::told(), ['name' => 0]);
        foreach ([self::told(['centre' => 'https://else.example']), self::told(['name' => ['x']]), $nameless] as $answer) {
            $this->centre->append(fake_centre::response($answer));
            try {
                join_preview::of_code(fake_centre::code());
                $this->fail('It was taken.');
            } catch (centre_error $e) {
                $this->assertSame('badanswer', $e->reason);
            }
        }
    }

    public function test_what_a_foreign_centre_tells_steers_no_terminal_and_fills_no_screen(): void {
        $this->centre->append(fake_centre::response(self::told(['name' => "\e[2JPusdiklat\r\n" . str_repeat('x', 5000)])));
        $lines = implode('', join_preview::of_code(fake_centre::code())->lines());
        $this->assertStringContainsString('[2JPusdiklatxxx', $lines);
        $this->assertDoesNotMatchRegularExpression('/[[:cntrl:]]/', $lines);
        $this->assertLessThan(2000, strlen($lines));
    }

    public function test_another_centre_learns_nothing_of_a_member_and_is_not_taken_without_its_own_question(): void {
        fake_centre::adopt();
        $before = membership::current();
        $other = fake_centre::code('https://evil.example');
        foreach ([join_preview::of_code(...), join::by_code(...)] as $take) {
            try {
                $take($other);
                $this->fail('It was taken.');
            } catch (\moodle_exception $e) {
                $this->assertStringContainsString('https://evil.example', $e->getMessage());
                $this->assertStringContainsString('--new-centre', $e->getMessage());
            }
        }
        $this->assertSame([], $this->asked);
        $this->assertEquals($before, membership::current());
    }

    public function test_another_centre_is_taken_where_that_was_said_and_begins_with_the_catalogue(): void {
        fake_centre::adopt();
        $this->consent();
        membership::pause();
        $this->centre->append(fake_centre::response(fake_centre::join_answer(['centre' => 'https://new.example'])));
        join::by_code(fake_centre::code('https://new.example'), true);
        $this->assertSame('https://new.example', membership::current()->centre);
        $this->assertFalse(membership::is_paused());
        $this->assertSame(['catalogue'], setting::streams_on());
    }

    /**
     * Issuers a member may be offered instead of its own.
     *
     * @return array
     */
    public static function other_issuers(): array {
        return ['another' => ['https://evil.example/realms/asn'], 'none' => [null]];
    }

    /**
     * Neither when the code is shown nor when the join is answered.
     *
     * @dataProvider other_issuers
     * @param string|null $issuer
     */
    public function test_another_issuer_than_now_is_not_taken_without_its_own_question(?string $issuer): void {
        $oidc = ['issuer' => 'https://id.example/realms/asn', 'client_id' => 'moodle-satu'];
        membership::keep(fake_centre::URL, fake_centre::join_answer(['oidc' => $oidc]));
        $other = $issuer === null ? null : ['issuer' => $issuer] + $oidc;
        $this->centre->append(fake_centre::response(self::told(['issuer' => $issuer])));
        $this->centre->append(fake_centre::response(fake_centre::join_answer(['oidc' => $other])));
        foreach ([join_preview::of_code(...), join::by_code(...)] as $take) {
            try {
                $take(fake_centre::code());
                $this->fail('It was taken.');
            } catch (\moodle_exception $e) {
                $this->assertSame('join_otherissuer', $e->errorcode);
            }
        }
        $this->assertSame($oidc, membership::current()->oidc);
        $this->centre->append(fake_centre::response(fake_centre::join_answer(['oidc' => $other])));
        $this->assertSame($other, join::by_code(fake_centre::code(), true)->oidc);
    }

    public function test_a_member_without_sign_in_gets_its_first_issuer_by_the_same_command(): void {
        fake_centre::adopt();
        $oidc = ['issuer' => 'https://id.example/realms/asn', 'client_id' => 'moodle-satu'];
        $this->centre->append(fake_centre::response(fake_centre::join_answer(['oidc' => $oidc])));
        $this->assertSame($oidc, join::by_code(fake_centre::code())->oidc);
    }
}
