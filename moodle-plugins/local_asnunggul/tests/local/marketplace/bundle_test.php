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

use local_asnunggul\local\setting;
use local_asnunggul\output\marketplace\standing;
use local_asnunggul\task\fetch_marketplace;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;
use local_asnunggul\tests\fake_market;
use local_asnunggul\tests\member_site;

/**
 * The scheduled task keeps what is shown without asking, and loses nothing when it fails.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\marketplace\bundle
 * @covers     \local_asnunggul\local\marketplace\kept_file
 * @covers     \local_asnunggul\task\fetch_marketplace
 */
final class bundle_test extends centre_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        // Without an agency there is one audience; audience_test has both.
        member_site::join(['agency' => null]);
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

    public function test_the_task_keeps_rows_agencies_and_counts_and_the_time(): void {
        $this->mock_clock_with_frozen(1700000000);
        $this->fetch(fake_market::bundle([[], ['course' => 8, 'title' => 'Arsip Statis']]));
        $kept = bundle::current();
        $this->assertSame(1700000000, $kept->time);
        $this->assertSame(2, $kept->total);
        $this->assertSame(['Kementerian Uji' => 1], $kept->agencies);
        $this->assertSame(['competency' => ['teknis' => 1]], $kept->facets);
        // The row that this centre does not know is left out.
        $this->assertSame(['new', 'short'], array_keys($kept->rows));
        $this->assertSame('Arsip Statis', $kept->rows['new'][1]->facts['title']);
        $this->assertCount(2, kept_offerings::of(fake_centre::URL)->look_up(new question())->content->offerings);
    }

    public function test_a_centre_that_knows_the_row_of_what_is_popular_fills_it(): void {
        $answers = fake_market::bundle();
        $answers[1] = fake_market::page([['title' => 'Disukai']]);
        $this->fetch($answers);
        $this->assertSame(['popular', 'new', 'short'], array_keys(bundle::current()->rows));
    }

    public function test_rows_are_filled_by_the_centre_with_lots_and_what_says_so(): void {
        $row = fn(string $name, array ...$offerings): array => [
            'name' => $name,
            'offerings' => array_map(fake_market::offering(...), $offerings),
        ];
        $answers = fake_market::bundle();
        $drawn = ['title' => 'Diundi', 'by_lot' => true, 'why' => [['what' => 'new', 'numbers' => ['from' => 5]]]];
        $rows = [$row('popular', [], $drawn), $row('new', []), $row('later', []), $row('short')];
        $answers[5] = fake_centre::response(['rows' => $rows]);
        $this->fetch($answers);
        $this->assertSame(['popular', 'new'], array_keys(bundle::current()->rows));
        $shown = standing::why(bundle::current()->rows['popular'][1]);
        $this->assertSame('This place is drawn by lot for courses without stars; the draw changes every 10 minutes.', $shown[0]);
        $this->assertStringNotContainsString('by lot', implode(standing::why(bundle::current()->rows['popular'][0])));
    }

    public function test_no_agency_fills_a_row(): void {
        $of = fn(string $agency, int $course): offering =>
            offering::of(fake_market::offering(['agency' => $agency, 'course' => $course]));
        $row = bundle::fair([...array_map(fn(int $n): offering => $of('A', $n), range(1, 9)), $of('B', 10), $of('C', 11)]);
        $this->assertSame([1, 2, 10, 11], array_map(fn(offering $one): int => $one->facts['course'], $row));
    }

    /**
     * At which question the centre fails.
     *
     * @return array
     */
    public static function places(): array {
        return [[0], [1], [2], [3], [4], [5]];
    }

    /**
     * One test for each.
     *
     * @dataProvider places
     * @param int $place
     */
    public function test_a_fetch_that_fails_says_so_and_what_is_kept_stays(int $place): void {
        $this->fetch(fake_market::bundle());
        $failing = array_slice(fake_market::bundle([['title' => 'Baru']]), 0, $place);
        try {
            $this->fetch([...$failing, fake_centre::response('<html>', 502)]);
            $this->fail('It said nothing.');
        } catch (\moodle_exception $e) {
            $this->assertStringContainsString(fake_centre::URL, $e->getMessage());
        }
        $this->assertSame('Arsip Dinamis', bundle::current()->rows['new'][0]->facts['title']);
    }

    public function test_the_task_tries_even_where_pages_have_waited_in_vain(): void {
        breaker::open();
        $this->fetch(fake_market::bundle());
        $this->assertNotNull(bundle::current());
    }

    public function test_no_task_asks_for_a_site_that_shows_no_marketplace(): void {
        setting::marketplace()->set('0');
        $this->fetch([]);
        setting::marketplace()->set('1');
        member_site::leave();
        $this->fetch([]);
        $this->assertSame([], $this->asked);
        $this->assertNull(bundle::current());
    }

    public function test_a_file_that_somebody_has_damaged_is_no_bundle(): void {
        global $CFG;
        $this->fetch(fake_market::bundle());
        $file = "$CFG->dataroot/local_asnunggul/front.json";
        $good = file_get_contents($file);
        foreach ([substr($good, 0, 100), '[]', '{}', str_replace('"time"', '"tide"', $good)] as $bad) {
            file_put_contents($file, $bad);
            $this->assertNull(bundle::current());
        }
        file_put_contents($file, $good);
        $this->assertNotNull(bundle::current());
    }
}
