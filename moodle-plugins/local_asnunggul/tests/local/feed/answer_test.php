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

namespace local_asnunggul\local\feed;

use local_asnunggul\tests\feed_testcase;
use local_asnunggul\tests\member_site;

/**
 * The shape of an answer, what seals it, and what must never be in it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\answer
 * @covers     \local_asnunggul\local\feed\answer_body
 * @covers     \local_asnunggul\local\feed\versions
 */
final class answer_test extends feed_testcase {
    /** @var array All asks at once. */
    private const EVERYTHING = [
        ['operation' => 'changes', 'stream' => 'catalogue', 'cursor' => [0, ''], 'limit' => 5000],
        ['operation' => 'changes', 'stream' => 'learning', 'cursor' => [0, ''], 'limit' => 5000],
        ['operation' => 'changes', 'stream' => 'badges', 'cursor' => [0, ''], 'limit' => 5000],
        ['operation' => 'snapshot', 'stream' => 'catalogue', 'kind' => 'course', 'after' => 0, 'limit' => 5000],
        ['operation' => 'snapshot', 'stream' => 'learning', 'kind' => 'enrolment', 'after' => 0, 'limit' => 5000],
        ['operation' => 'snapshot', 'stream' => 'learning', 'kind' => 'completion', 'after' => 0, 'limit' => 5000],
        ['operation' => 'snapshot', 'stream' => 'badges', 'kind' => 'assertion', 'after' => 0, 'limit' => 5000],
        ['operation' => 'digest', 'stream' => 'badges', 'buckets' => true],
    ];

    public function test_a_handshake_is_two_lines(): void {
        global $CFG;

        $lines = explode("\n", $this->answer());
        $this->assertCount(3, $lines);
        $this->assertSame('', $lines[2]);
        $handshake = json_decode($lines[0], true);
        $this->assertSame([
            'contract', 'contracts', 'site', 'url', 'epoch', 'nonce', 'plugin', 'release', 'moodle', 'php', 'clock', 'streams',
            'log', 'paused', 'sign_in', 'profile',
        ], array_keys($handshake));
        $this->assertSame([3, $CFG->wwwroot, self::NONCE, streams::names(), false], [
            $handshake['contract'], $handshake['url'], $handshake['nonce'], $handshake['streams'], $handshake['paused'],
        ]);
        $this->assertSame((int)get_config('local_asnunggul', 'version'), $handshake['plugin']);
        $this->assertMatchesRegularExpression('/^\d+\.\d+\.\d+$/', $handshake['release']);
    }

    public function test_it_says_that_people_sign_in_at_the_issuer_only_while_they_can(): void {
        global $CFG;
        $says = fn(): bool => json_decode(explode("\n", $this->answer())[0], true)['sign_in'];
        $this->assertFalse($says());
        member_site::join(['oidc' => ['issuer' => 'https://issuer.example/realms/x', 'client_id' => 'moodle-x']]);
        $this->assertFalse($says());
        \core\plugininfo\auth::enable_plugin('asnsso', 1);
        $this->assertTrue($says());
        $CFG->auth_asnsso_disable = true;
        $this->assertFalse($says());
        unset($CFG->auth_asnsso_disable);
        member_site::join(['oidc' => null]);
        $this->assertFalse($says());
    }

    public function test_every_ask_is_answered_in_order_by_three_lines(): void {
        $lines = explode("\n", $this->answer(...self::EVERYTHING));
        $this->assertCount(1 + 3 * count(self::EVERYTHING) + 2, $lines);
        foreach (self::EVERYTHING as $position => $ask) {
            $head = json_decode($lines[1 + 3 * $position], true);
            $this->assertSame(['stream', 'operation', 'kind', 'from', 'log', 'refused'], array_keys($head));
            $this->assertSame([$ask['stream'], $ask['operation'], $ask['kind'] ?? null], [
                $head['stream'], $head['operation'], $head['kind'],
            ]);
            $this->assertInstanceOf(\stdClass::class, json_decode($lines[2 + 3 * $position]));
            $this->assertSame(['count', 'to', 'more'], array_keys(json_decode($lines[3 + 3 * $position], true)));
        }
    }

    public function test_the_seal_covers_all_bytes_before_it(): void {
        $this->maker()->create_open_course(['fullname' => 'Pelatihan / 碁 😀']);
        $answer = $this->answer(...self::EVERYTHING);
        $before = substr($answer, 0, strrpos($answer, '{"seal":'));
        $seal = json_decode(substr($answer, strlen($before)), true)['seal'];
        $claims = json_decode(base64_decode(strtr(explode('.', $seal)[1], '-_', '+/')), true);
        $this->assertSame([self::NONCE, hash('sha256', $before)], [$claims['nonce'], $claims['sha256']]);
    }

    public function test_a_compressed_body_has_the_same_digest_and_unpacks_to_the_same_bytes(): void {
        $plain = new answer_body(false);
        $packed = new answer_body(true);
        foreach ([['a' => 'é/'], ['b' => [1, null]], (object)[]] as $line) {
            $plain->line($line);
            $packed->line($line);
        }
        $this->assertSame($plain->sha256(), $packed->sha256());
        $bytes = $plain->finish();
        $this->assertSame("{\"a\":\"é/\"}\n{\"b\":[1,null]}\n{}\n", $bytes);
        $this->assertSame(hash('sha256', $bytes), $plain->sha256());
        $this->assertSame($bytes, gzdecode($packed->finish()));
    }

    public function test_no_name_address_or_number_of_a_person_is_in_any_byte(): void {
        global $DB;

        $canaries = [
            'firstname' => 'Canaryfirst', 'lastname' => 'Canarylast', 'email' => 'canarymail@example.com',
            'username' => 'canaryuser',
            'idnumber' => '198001012005011001', 'alternatename' => 'Canaryalternate', 'phone1' => '0812canary',
            'city' => 'Canarycity',
            'institution' => 'Canaryinstitution', 'department' => 'Canarydepartment', 'address' => 'Canaryaddress',
            'description' => 'Canarydescription', 'lastip' => '203.0.113.77',
        ];
        $this->empty_log();
        $course = $this->maker()->create_open_course();
        $user = $this->getDataGenerator()->create_user($canaries);
        $this->getDataGenerator()->enrol_user($user->id, $course->id);
        $this->maker()->complete($course->id, $user->id);
        $this->maker()->award($this->maker()->create_badge(), $user->id);
        $answer = $this->answer(...self::EVERYTHING);
        $this->assertStringContainsString('anon:', $answer);
        foreach ($canaries as $canary) {
            $this->assertStringNotContainsStringIgnoringCase($canary, $answer);
        }
        $hash = $DB->get_field('badge_issued', 'uniquehash', ['userid' => $user->id]);
        $this->assertStringNotContainsString($hash, $answer);
    }

    public function test_what_is_not_offered_is_not_in_any_byte(): void {
        $this->empty_log();
        $this->maker()->create_open_course();
        $draft = $this->maker()->create_open_course(['fullname' => 'Canarydraft', 'summary' => 'Canarysummary', 'visible' => 0]);
        $closed = $this->getDataGenerator()->create_course(['fullname' => 'Canaryclosed', 'summary' => 'Canarysummary']);
        $withheld = $this->maker()->create_open_course(['fullname' => 'Canarywithheld', 'customfield_asn_audience' => 3]);
        $ids = [];
        foreach ([$draft, $closed, $withheld] as $course) {
            $user = $this->getDataGenerator()->create_and_enrol($course);
            $ids[] = $this->maker()->enrolment_id($course->id, $user->id);
            $this->maker()->create_badge(['courseid' => $course->id, 'name' => 'Canarybadge']);
        }
        $this->assertStringNotContainsString('Canary', $this->answer(...self::EVERYTHING));
        $this->assertSame([], array_intersect($ids, array_keys($this->rows('learning', 'enrolment'))));
    }

    public function test_the_largest_texts_leave_as_one_line_each(): void {
        $course = $this->maker()->create_open_course(['fullname' => "a\nb\u{2028}c", 'summary' => str_repeat("baris\n", 5000)]);
        $row = $this->rows('catalogue', 'course')[$course->id];
        $this->assertSame('a b c', $row['title']);
        $this->assertSame(2000, \core_text::strlen($row['summary']));
    }

    public function test_code_and_database_of_a_running_site_agree(): void {
        $this->assertFalse(versions::is_upgrade_pending());
        set_config('version', 2026010100, 'local_asnunggul');
        $this->assertTrue(versions::is_upgrade_pending());
    }

    public function test_a_running_upgrade_is_noticed(): void {
        global $CFG;

        $CFG->upgraderunning = time() + 60;
        $this->assertTrue(versions::is_upgrade_pending());
        $CFG->upgraderunning = time() - 60;
        $this->assertFalse(versions::is_upgrade_pending());
    }
}
