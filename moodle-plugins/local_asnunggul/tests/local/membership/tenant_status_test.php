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

use local_asnunggul\task\pin_centre_keys;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;

/**
 * The tenant status is shown from the last good answer, and an announced key set is pinned only if it is that one.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\membership\tenant_status
 * @covers     \local_asnunggul\task\pin_centre_keys
 */
final class tenant_status_test extends centre_testcase {
    /** @var \core\clock The time of the test, moved by hand. */
    private \core\clock $clock;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->clock = $this->mock_clock_with_frozen(1700000000);
        fake_centre::adopt();
    }

    /**
     * The tenant status of the membership there is.
     *
     * @return tenant_status
     */
    private function read(): tenant_status {
        return tenant_status::read(membership::current());
    }

    public function test_a_good_status_is_asked_once_a_minute(): void {
        $this->centre->append(fake_centre::response(['state' => 'fresh']), fake_centre::response(['state' => 'late']));
        $this->assertSame('fresh', $this->read()->answer['state']);
        $this->clock->bump(59);
        $this->assertSame('fresh', $this->read()->answer['state']);
        $this->clock->bump(1);
        $this->assertSame('late', $this->read()->answer['state']);
    }

    public function test_the_last_good_answer_stays_with_its_age_while_the_centre_is_down(): void {
        $this->centre->append(fake_centre::response(['state' => 'fresh']), fake_centre::response('', 500));
        $this->read();
        $this->clock->bump(600);
        $status = $this->read();
        $this->assertSame(['fresh', 1700000000], [$status->answer['state'], $status->fetched]);
        $this->assertStringContainsString('HTTP 500', $status->error());
    }

    public function test_a_failure_is_remembered_too_so_that_the_page_stays_quick(): void {
        $this->centre->append(fake_centre::response('', 500));
        $this->read();
        // There is no second answer: asking again would be an error of the test.
        $status = $this->read();
        $this->assertNull($status->answer);
        $this->assertStringContainsString('HTTP 500', $status->error());
    }

    public function test_a_status_of_strange_shape_becomes_an_empty_one(): void {
        $this->centre->append(fake_centre::response([
            'state' => ['x'], 'streams' => 'x', 'rejections' => [1, ['id' => 'x', 'kind' => null]], 'syncs' => null,
        ]));
        $answer = $this->read()->answer;
        $this->assertSame(['', [], []], [$answer['state'], $answer['streams'], $answer['syncs']]);
        $this->assertCount(1, $answer['rejections']);
        $this->assertSame([0, ''], [$answer['rejections'][0]['id'], $answer['rejections'][0]['kind']]);
    }

    public function test_leaving_forgets_the_status(): void {
        $this->centre->append(fake_centre::response(['state' => 'fresh']), fake_centre::response('', 500));
        $this->read();
        membership::forget();
        fake_centre::adopt();
        $this->assertNull($this->read()->answer);
    }

    /**
     * Runs the task for an announced digest.
     *
     * @param string $sha256
     * @param string $key the name of the key that signed the announcement
     */
    private function run_task(string $sha256, string $key = 'first'): void {
        $task = new pin_centre_keys();
        $task->set_custom_data(['sha256' => $sha256, 'kid' => fake_centre::pair($key)->jwk['kid']]);
        $task->execute();
    }

    public function test_the_announced_key_set_is_pinned(): void {
        $jwks = fake_centre::jwks('first', 'second');
        $this->centre->append(fake_centre::response($jwks));
        $this->run_task(hash('sha256', $jwks));
        $this->assertSame($jwks, membership::current()->jwks);
        $this->assertSame(fake_centre::URL . '/.well-known/jwks.json', (string) $this->centre->getLastRequest()->getUri());
    }

    public function test_another_key_set_than_the_announced_one_is_not_pinned(): void {
        $this->centre->append(fake_centre::response(fake_centre::jwks('stranger')));
        $this->run_task(hash('sha256', fake_centre::jwks('first', 'second')));
        $this->assertSame(fake_centre::jwks(), membership::current()->jwks);
    }

    public function test_an_announced_set_without_the_key_that_announced_it_is_not_pinned(): void {
        $ids = array_map(fn(string $name): string => fake_centre::pair($name)->jwk['kid'], ['second', 'first']);
        foreach ([fake_centre::jwks('second'), str_replace(...[...$ids, fake_centre::jwks('second')])] as $jwks) {
            $this->centre->append(fake_centre::response($jwks));
            $this->run_task(hash('sha256', $jwks));
            $this->assertSame(fake_centre::jwks(), membership::current()->jwks);
        }
    }

    public function test_a_key_that_is_no_longer_pinned_announces_nothing(): void {
        $jwks = fake_centre::jwks('first', 'second');
        $this->centre->append(fake_centre::response($jwks));
        $this->run_task(hash('sha256', $jwks), 'second');
        $this->assertSame(fake_centre::jwks(), membership::current()->jwks);
    }

    public function test_an_announced_set_without_a_usable_key_is_not_pinned(): void {
        $this->centre->append(fake_centre::response('{"keys":[]}'));
        $this->run_task(hash('sha256', '{"keys":[]}'));
        $this->assertSame(fake_centre::jwks(), membership::current()->jwks);
    }

    public function test_a_site_that_has_left_meanwhile_asks_nobody(): void {
        membership::forget();
        $this->run_task(str_repeat('a', 64));
        $this->assertNull($this->centre->getLastRequest());
    }
}
