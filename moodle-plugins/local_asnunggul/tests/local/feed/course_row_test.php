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

use local_asnunggul\local\setting;
use local_asnunggul\tests\feed_testcase;

/**
 * The values of a course: its own, those of its custom fields, and texts made plain.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\kind\course
 * @covers     \local_asnunggul\local\feed\field_values
 * @covers     \local_asnunggul\local\feed\choice_labels
 * @covers     \local_asnunggul\local\feed\course_fields
 * @covers     \local_asnunggul\local\feed\plain_text
 */
final class course_row_test extends feed_testcase {
    /**
     * The row of a new course.
     *
     * @param array $record
     * @return array<string, mixed>
     */
    private function row(array $record): array {
        $course = $this->maker()->create_open_course($record);
        return $this->rows('catalogue', 'course')[$course->id];
    }

    /**
     * Adds a custom field for a concept.
     *
     * @param string $concept
     * @param array $record
     */
    private function map(string $concept, array $record): void {
        global $DB;

        $category = $DB->get_field('customfield_category', 'id', ['name' => 'ASN Unggul']);
        $this->getDataGenerator()->create_custom_field($record + ['categoryid' => $category, 'shortname' => "own_$concept"]);
        setting::field($concept)->set("own_$concept");
    }

    public function test_installing_made_one_field_for_every_concept(): void {
        global $DB;

        // An author line may name people: it has no field until the admin chooses one.
        $concepts = array_diff(setting::CONCEPTS, ['author']);
        foreach ($concepts as $concept) {
            $this->assertSame(1, $DB->count_records('customfield_field', ['shortname' => "asn_$concept"]), $concept);
        }
        course_fields::create_missing();
        $this->assertSame(count($concepts), $DB->count_records('customfield_field'));
    }

    public function test_a_deleted_field_is_made_again_in_the_same_category(): void {
        global $DB;

        $handler = \core_course\customfield\course_handler::create();
        $fields = array_filter($handler->get_fields(), fn($field): bool => $field->get('shortname') === 'asn_jp');
        $handler->delete_field_configuration(reset($fields));
        course_fields::create_missing();
        $this->assertSame(1, $DB->count_records('customfield_field', ['shortname' => 'asn_jp']));
        $this->assertSame(1, $DB->count_records('customfield_category'));
    }

    public function test_a_course_without_fields_has_its_own_values_and_nothing_else(): void {
        $category = $this->getDataGenerator()->create_category(['name' => 'Diklat']);
        $below = $this->getDataGenerator()->create_category(['name' => 'Teknis', 'parent' => $category->id]);
        $course = $this->maker()->create_open_course([
            'fullname' => 'Pelayanan publik', 'summary' => '<p>Satu</p><p>Dua</p>', 'category' => $below->id,
            'startdate' => 1700000000, 'enddate' => 1800000000,
        ]);
        $this->assertSame([
            'id' => (int)$course->id,
            'title' => 'Pelayanan publik',
            'summary' => "Satu\nDua",
            'category' => 'Diklat / Teknis',
            'audience' => 'all',
            'jp_hundredths' => null,
            'minutes' => null,
            'competency' => null,
            'format' => null,
            'level' => null,
            'training_type' => null,
            'batch' => null,
            'language' => null,
            'starts' => 1700000000,
            'ends' => 1800000000,
            'self_enrol' => 1,
            'tracks_completion' => 1,
            'created' => (int)$course->timecreated,
            'enrol_from' => null,
            'enrol_until' => null,
            'places' => null, 'topics' => null, 'author' => null, 'image' => null, 'badges' => 0,
        ], $this->rows('catalogue', 'course')[$course->id]);
    }

    public function test_the_fields_made_at_install_are_read(): void {
        $row = $this->row([
            'customfield_asn_jp' => 2.5, 'customfield_asn_minutes' => 90, 'customfield_asn_competency' => 3,
            'customfield_asn_format' => 1, 'customfield_asn_level' => 2, 'customfield_asn_training_type' => 'PKA',
            'customfield_asn_batch' => 'Angkatan IV', 'lang' => 'en', 'enablecompletion' => 0,
        ]);
        $this->assertSame([250, 90, 'sosial_kultural', 'mandiri', 'menengah', 'PKA', 'Angkatan IV', 'en', 0], [
            $row['jp_hundredths'], $row['minutes'], $row['competency'], $row['format'], $row['level'], $row['training_type'],
            $row['batch'], $row['language'], $row['tracks_completion'],
        ]);
    }

    /**
     * What people write for learning hours.
     *
     * @return array
     */
    public static function hours(): array {
        return [
            'a whole number' => ['12', 1200],
            'a decimal comma' => ['12,5', 1250],
            'a decimal point' => ['12.25', 1225],
            'a unit' => ['3 JP', 300],
            'a third of an hour' => ['0.333', 33],
            'spaces around' => [' 4 ', 400],
            'nothing learnt' => ['0', 0],
            'a word' => ['abc', null],
            'less than nothing' => ['-1', null],
            'a range' => ['2-3', null],
            'a power' => ['1e3', null],
        ];
    }

    /**
     * Learning hours in a text field are read or listed.
     *
     * @dataProvider hours
     * @param string $text
     * @param int|null $expected
     */
    public function test_learning_hours_in_a_text_field_are_read_or_listed(string $text, ?int $expected): void {
        $this->map('jp', ['type' => 'text']);
        $this->assertSame($expected, $this->row(['customfield_own_jp' => $text])['jp_hundredths']);
        $this->assertSame($expected === null ? ['jp'] : [], array_column(preview::unreadable(), 'concept'));
    }

    public function test_options_are_read_by_their_words_in_both_languages(): void {
        $this->map('level', ['type' => 'select', 'configdata' => ['options' => "Advanced\nLanjutan\nDASAR\nExpert"]]);
        $levels = [];
        foreach ([1, 2, 3, 4] as $option) {
            $levels[] = $this->row(['customfield_own_level' => $option])['level'];
        }
        $this->assertSame(['lanjut', 'lanjut', 'dasar', null], $levels);
        $this->assertCount(1, preview::unreadable());
    }

    public function test_translated_options_are_read_by_their_position(): void {
        $this->map('format', ['type' => 'select', 'configdata' => ['options' => "Eins\nZwei\nDrei"]]);
        $this->assertSame('sinkron', $this->row(['customfield_own_format' => 2])['format']);
    }

    public function test_an_option_is_not_read_by_its_position_where_another_option_says_that_the_order_is_another(): void {
        $this->map('level', ['type' => 'select', 'configdata' => ['options' => "Pemula\nDasar\nLanjut"]]);
        $levels = [];
        foreach ([1, 2, 3] as $option) {
            $levels[] = $this->row(['customfield_own_level' => $option])['level'];
        }
        $this->assertSame([null, 'dasar', 'lanjut'], $levels);
        $this->assertCount(1, preview::unreadable());
    }

    public function test_an_option_that_was_taken_away_is_listed_and_not_taken_for_no_choice(): void {
        $this->map('batch', ['type' => 'select', 'configdata' => ['options' => "I\nII"]]);
        $this->assertNull($this->row(['customfield_own_batch' => 3])['batch']);
        $this->assertSame(['batch'], array_column(preview::unreadable(), 'concept'));
    }

    public function test_a_field_left_empty_is_not_known_and_not_listed(): void {
        $row = $this->row(['customfield_asn_level' => 0, 'customfield_asn_training_type' => '']);
        $this->assertNull($row['level']);
        $this->assertNull($row['training_type']);
        $this->assertSame([], preview::unreadable());
    }

    public function test_a_concept_mapped_to_no_field_is_not_known(): void {
        setting::field('batch')->set('');
        $this->assertNull($this->row(['customfield_asn_batch' => 'IV'])['batch']);
    }

    public function test_a_changed_mapping_reaches_the_centre_by_changes_alone(): void {
        $this->map('batch', ['type' => 'text']);
        $this->row(['customfield_asn_batch' => 'IV', 'customfield_own_batch' => 'V']);
        $head = $this->head();
        setting::field('batch')->set('asn_batch');
        $this->assertSame('IV', $this->changes('catalogue', $head)->rows['course']['rows'][0][11]);
    }

    /**
     * Titles in which there is nothing to see.
     *
     * @return array
     */
    public static function unseen(): array {
        return [
            'tags' => ['<b></b>'],
            'spaces' => ["\u{00A0}\u{2003}\u{3000}"],
            'a joiner' => ["\u{200D}"],
            'fillers of Hangul' => ["\u{3164}\u{115F}\u{1160}\u{FFA0}"],
            'a blank of Braille' => ["\u{2800}"],
            'marks without a letter' => ["\u{FE0F}\u{034F}\u{0301}"],
        ];
    }

    /**
     * Who looks at a course has something to read and to click on.
     *
     * @dataProvider unseen
     * @param string $title
     */
    public function test_a_title_in_which_there_is_nothing_to_see_is_the_number_of_the_course(string $title): void {
        $course = $this->maker()->create_open_course(['fullname' => $title, 'summary' => $title]);
        $row = $this->rows('catalogue', 'course')[$course->id];
        $this->assertSame(["#$course->id", null], [$row['title'], $row['summary']]);
    }

    /**
     * What people type, and the line of text it is.
     *
     * @return array
     */
    public static function lines(): array {
        $id = '<span lang="id" class="multilang">Halo</span>';
        $en = '<span class="multilang" lang="en">Hello</span>';
        $de = '<span lang="de" class="multilang">Hallo</span>';
        return [
            'nothing' => [null, null],
            'only mark-up' => ['<p> &nbsp; </p>', null],
            'tags' => ['<p>Satu <b>dua</b></p>', 'Satu dua'],
            'entities' => ['Tanya &amp; jawab &lt;1&gt;', 'Tanya & jawab <1>'],
            'a heart is no tag' => ['I <3 Moodle', 'I <3 Moodle'],
            'less and more' => ['a < b > c', 'a < b > c'],
            'a script' => ['<script>alert("x")</script>aman', 'aman'],
            'two scripts' => ['a<SCRIPT>1</script>b<script src="x">2</SCRIPT>c', 'a b c'],
            'a picture inside the text' => ['a<img src="data:image/png;base64,' . str_repeat('A', 100000) . '">b', 'ab'],
            'a comment' => ['a<!-- <b> -->b', 'a b'],
            'control characters' => ["a\x00b\x07c\u{85}d", 'abcd'],
            'lines and tabs as entities' => ['a&NewLine;&Tab;b', 'a b'],
            'lines and tabs' => ["a\r\nb\tc", 'a b c'],
            'other scripts' => ['碁 😀 ꦗꦮ', '碁 😀 ꦗꦮ'],
            'Indonesian before English' => [$en . $id, 'Halo'],
            'English where there is no Indonesian' => ["$de $en!", 'Hello!'],
            'the first where there is neither' => [$de . '<span lang="fr" class="multilang">Salut</span>', 'Hallo'],
            'one language alone is text' => [$de, 'Hallo'],
            'Moodle\'s own test string' => [
                '< > & &lt; &gt; &amp; \' \\" \ \'$@NULL@$ @@TEST@@ \\\" \ , ; : . 日本語% %%',
                '< > & < > & \' \\" \ \'$@NULL@$ @@TEST@@ \\\" \ , ; : . 日本語% %%',
            ],
        ];
    }

    /**
     * Text is made plain.
     *
     * @dataProvider lines
     * @param string|null $html
     * @param string|null $expected
     */
    public function test_text_is_made_plain(?string $html, ?string $expected): void {
        $this->assertSame($expected, plain_text::line($html, 255));
    }

    public function test_long_text_is_cut_by_characters_and_not_by_bytes(): void {
        $this->assertSame(str_repeat('😀', 255), plain_text::line(str_repeat('😀', 300), 255));
    }

    /**
     * Mark-up that begins again and again and never ends.
     *
     * @return array
     */
    public static function hostile(): array {
        $begins = [
            '<', '<!--', '<script', '<span class="multilang" lang="id">', '<span class="multilang" lang="id"', '&', '&lt;', "\r",
            '<span class="multilang" lang="id">a</span> ', '</span>', '<br', ' ', '< /p',
            '{mlang id}', '{mlang', '{mlang a}x{mlang}',
        ];
        return array_map(fn(string $begin): array => [$begin], array_combine($begins, $begins));
    }

    /**
     * A million bytes of hostile mark up cost no more than their length.
     *
     * @dataProvider hostile
     * @param string $begin
     */
    public function test_a_million_bytes_of_hostile_mark_up_cost_no_more_than_their_length(string $begin): void {
        $cost = function (int $bytes) use ($begin): float {
            $text = str_repeat($begin, intdiv($bytes, strlen($begin)));
            $started = getrusage();
            plain_text::paragraphs($text, 2000);
            $ended = getrusage();
            return ($ended['ru_utime.tv_sec'] - $started['ru_utime.tv_sec'])
                + ($ended['ru_utime.tv_usec'] - $started['ru_utime.tv_usec']) / 1e6;
        };
        // Sixteen times the text at sixteen times the square would be 256 times the time.
        $this->assertLessThan(max(0.05, $cost(64000)) * 64, $cost(1024000));
    }

    public function test_mark_up_that_never_ends_is_text(): void {
        $this->assertSame('a <script b <!-- c', plain_text::line('a <script b <!-- c', 255));
    }

    public function test_paragraphs_keep_their_lines(): void {
        $html = "<h2>Satu</h2><p>Dua<br/>Tiga</p>\n\n<ul><li>Empat</li></ul>";
        $this->assertSame("Satu\nDua\nTiga\nEmpat", plain_text::paragraphs($html, 2000));
    }
}
