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
 * What a card shows leaves with the course, while the admin agrees to it and no longer; images are drawn anew or not at all.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\card
 * @covers     \local_asnunggul\local\feed\card_images
 * @covers     \local_asnunggul\local\feed\profile
 * @covers     \local_asnunggul\local\feed\small_image
 */
final class card_test extends feed_testcase {
    /** @var int An offered course. */
    private int $course;

    /**
     * An offered course.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->course = (int)$this->maker()->create_open_course()->id;
        $this->head();
    }

    /**
     * What the course sends of a card.
     *
     * @return array
     */
    private function sent(): array {
        return array_intersect_key($this->rows('catalogue', 'course')[$this->course], array_flip(card::COLUMNS));
    }

    /**
     * The profile in the handshake.
     *
     * @return array|null
     */
    private function profile(): ?array {
        return json_decode(explode("\n", $this->answer())[0], true)['profile'];
    }

    /**
     * Puts a file among the course's overview files.
     *
     * @param string $name
     * @param string $bytes
     */
    private function upload(string $name, string $bytes): void {
        get_file_storage()->create_file_from_string([
            'contextid' => \core\context\course::instance($this->course)->id, 'component' => 'course',
            'filearea' => 'overviewfiles', 'itemid' => 0, 'filepath' => '/', 'filename' => $name,
        ], $bytes);
    }

    /**
     * An image drawn by GD.
     *
     * @param int $width
     * @param int $height
     * @param string $write
     * @return string
     */
    private static function drawn(int $width, int $height, string $write = 'imagepng'): string {
        $image = imagecreatetruecolor($width, $height);
        imagefilledrectangle($image, 0, 0, intdiv($width, 2), $height, imagecolorallocate($image, 200, 30, 30));
        ob_start();
        $write($image);
        return ob_get_clean();
    }

    /**
     * What an ask for an image brings.
     *
     * @param string $sha256
     * @return string|null the bytes
     */
    private function fetched(string $sha256): ?string {
        $rows = $this->ask(['operation' => 'image', 'stream' => 'catalogue', 'sha256' => $sha256])->rows;
        return isset($rows['image']) ? base64_decode($rows['image']['data'], true) : null;
    }

    public function test_tags_are_topics_and_every_change_of_them_is_a_change_of_the_course(): void {
        $context = \core\context\course::instance($this->course);
        $this->empty_log();
        \core_tag_tag::set_item_tags('core', 'course', $this->course, $context, ['Keuangan', 'Etika & 碁']);
        $this->assertContains("course $this->course", $this->logged());
        $this->assertSame("Keuangan\nEtika & 碁", $this->sent()['topics']);
        $this->empty_log();
        \core_tag_tag::get_by_name(0, 'Keuangan', '*')->update(['rawname' => 'Anggaran']);
        $this->assertContains("course $this->course", $this->logged());
        $this->assertStringContainsString('Anggaran', $this->sent()['topics']);
        $many = array_map(fn(int $number): string => "topik $number", range(1, 14));
        \core_tag_tag::set_item_tags('core', 'course', $this->course, $context, $many);
        $this->assertSame(array_slice($many, 0, 10), explode("\n", $this->sent()['topics']));
    }

    public function test_only_badges_that_can_be_earned_are_counted(): void {
        global $DB;
        $this->assertSame(0, $this->sent()['badges']);
        foreach ([0, 1, 2, 3, 4] as $status) {
            $DB->insert_record('badge', ['name' => "Lencana $status", 'type' => 2, 'courseid' => $this->course, 'status' => $status,
                'usercreated' => 2, 'usermodified' => 2, 'issuername' => '', 'issuerurl' => '', 'message' => '',
                'messagesubject' => '', 'timecreated' => 1, 'timemodified' => 1]);
        }
        $this->assertSame(2, $this->sent()['badges']);
    }

    public function test_an_author_line_leaves_only_from_a_field_the_admin_chose_and_not_after_leaving(): void {
        $this->assertSame('', setting::field('author')->value());
        $fields = setting::field('batch')->value();
        $this->assertNull($this->sent()['author']);
        setting::field('author')->set($fields);
        \core_course\customfield\course_handler::create()->instance_form_save(
            (object)['id' => $this->course, "customfield_$fields" => 'Tim Pengajar']
        );
        $this->assertSame('Tim Pengajar', $this->sent()['author']);
        setting::withdraw_consent();
        $this->assertNull($this->sent()['author']);
    }

    public function test_the_course_image_is_made_small_by_cron_and_sent_by_its_hash(): void {
        $this->upload('gambar.jpg', self::drawn(1600, 900, 'imagejpeg'));
        $this->assertNull($this->sent()['image']);
        $this->empty_log();
        card_images::refresh();
        $this->assertSame(["course $this->course"], $this->logged());
        $sha256 = $this->sent()['image'];
        $bytes = $this->fetched($sha256);
        $this->assertSame($sha256, hash('sha256', $bytes));
        [$width, $height] = getimagesizefromstring($bytes);
        $this->assertSame([480, 270], [$width, $height]);
        $this->assertLessThanOrEqual(small_image::MOST_BYTES, strlen($bytes));
        $this->empty_log();
        card_images::refresh();
        $this->assertSame([], $this->logged());
        get_file_storage()->delete_area_files(\core\context\course::instance($this->course)->id, 'course', 'overviewfiles');
        card_images::refresh();
        $this->assertNull($this->sent()['image']);
        $this->assertNull($this->fetched($sha256));
    }

    public function test_an_image_is_not_sent_once_its_course_is_not_offered(): void {
        global $DB;
        $this->upload('gambar.png', self::drawn(40, 40));
        card_images::refresh();
        $sha256 = $this->sent()['image'];
        $this->assertNotNull($this->fetched($sha256));
        $DB->set_field('course', 'visible', 0, ['id' => $this->course]);
        numbering::refresh_offers();
        $this->assertNull($this->fetched($sha256));
    }

    /**
     * Files that are no image anybody may be shown.
     *
     * @return array
     */
    public static function hostile(): array {
        $header = fn(int $width, int $height): string => "\x89PNG\r\n\x1a\n" . pack('N', 13) . 'IHDR'
            . pack('NNCCCCC', $width, $height, 8, 2, 0, 0, 0) . pack('N', crc32('x'));
        $svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
        return [
            'SVG' => ['gambar.svg', $svg],
            'SVG called PNG' => ['gambar.png', $svg],
            'a bomb' => ['bom.png', $header(60000, 60000)],
            'one pixel wide and very long' => ['garis.png', $header(1, 100000)],
            'no pixels' => ['kosong.png', $header(0, 10)],
            'a script that begins like a GIF' => ['skrip.gif', 'GIF89a/*' . str_repeat(' ', 20) . '*/=alert(1);'],
            'cut off' => ['potong.png', substr(self::drawn(100, 100), 0, 60)],
            'HTML' => ['gambar.jpg', '<html><script>alert(1)</script>'],
            'nothing but a header' => ['kepala.jpg', "\xff\xd8\xff\xe0"],
        ];
    }

    /**
     * No hash, no bytes, no error, and the course itself leaves.
     *
     * @dataProvider hostile
     * @param string $name
     * @param string $bytes
     */
    public function test_what_is_no_safe_image_never_leaves_and_stops_nothing(string $name, string $bytes): void {
        $this->upload($name, $bytes);
        card_images::refresh();
        $this->assertNull($this->sent()['image']);
        $this->assertFalse(debugging() && $this->getDebuggingMessages() !== []);
        $this->resetDebugging();
    }

    public function test_of_an_image_with_a_program_behind_it_only_the_pixels_leave(): void {
        $this->upload('poliglot.png', self::drawn(64, 64) . '<script>alert(1)</script>PK' . "\x03\x04");
        card_images::refresh();
        $this->assertStringNotContainsString('script', $this->fetched($this->sent()['image']));
    }

    public function test_without_agreement_nothing_of_a_card_leaves(): void {
        \core_tag_tag::set_item_tags('core', 'course', $this->course, \core\context\course::instance($this->course), ['Keuangan']);
        $this->upload('gambar.png', self::drawn(64, 64));
        card_images::refresh();
        $sha256 = $this->sent()['image'];
        setting::card()->set('0');
        $this->assertSame(array_fill_keys(card::COLUMNS, null), $this->sent());
        $this->assertNull($this->fetched($sha256));
        $this->assertNull($this->profile());
    }

    public function test_the_site_presents_itself_by_its_name_until_the_admin_says_more(): void {
        $expected = ['name' => get_site()->fullname, 'sentence' => null, 'colour' => null, 'logo' => null];
        $this->assertSame($expected, $this->profile());
        setting::profile_name()->set('Akademi <b>Uji</b>');
        setting::profile_sentence()->set("Belajar\nbersama");
        setting::profile_colour()->set('#AABBCC');
        get_file_storage()->create_file_from_string([
            'contextid' => \core\context\system::instance()->id, 'component' => 'core_admin', 'filearea' => 'logocompact',
            'itemid' => 0, 'filepath' => '/', 'filename' => 'logo.png',
        ], self::drawn(80, 80));
        card_images::refresh();
        ['name' => $name, 'sentence' => $sentence, 'colour' => $colour, 'logo' => $logo] = $this->profile();
        $this->assertSame(['Akademi Uji', 'Belajar bersama', '#aabbcc'], [$name, $sentence, $colour]);
        $this->assertSame($logo, hash('sha256', $this->fetched($logo)));
    }

    public function test_an_older_centre_is_told_nothing_of_cards(): void {
        $this->contract = 2;
        $this->assertSame([], $this->sent());
        $this->assertArrayNotHasKey('profile', json_decode(explode("\n", $this->answer())[0], true));
    }
}
