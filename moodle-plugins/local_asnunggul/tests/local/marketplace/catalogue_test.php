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

use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;
use local_asnunggul\tests\fake_market;
use local_asnunggul\tests\member_site;

/**
 * What a page of the marketplace shows of a centre that answers well, badly, slowly or not at all.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\marketplace\answer
 * @covers     \local_asnunggul\local\marketplace\breaker
 * @covers     \local_asnunggul\local\marketplace\catalogue
 * @covers     \local_asnunggul\local\marketplace\centre
 * @covers     \local_asnunggul\local\marketplace\kept_answers
 * @covers     \local_asnunggul\local\marketplace\kept_offerings
 * @covers     \local_asnunggul\local\marketplace\offering
 * @covers     \local_asnunggul\local\marketplace\page_of_hits
 * @covers     \local_asnunggul\local\marketplace\question
 * @covers     \local_asnunggul\local\marketplace\shape
 */
final class catalogue_test extends centre_testcase {
    /** Now. */
    private const NOW = 1700000000;

    /** @var \frozen_clock The clock. */
    private \frozen_clock $clock;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->clock = $this->mock_clock_with_frozen(self::NOW);
        member_site::join();
    }

    /**
     * Searches as a page does.
     *
     * @param string $words
     * @param array $choices
     * @return answer
     */
    private function search(string $words = 'arsip', array $choices = []): answer {
        return (new catalogue(centre::for_page()))->search(new question($words, $choices));
    }

    /**
     * Why there is no answer.
     *
     * @param \Closure $ask
     * @return string
     */
    private function reason(\Closure $ask): string {
        try {
            $ask();
        } catch (no_answer $e) {
            return $e->reason;
        }
        $this->fail('There was an answer.');
    }

    /**
     * The titles of a page of hits.
     *
     * @param answer $answer
     * @return string[]
     */
    private static function titles(answer $answer): array {
        return array_map(fn(offering $one): string => $one->facts['title'], $answer->content->offerings);
    }

    /**
     * Keeps offerings, as the task does.
     *
     * @param array ...$changes of each
     */
    private function keep(array ...$changes): void {
        $offerings = array_map(fn(array $one): offering => offering::of(fake_market::offering($one)), $changes);
        kept_offerings::keep(fake_centre::URL, $offerings, self::NOW - HOURSECS);
    }

    public function test_the_centre_is_asked_the_words_and_choices_and_nothing_about_who_asks(): void {
        $this->setGuestUser();
        $this->centre->append(fake_market::page());
        $this->search('arsip & 50%', ['agency' => ['Badan A', 'Badan B'], 'open' => ['yes']]);
        $request = $this->asked[0]['request'];
        $this->assertSame(
            fake_centre::URL . '/api/v1/offerings?q=arsip%20%26%2050%25&agency=Badan%20A&agency=Badan%20B&open=yes'
                . '&sort=relevance&limit=20',
            (string) $request->getUri()
        );
        $this->assertSame('GET', $request->getMethod());
        $this->assertSame('', $request->getHeaderLine('Authorization') . $request->getHeaderLine('Cookie'));
    }

    public function test_all_questions_of_a_page_together_have_less_than_a_second(): void {
        $this->centre->append(fake_market::page(), fake_market::one());
        $catalogue = new catalogue(centre::for_page());
        $catalogue->search(new question('arsip'));
        $catalogue->offering('pusdiklat-uji', 7);
        [$first, $second] = array_column($this->asked, 'options');
        $this->assertSame(0.8, $first['timeout']);
        $this->assertLessThan(0.8, $second['timeout']);
        $this->assertSame($second['timeout'], $second['connect_timeout']);
    }

    public function test_a_good_answer_is_used_again_for_half_a_minute_and_then_asked_anew(): void {
        $this->centre->append(fake_market::page([['title' => 'Lama']]), fake_market::page([['title' => 'Baru']]));
        $this->assertSame(['Lama'], self::titles($this->search()));
        $this->clock->bump(29);
        $this->assertSame(['Lama'], self::titles($this->search()));
        $this->clock->bump(1);
        $this->assertSame(['Baru'], self::titles($this->search()));
        $this->assertCount(2, $this->asked);
    }

    /**
     * Ways in which a centre can be away.
     *
     * @return array
     */
    public static function away(): array {
        return [
            'slow' => [[fake_market::silence()]],
            'stopped' => [[fake_market::silence(CURLE_COULDNT_CONNECT), fake_market::silence(CURLE_COULDNT_CONNECT)]],
            'no name' => [[fake_market::silence(CURLE_COULDNT_RESOLVE_HOST)]],
            'bad certificate' => [[fake_market::silence(CURLE_SSL_PEER_CERTIFICATE)]],
            'being prepared' => [[fake_centre::problem(503, 'maintenance')]],
            'broken' => [[fake_centre::response('<html>', 502)]],
            'asked too often' => [[fake_centre::problem(429, 'rate_limited')]],
            'leads elsewhere' => [[fake_centre::response('', 302, ['Location' => 'https://evil.example/'])]],
        ];
    }

    /**
     * One test for each way.
     *
     * @dataProvider away
     * @param array $answers
     */
    public function test_a_centre_that_is_away_is_not_asked_again_for_half_a_minute(array $answers): void {
        $this->centre->append(...$answers);
        $this->assertSame(no_answer::AWAY, $this->reason(fn() => $this->search()));
        $asked = count($this->asked);
        $this->clock->bump(29);
        $this->assertSame(no_answer::AWAY, $this->reason(fn() => $this->search('lain')));
        $this->assertCount($asked, $this->asked);
        $this->clock->bump(1);
        $this->centre->append(fake_market::page());
        $this->assertSame(answer::NOW, $this->search()->source);
    }

    public function test_a_clock_that_was_set_back_keeps_nobody_from_asking(): void {
        $this->centre->append(fake_market::silence(), fake_market::page());
        $this->assertSame(no_answer::AWAY, $this->reason(fn() => $this->search()));
        $this->clock->set_to(self::NOW - DAYSECS);
        $this->assertSame(answer::NOW, $this->search()->source);
        $this->clock->set_to(self::NOW - WEEKSECS);
        $this->centre->append(fake_market::page([['title' => 'Baru']]));
        $this->assertSame(['Baru'], self::titles($this->search()));
    }

    public function test_while_the_centre_is_away_its_last_answer_is_shown_with_its_time(): void {
        $this->centre->append(fake_market::page([[], ['course' => 8, 'title' => 'Arsip Statis']], ['cursor' => 'next']));
        $this->search();
        $this->clock->bump(HOURSECS);
        $this->centre->append(fake_market::silence());
        $answer = $this->search();
        $this->assertSame([answer::KEPT, self::NOW], [$answer->source, $answer->time]);
        $this->assertSame(['Arsip Dinamis', 'Arsip Statis'], self::titles($answer));
        $this->assertSame('next', $answer->content->cursor);
        $this->assertSame(['teknis' => 1], $answer->content->facets['competency']);
    }

    /**
     * Answers that make no sense.
     *
     * @return array
     */
    public static function nonsense(): array {
        return [
            'no document' => [fake_centre::response('<html>not a centre</html>')],
            'a text' => [fake_centre::response('"text"')],
            'a list' => [fake_centre::response('[1, 2]')],
            'deep' => [fake_centre::response(str_repeat('[', 100) . str_repeat(']', 100))],
            'no total' => [fake_market::page([], ['total' => null])],
            'a total in words' => [fake_market::page([], ['total' => 'many'])],
            'hits that are none' => [fake_market::page([], ['hits' => 'none'])],
            'hits with names' => [fake_market::page([], ['hits' => ['first' => []]])],
            'no facets' => [fake_market::page([], ['facets' => 3])],
            'huge' => [fake_market::page([['summary' => str_repeat('x', 5 << 20)]])],
            'another address that is not there' => [fake_centre::response('Not found', 404)],
        ];
    }

    /**
     * One test for each.
     *
     * @dataProvider nonsense
     * @param \GuzzleHttp\Psr7\Response $answer
     */
    public function test_one_answer_that_makes_no_sense_is_not_shown_and_keeps_nobody_from_asking(
        \GuzzleHttp\Psr7\Response $answer
    ): void {
        $this->centre->append(fake_market::page());
        $this->search();
        $this->clock->bump(MINSECS);
        $this->centre->append($answer);
        $this->assertSame(answer::KEPT, $this->search()->source);
        $this->centre->append(fake_market::page([['title' => 'Baru']]));
        $this->assertSame(['Baru'], self::titles($this->search()));
    }

    public function test_one_hit_that_makes_no_sense_is_left_out_and_the_others_are_shown(): void {
        $bad = [
            ['title' => null], ['title' => ['x']], ['title' => ' '], ['course' => '7'], ['course' => -1], ['tenant' => '../x'],
            ['badge' => 'yes'], ['address' => 'javascript:alert(1)'], ['address' => 'data:text/html,x'], ['address' => ''],
            ['address' => '//evil.example/'],
            ['address' => "https://x.example/\" onclick=\"x"], ['address' => 'https://user:pass@x.example/'], ['agency' => 5],
        ];
        $this->centre->append(fake_market::page([...$bad, ['title' => 'Baik']]));
        $this->assertSame(['Baik'], self::titles($this->search()));
    }

    public function test_a_fact_of_another_type_is_left_out_and_the_offering_is_shown(): void {
        $odd = ['minutes' => 'many', 'jp' => -1, 'language' => 7, 'enrol_until' => PHP_INT_MAX, 'category' => []];
        $odd['marked_title'] = 'x';
        $odd['rating'] = ['mean' => 'five', 'count' => 'many', 'shown' => true];
        $odd['why'] = ['votes' => 'many'];
        $this->centre->append(fake_market::page([$odd + ['title' => "Arsip\x07\u{9b}"]]));
        $facts = $this->search()->content->offerings[0]->facts;
        foreach (array_keys($odd) as $name) {
            $this->assertNull($facts[$name], $name);
        }
        $this->assertSame('Arsip  ', $facts['title']);
    }

    public function test_texts_and_lists_are_cut_where_no_page_needs_more(): void {
        $long = ['title' => str_repeat('x', 9000), 'marked_title' => array_fill(0, 500, ['text' => 'y', 'hit' => true])];
        $this->centre->append(fake_market::page(array_fill(0, 150, $long)));
        $offerings = $this->search()->content->offerings;
        $this->assertCount(100, $offerings);
        $this->assertLessThan(1400, \core_text::strlen($offerings[0]->facts['title']));
        $this->assertCount(100, $offerings[0]->facts['marked_title']);
    }

    public function test_what_is_not_offered_any_more_is_forgotten(): void {
        $ask = fn(): answer => (new catalogue(centre::for_page()))->offering('pusdiklat-uji', 7);
        $this->keep(['title' => 'Arsip']);
        $this->centre->append(fake_market::one());
        $ask();
        $this->clock->bump(MINSECS);
        $this->centre->append(fake_centre::problem(404, 'not_found'), fake_market::silence());
        $this->assertSame(no_answer::MISSING, $this->reason($ask));
        // The offerings are kept as a whole, and the next fetch of them will say so too.
        $this->assertSame(answer::LOOKED_UP, $ask()->source);
    }

    public function test_what_the_centre_refuses_is_refused_and_nothing_kept_is_shown_for_it(): void {
        $this->keep([]);
        $this->centre->append(fake_centre::problem(400, 'bad_request'));
        $this->assertSame(no_answer::REFUSED, $this->reason(fn() => $this->search()));
    }

    public function test_what_was_never_asked_is_looked_up_by_title_while_the_centre_is_away(): void {
        $this->keep(
            ['course' => 1, 'title' => 'Pengadaan Barang', 'created' => 10],
            ['course' => 2, 'title' => 'Barang Milik Negara', 'created' => 30, 'agency' => 'Badan Lain', 'minutes' => 5],
            ['course' => 3, 'title' => 'Kepemimpinan', 'created' => 20, 'summary' => 'barang'],
        );
        $this->centre->append(fake_market::silence());
        $answer = $this->search('BARANG');
        $this->assertSame([answer::LOOKED_UP, self::NOW - HOURSECS], [$answer->source, $answer->time]);
        $this->assertSame(['Barang Milik Negara', 'Pengadaan Barang'], self::titles($answer));
        $this->assertSame(['Pengadaan Barang'], self::titles($this->search('barang pengadaan')));
        $this->assertSame(['Barang Milik Negara'], self::titles($this->search('', ['agency' => ['Badan Lain']])));
        $this->assertSame(['Barang Milik Negara'], self::titles($this->search('', ['minutes' => ['10']])));
        $this->assertCount(3, $this->search('')->content->offerings);
        $this->assertSame([], self::titles($this->search('tiada')));
    }

    public function test_what_is_kept_has_pages_which_the_centre_need_not_know(): void {
        $this->keep(...array_map(fn(int $number): array => ['course' => $number, 'created' => $number], range(1, 45)));
        breaker::open();
        $seen = [];
        $cursor = null;
        do {
            $page = (new catalogue(centre::for_page()))->search(new question('', [], 'relevance', $cursor))->content;
            $seen = [...$seen, ...array_map(fn(offering $one): int => $one->facts['course'], $page->offerings)];
            $cursor = $page->cursor;
        } while ($cursor !== null);
        $this->assertSame(range(45, 1), $seen);
        $this->clock->bump(MINSECS);
        $this->centre->append(fake_market::page());
        (new catalogue(centre::for_page()))->search(new question('', [], 'relevance', 'kept-20'));
        $this->assertStringNotContainsString('cursor', (string) $this->asked[0]['request']->getUri());
    }

    /**
     * Choices, whether an offering fits them.
     *
     * @return array
     */
    public static function choices(): array {
        $start = self::NOW + DAYSECS;
        return [
            [[], ['minutes', 'unknown'], false], [['minutes' => null], ['minutes', 'unknown'], true],
            [[], ['minutes', 'longer'], true], [[], ['jp', '3'], true], [[], ['jp', '1'], false],
            [['jp' => 20.5], ['jp', 'longer'], true], [['language' => 'en_us'], ['language', 'en'], true],
            [[], ['badge', 'yes'], true], [['badge' => false], ['badge', 'yes'], false], [[], ['open', 'yes'], true],
            [['door' => 'shut'], ['open', 'yes'], false], [[], ['soon', 'yes'], false],
            [['rating' => ['mean' => 4.2, 'count' => 9, 'shown' => true]], ['stars', '4'], true], [[], ['stars', 'unrated'], true],
            [['rating' => ['mean' => 4.2, 'count' => 2, 'shown' => false]], ['stars', '4'], false],
            [['starts' => $start], ['soon', 'yes'], true], [[], ['level', 'lanjut'], false],
            [[], ['tenant', 'pusdiklat-uji'], true],
        ];
    }

    /**
     * One test for each.
     *
     * @dataProvider choices
     * @param array $changes
     * @param array $choice
     * @param bool $fits
     */
    public function test_choices_are_obeyed_in_what_is_kept(array $changes, array $choice, bool $fits): void {
        $this->keep($changes);
        breaker::open();
        $this->assertCount((int) $fits, $this->search('', [$choice[0] => [$choice[1]]])->content->offerings);
    }

    /**
     * Doors at a moment that comes after the centre spoke.
     *
     * @return array
     */
    public static function doors(): array {
        $now = self::NOW;
        return [
            [['door' => 'open'], 'open'], [['door' => 'open', 'enrol_until' => $now], 'open'],
            [['door' => 'open', 'enrol_until' => $now - 1], 'late'], [['door' => 'early', 'enrol_from' => $now + 1], 'early'],
            [['door' => 'early', 'enrol_from' => $now], 'open'], [['door' => 'nonsense'], 'shut'],
            [['door' => 'early', 'enrol_from' => $now, 'places' => 0], 'full'], [['door' => 'full', 'places' => 0], 'full'],
            [['door' => 'shut', 'enrol_until' => $now + 9], 'shut'],
        ];
    }

    /**
     * One test for each.
     *
     * @dataProvider doors
     * @param array $changes
     * @param string $door
     */
    public function test_a_kept_offering_s_door_is_that_of_the_present(array $changes, string $door): void {
        $this->assertSame($door, offering::of(fake_market::offering($changes))->door(self::NOW));
    }

    public function test_however_many_things_are_asked_few_answers_are_kept(): void {
        $places = [];
        for ($number = 0; $number < 2000; $number++) {
            kept_answers::set("path $number", ['number' => $number], self::NOW);
            $places[crc32("path $number") % 256] = $number;
        }
        $kept = array_filter(range(0, 1999), fn(int $number): bool => kept_answers::get("path $number") !== null);
        $this->assertSameSize($places, $kept);
        foreach ($kept as $number) {
            $this->assertSame(['number' => $number], kept_answers::get("path $number")[0]);
        }
    }

    public function test_leaving_forgets_all_that_was_kept_and_another_centre_s_is_never_shown(): void {
        $this->centre->append(fake_market::page());
        $this->search();
        $this->keep([]);
        member_site::leave();
        $this->assertNull(kept_offerings::of(fake_centre::URL));
        member_site::join();
        $this->centre->append(fake_market::silence());
        $this->assertSame(no_answer::AWAY, $this->reason(fn() => $this->search()));
        $this->keep([]);
        $this->assertNull(kept_offerings::of('https://other.example'));
    }

    public function test_suggestions_are_bounded_texts_and_none_while_the_centre_is_away(): void {
        $said = ['titles' => [...array_fill(0, 50, 'Arsip'), 7]];
        $this->centre->append(fake_centre::response(['titles' => [5, '', fake_market::HOSTILE]]), fake_centre::response($said));
        $ask = fn(string $words): array => (new catalogue(centre::for_page()))->suggestions($words);
        $this->assertSame([fake_market::HOSTILE], $ask('ars'));
        $this->assertCount(10, $ask('arsi'));
        $this->centre->append(fake_market::silence());
        $this->assertSame([], $ask('arsip'));
    }
}
