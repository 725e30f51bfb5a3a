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

namespace block_asnunggul;

use block_asnunggul\output\content;
use local_asnunggul\tests\member_site;

/**
 * The block shows what was begun here and what is kept of the marketplace, cheaply and asking nobody.
 *
 * @package    block_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \block_asnunggul\begun
 * @covers     \block_asnunggul\output\content
 * @covers     \block_asnunggul
 * @covers     \block_asnunggul\privacy\provider
 */
final class content_test extends \advanced_testcase {
    /** @var array What anybody was asked. */
    private array $asked = [];

    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once("$CFG->dirroot/blocks/moodleblock.class.php");
        require_once("$CFG->dirroot/blocks/asnunggul/block_asnunggul.php");
        $this->resetAfterTest();
        $this->get_mocked_http_client($this->asked);
        $this->setUser($this->getDataGenerator()->create_user());
    }

    /**
     * The block as the dashboard has it.
     *
     * @return string
     */
    private function shown(): string {
        global $PAGE;
        $PAGE->set_url('/my/');
        $block = new \block_asnunggul();
        $block->init();
        $block->page = $PAGE;
        return $block->get_content()->text;
    }

    /**
     * A course that the reader is enrolled in and has opened.
     *
     * @param string $title
     * @param int $opened
     * @return int
     */
    private function opened(string $title, int $opened): int {
        global $DB, $USER;
        $course = $this->getDataGenerator()->create_course(['fullname' => $title]);
        $this->getDataGenerator()->enrol_user($USER->id, $course->id);
        $DB->insert_record('user_lastaccess', ['userid' => $USER->id, 'courseid' => $course->id, 'timeaccess' => $opened]);
        return (int) $course->id;
    }

    public function test_courses_that_were_begun_stand_in_the_order_in_which_they_were_opened(): void {
        global $DB, $USER;
        $this->opened('Dibuka Dulu', 100);
        $this->opened('Dibuka <b>Kemudian</b>', 200);
        $done = $this->opened('Sudah Selesai', 300);
        $DB->insert_record('course_completions', ['userid' => $USER->id, 'course' => $done, 'timecompleted' => 1]);
        $course = $this->getDataGenerator()->create_course(['fullname' => 'Belum Dibuka']);
        $this->getDataGenerator()->enrol_user($USER->id, $course->id);
        $titles = array_map(fn(\stdClass $one): string => $one->fullname, begun::courses((int) $USER->id, 9));
        $this->assertSame(['Dibuka <b>Kemudian</b>', 'Dibuka Dulu'], $titles);
        $this->assertCount(1, begun::courses((int) $USER->id, 1));
        $html = $this->shown();
        $this->assertStringContainsString('Continue', $html);
        $this->assertStringNotContainsString('<b>', $html);
    }

    public function test_the_marketplace_s_rows_stand_with_their_time_and_nobody_is_asked(): void {
        member_site::join();
        $this->assertStringContainsString('has come yet', $this->shown());
        member_site::keep_marketplace(['title' => 'Arsip <i>Baru</i>']);
        $html = $this->shown();
        $this->assertStringContainsString('Arsip &lt;i&gt;Baru&lt;/i&gt;', $html);
        $this->assertStringContainsString('Data of ', $html);
        $this->assertStringNotContainsString('Popular', $html);
        $this->assertSame([], $this->asked);
    }

    public function test_a_site_without_marketplace_and_a_reader_without_courses_have_no_block(): void {
        $this->assertFalse((new content())->has_something());
        $this->assertSame('', $this->shown());
    }

    public function test_the_block_belongs_on_the_dashboard(): void {
        $this->assertSame(['my' => true], (new \block_asnunggul())->applicable_formats());
        $this->assertSame('privacy:metadata', privacy\provider::get_reason());
    }
}
