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

namespace local_asnunggul\output;

use local_asnunggul\local\marketplace\breaker;
use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\marketplace\offering;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;
use local_asnunggul\output\marketplace\agency_page;
use local_asnunggul\output\marketplace\card;
use local_asnunggul\output\marketplace\course_page;
use local_asnunggul\output\marketplace\front_page;
use local_asnunggul\output\marketplace\saying;
use local_asnunggul\output\marketplace\search_page;
use local_asnunggul\tests\centre_testcase;
use local_asnunggul\tests\fake_centre;
use local_asnunggul\tests\fake_market;
use local_asnunggul\tests\member_site;

/**
 * The pages of the marketplace show what there is, say how old it is, and let no foreign text be more than text.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\marketplace\place
 * @covers     \local_asnunggul\output\marketplace\agency_page
 * @covers     \local_asnunggul\output\marketplace\card
 * @covers     \local_asnunggul\output\marketplace\course_page
 * @covers     \local_asnunggul\output\marketplace\filters
 * @covers     \local_asnunggul\output\marketplace\frame
 * @covers     \local_asnunggul\output\marketplace\front_page
 * @covers     \local_asnunggul\output\marketplace\saying
 * @covers     \local_asnunggul\output\marketplace\search_page
 */
final class marketplace_test extends centre_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        member_site::join();
    }

    /**
     * What the browser gets.
     *
     * @param \core\output\renderable $page
     * @return string
     */
    private function shown(\core\output\renderable $page): string {
        global $PAGE;
        return $PAGE->get_renderer('core')->render($page);
    }

    /**
     * The catalogue of one page.
     *
     * @return catalogue
     */
    private function catalogue(): catalogue {
        return new catalogue(centre::for_page());
    }

    /**
     * Keeps a bundle, as the task does.
     *
     * @param array $hits
     */
    private function keep(array $hits = [[]]): void {
        $this->centre->append(...fake_market::bundle($hits));
        bundle::fetch(centre::for_task());
    }

    public function test_a_card_says_its_facts_in_the_order_of_the_portal(): void {
        $card = card::export(offering::of(fake_market::hit(['language' => 'en'])));
        $this->assertSame(
            ['1 hour 40 minutes', '2.5 JP', 'Technical', 'At your own pace', 'Basic', 'English', 'With a badge'],
            array_column($card['facts'], 'text')
        );
        $this->assertSame(['Kementerian Uji', 'Pusdiklat Uji', 'KU'], [$card['agency'], $card['site'], $card['initials']]);
        $this->assertSame(['Enrolment is open', '3 places left'], [$card['door'], $card['places']]);
        $bare = array_fill_keys(['minutes', 'jp', 'competency', 'format', 'level', 'summary', 'category'], null);
        $card = card::export(offering::of(fake_market::offering($bare + ['badge' => false, 'name' => 'Kementerian Uji'])));
        $this->assertSame([[], false, null], [$card['facts'], $card['hassummary'], $card['site']]);
    }

    public function test_stars_and_reasons_are_shown_where_the_centre_has_them(): void {
        $card = card::export(offering::of(fake_market::offering()));
        $this->assertSame([null, []], [$card['stars'], $card['reasons']]);
        $why = [
            ['what' => 'votes', 'numbers' => ['count' => 12, 'mean' => 4.4]],
            ['what' => 'completions', 'numbers' => ['count' => 1200, 'days' => 90]],
            ['what' => 'unheard', 'numbers' => []],
        ];
        $rated = ['rating' => ['mean' => 4.4, 'count' => 12, 'shown' => true], 'why' => $why, 'popularity' => 61.25];
        $card = card::export(offering::of(fake_market::offering($rated)));
        $this->assertSame(['drawn' => '★★★★☆', 'mean' => '4.4', 'count' => '12 ratings'], $card['stars']);
        $this->assertSame([
            'It has 4.4 of 5 stars, from 12 ratings that count.',
            'Completions that count: 1,200, of the last 90 days.',
            'Its popularity is 61.3 of 100.',
        ], $card['reasons']);
        $why = [['what' => 'votes', 'numbers' => ['count' => 2]]];
        $few = ['rating' => ['mean' => null, 'count' => 2, 'shown' => false], 'why' => $why];
        $card = card::export(offering::of(fake_market::offering($few)));
        $this->assertNull($card['stars']['mean']);
        $this->assertSame(['Ratings that count: 2.'], $card['reasons']);
        $none = ['rating' => ['mean' => null, 'count' => 0, 'shown' => false]];
        $this->assertSame('No ratings yet', card::export(offering::of(fake_market::offering($none)))['stars']['count']);
    }

    public function test_a_course_whose_owner_was_not_read_for_long_says_of_when_it_is(): void {
        $this->assertNull(card::export(offering::of(fake_market::offering()))['unread']);
        $this->assertNull(card::export(offering::of(fake_market::offering(['as_of' => null])))['unread']);
        $long = ['as_of' => make_timestamp(2026, 9, 21, 12)];
        $said = 'Data as of 21 September 2026; its site has not been read since.';
        $this->assertSame($said, card::export(offering::of(fake_market::offering($long)))['unread']);
        $this->centre->append(fake_market::page([$long, []]), fake_market::one($long));
        $html = $this->shown(new search_page($this->catalogue(), new question('arsip')));
        $this->assertSame(1, substr_count($html, $said));
        $html = $this->shown(new course_page($this->catalogue(), 'pusdiklat-uji', 7));
        $this->assertSame(1, substr_count($html, $said));
    }

    public function test_a_list_that_ends_early_and_signs_without_a_word_are_told_in_words(): void {
        $long = fake_market::page([[]], ['cut' => true, 'total' => 9000]);
        $this->centre->append(fake_market::page(), $long, fake_market::page([]));
        [$whole, $cut] = [get_string('market_cut', 'local_asnunggul'), get_string('market_wordless', 'local_asnunggul')];
        foreach ([['arsip', [false, false]], ['surat', [true, false]], ['???', [false, true]]] as [$words, $said]) {
            $html = $this->shown(new search_page($this->catalogue(), new question($words)));
            $this->assertSame($said, [str_contains($html, $whole), str_contains($html, $cut)], $words);
        }
    }

    public function test_orders_by_rating_are_offered_where_the_centre_has_ratings(): void {
        $stars = ['stars' => ['values' => [['value' => '4', 'count' => 1]], 'more' => 0]];
        $this->centre->append(fake_market::page([[], []]), fake_market::page([[], []], ['facets' => $stars]));
        $html = $this->shown(new search_page($this->catalogue(), new question('a')));
        $this->assertStringNotContainsString('sort=popular', $html);
        $html = $this->shown(new search_page($this->catalogue(), new question('b')));
        $this->assertStringContainsString('sort=popular', $html);
        $this->assertStringContainsString('★ 4 and more', $html);
    }

    public function test_minutes_and_hours_are_said_as_people_say_them(): void {
        $said = array_map(saying::minutes(...), [0, 1, 5, 90, 91, 120, 61 * 60 + 1]);
        $this->assertSame(
            ['0 minutes', '1 minute', '5 minutes', '90 minutes', '1 hour 31 minutes', '2 hours', '61 hours 1 minute'],
            $said
        );
        $this->assertSame(['1,234', '0.25', '40'], array_map(saying::number(...), [1234, 0.25, 40.0]));
    }

    public function test_the_front_shows_the_newest_of_now_and_the_rest_of_what_is_kept(): void {
        $this->keep();
        $this->centre->append(fake_market::page([['title' => 'Paling Baru']]));
        $page = $this->shown(new front_page($this->catalogue(), bundle::current()));
        $this->assertStringContainsString('Paling Baru', $page);
        $this->assertStringContainsString('1 courses of 1 agencies', $page);
        $this->assertStringContainsString('Ten minutes at most', $page);
        $this->assertStringContainsString('Technical', $page);
        $this->assertStringNotContainsString('Popular', $page);
        $this->assertStringNotContainsString('cannot be reached', $page);
    }

    public function test_the_front_of_a_centre_that_is_away_is_what_is_kept_with_its_time(): void {
        $this->keep();
        breaker::open();
        $page = $this->shown(new front_page($this->catalogue(), bundle::current()));
        $this->assertStringContainsString('Arsip Dinamis', $page);
        $this->assertMatchesRegularExpression('/role="status">Data of [0-9:]+ ?[AP]M: the centre cannot be reached now/', $page);
    }

    public function test_a_front_with_nothing_kept_and_nobody_to_ask_says_so(): void {
        breaker::open();
        $page = $this->shown(new front_page($this->catalogue(), bundle::current()));
        $this->assertStringContainsString('has not kept its answer yet', $page);
        $this->assertStringNotContainsString('No course is offered', $page);
    }

    public function test_a_search_shows_hits_filters_orders_pages_and_what_was_meant(): void {
        $facet = ['values' => [['value' => 'dasar', 'count' => 2], ['value' => 'lanjut', 'count' => 5]], 'more' => 0];
        $page = ['total' => 7, 'cursor' => 'c/2', 'meant' => 'arsip', 'facets' => ['level' => $facet]];
        $this->centre->append(fake_market::page([[]], $page));
        $html = $this->shown(new search_page($this->catalogue(), new question('arsib', ['level' => ['dasar']], 'title')));
        $this->assertStringContainsString('<mark>Arsip Dinamis</mark>', $html);
        $this->assertStringContainsString('7 courses', $html);
        $this->assertMatchesRegularExpression('~name="level\[\]" value="dasar" checked> <bdi>Basic</bdi>~', $html);
        $this->assertStringContainsString('?q=arsip&amp;level%5B0%5D=dasar&amp;sort=title"', $html);
        $this->assertStringContainsString('cursor=c%2F2" data-turns="1"', $html);
        // The order goes along with the next search, the boxes belong to the form by its id.
        $this->assertStringContainsString('<input type="hidden" name="sort" value="title">', $html);
        $this->assertStringContainsString('form="local-asnunggul-search"', $html);
    }

    public function test_a_search_that_found_nothing_says_what_to_do(): void {
        $this->centre->append(fake_market::page([]));
        $html = $this->shown(new search_page($this->catalogue(), new question('tiada', ['badge' => ['yes']])));
        $this->assertStringContainsString('No course fits.', $html);
        $this->assertStringContainsString('Remove some filters:', $html);
    }

    public function test_a_search_the_centre_refuses_says_what_to_change(): void {
        $this->centre->append(fake_centre::problem(400, 'bad_request'));
        $html = $this->shown(new search_page($this->catalogue(), new question('x', ['level' => ['nonsense']])));
        $this->assertStringContainsString('This search cannot be answered', $html);
        $this->assertStringNotContainsString('cannot be reached', $html);
    }

    public function test_a_search_in_what_is_kept_says_plainly_that_only_titles_were_searched(): void {
        $this->keep();
        breaker::open();
        $html = $this->shown(new search_page($this->catalogue(), new question('dinamis')));
        $this->assertStringContainsString('Only the titles of courses that are kept', $html);
        $this->assertStringContainsString('Arsip Dinamis', $html);
        $html = $this->shown(new search_page($this->catalogue(), new question()));
        $this->assertStringContainsString('Only the courses that are kept on this site are shown', $html);
    }

    public function test_an_agency_s_page_shows_its_courses_and_searches_in_it(): void {
        $this->centre->append(fake_market::page([[]], ['total' => 30, 'cursor' => 'next']));
        $html = $this->shown(new agency_page($this->catalogue(), null, 'Kementerian Uji', null));
        $this->assertStringContainsString('name="agency[0]" value="Kementerian Uji"', $html);
        $this->assertStringContainsString('30 courses', $html);
        $this->assertStringContainsString('agency.php?agency=Kementerian%20Uji&amp;cursor=next', $html);
        $this->centre->append(fake_market::page([], ['total' => 0]));
        $html = $this->shown(new agency_page($this->catalogue(), null, 'Tiada', null));
        $this->assertStringContainsString('is not offered to every civil servant', $html);
    }

    public function test_the_list_of_agencies_is_what_is_kept_or_says_that_it_comes(): void {
        $html = $this->shown(new agency_page($this->catalogue(), null, null, null));
        $this->assertStringContainsString('The cron of this site gets it', $html);
        $this->keep();
        $html = $this->shown(new agency_page($this->catalogue(), bundle::current(), null, null));
        $this->assertStringContainsString('agency.php?agency=Kementerian%20Uji', $html);
        $this->assertSame([], array_slice($this->asked, 6));
    }

    public function test_a_course_of_another_tenant_is_entered_where_the_centre_says_and_one_of_this_site_here(): void {
        $similar = [['course' => 9, 'title' => 'Serupa']];
        $this->centre->append(fake_market::one([], $similar), fake_market::one(['tenant' => 'bkd-contoh']));
        $html = $this->shown(new course_page($this->catalogue(), 'pusdiklat-uji', 7));
        $this->assertStringContainsString('href="https://uji.example/course/view.php?id=7" rel="noreferrer"', $html);
        $this->assertStringContainsString('<bdi>uji.example</bdi>', $html);
        $this->assertStringContainsString('Serupa', $html);
        $html = $this->shown(new course_page($this->catalogue(), 'bkd-contoh', 7));
        $this->assertStringContainsString('href="https://www.example.com/moodle/course/view.php?id=7"', $html);
        $this->assertStringContainsString('on this very site', $html);
    }

    public function test_a_course_that_is_not_offered_and_one_nobody_can_tell_of_are_two_things(): void {
        $this->centre->append(fake_centre::problem(404, 'not_found'));
        $page = new course_page($this->catalogue(), 'pusdiklat-uji', 7);
        $this->assertTrue($page->is_missing());
        $this->assertStringContainsString('not offered to every civil servant', $this->shown($page));
        $this->centre->append(fake_market::silence());
        $page = new course_page($this->catalogue(), 'pusdiklat-uji', 7);
        $this->assertFalse($page->is_missing());
        $this->assertStringNotContainsString('not offered', $this->shown($page));
    }

    public function test_foreign_text_is_text_on_every_page(): void {
        $evil = fake_market::HOSTILE . '{{{title}}}{{#js}}alert(3){{/js}}&#60;b&#62;';
        $hostile = array_fill_keys(
            ['title', 'summary', 'agency', 'name', 'category', 'training_type', 'batch'],
            $evil
        ) + ['address' => 'https://uji.example/?x=%22%3E%3Cscript%3E&y=1'];
        $facet = ['values' => [['value' => $evil, 'count' => 1]], 'more' => 0];
        $this->keep([$hostile]);
        $this->centre->append(
            fake_market::page([$hostile]),
            fake_market::page([$hostile], ['total' => 9, 'meant' => $evil, 'cursor' => $evil, 'facets' => ['agency' => $facet]]),
            fake_market::page([$hostile]),
            fake_market::one($hostile, [$hostile])
        );
        $pages = [
            new front_page($this->catalogue(), bundle::current()),
            new search_page($this->catalogue(), new question($evil, ['agency' => [$evil]])),
            new agency_page($this->catalogue(), bundle::current(), $evil, null),
            new course_page($this->catalogue(), 'pusdiklat-uji', 7),
        ];
        foreach ($pages as $page) {
            $html = $this->shown($page);
            $name = get_class($page);
            $this->assertStringContainsString('&lt;script&gt;', $html, $name);
            $this->assertStringContainsString('{{{title}}}', $html, $name);
            foreach (['<script', '<img', 'javascript:'] as $markup) {
                $this->assertStringNotContainsString($markup, $html, $name);
            }
            $document = new \DOMDocument();
            $document->loadHTML("<?xml encoding='utf-8'>$html", LIBXML_NOERROR);
            $attributes = (new \DOMXPath($document))->query('//@*[starts-with(name(), "on")]');
            $this->assertCount(0, $attributes, $name);
        }
    }

    public function test_only_a_member_that_wants_it_has_a_marketplace(): void {
        $this->assertTrue(place::is_open());
        member_site::leave();
        $this->assertFalse(place::is_open());
        $this->expectException(\moodle_exception::class);
        place::enter();
    }

    public function test_guests_come_in_unless_the_site_forces_everybody_to_sign_in(): void {
        global $PAGE;
        $PAGE->set_url('/local/asnunggul/marketplace/index.php');
        place::enter();
        set_config('forcelogin', 1);
        // A page would send them to the login page; a test cannot be sent.
        $this->expectExceptionMessage('Unsupported redirect');
        place::enter();
    }
}
