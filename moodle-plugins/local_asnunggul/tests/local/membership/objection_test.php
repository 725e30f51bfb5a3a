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

use local_asnunggul\event\objection_sent;
use local_asnunggul\form\objection_form;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;

/**
 * An objection is sent once and signed, and only to what LAN says now.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\objection
 * @covers     \local_asnunggul\form\objection_form
 * @covers     \local_asnunggul\event\objection_sent
 */
final class objection_test extends centre_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->mock_clock_with_frozen(1700000000);
        fake_centre::adopt();
    }

    /**
     * A status in which LAN says two things, of which one was objected to.
     *
     * @return array
     */
    private static function status(): array {
        $said = fn(int $decision): array => [
            'decision' => $decision, 'course' => 7, 'field' => 'withheld', 'value' => 1, 'why' => 'Kosong', 'since' => 1699999000,
        ];
        return ['curation' => [$said(4), $said(5)], 'objections' => [['decision' => 4, 'reason' => 'x']]];
    }

    public function test_only_what_lan_says_now_and_nobody_objected_to_can_be_objected_to(): void {
        $this->centre->append(fake_centre::response(self::status()));
        $this->assertSame('Kosong', objection::about(5)['why']);
        foreach ([4, 6, 0, -1] as $decision) {
            $this->assertNull(objection::about($decision));
        }
    }

    public function test_without_a_membership_there_is_nothing_to_object_to(): void {
        membership::forget();
        $this->assertNull(objection::about(5));
    }

    public function test_an_objection_is_signed_and_sent_as_one_paragraph_and_the_status_is_asked_anew(): void {
        $this->centre->append(
            fake_centre::response(self::status()),
            fake_centre::response(['decision' => 5, 'at' => 1700000000]),
            fake_centre::response(['state' => 'fresh'])
        );
        objection::about(5);
        $events = $this->redirectEvents();
        objection::send(5, "  Isinya\r\n\r\nlengkap \u{2003} sekali  ");
        $sent = $this->asked[1]['request'];
        $this->assertSame(fake_centre::URL . '/api/v1/objections', (string) $sent->getUri());
        $body = ['contract' => 1, 'decision' => 5, 'reason' => 'Isinya lengkap sekali'];
        $this->assertSame($body, json_decode((string) $sent->getBody(), true));
        $claims = explode('.', substr($sent->getHeaderLine('Authorization'), strlen('Bearer ')))[1];
        $this->assertSame('objection', json_decode(\Firebase\JWT\JWT::urlsafeB64Decode($claims), true)['scope']);
        $this->assertInstanceOf(objection_sent::class, $events->get_events()[0]);
        $this->assertSame('fresh', tenant_status::read(membership::current())->answer['state']);
    }

    public function test_what_the_centre_refuses_is_said_in_words(): void {
        foreach (['objection_known' => 409, 'decision_unknown' => 404] as $code => $status) {
            $this->centre->append(fake_centre::response(['code' => $code, 'detail' => 'x'], $status));
            try {
                objection::send(5, 'Isinya lengkap');
                $this->fail('It was refused.');
            } catch (centre_error $e) {
                $this->assertSame($code, $e->reason);
            }
        }
    }

    public function test_a_reason_that_cannot_be_read_or_is_too_long_stays_in_the_form(): void {
        $form = new objection_form();
        $this->assertSame([], $form->validation(['reason' => 'Isinya lengkap'], []));
        foreach (['', " \n ", "a\x07b", str_repeat('x', 501)] as $reason) {
            $this->assertArrayHasKey('reason', $form->validation(['reason' => $reason], []));
        }
    }
}
