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

use local_asnunggul\local\feed\kind\course;
use local_asnunggul\local\feed\kind\kind;
use local_asnunggul\tests\feed_testcase;
use local_asnunggul\tests\watched_database;

/**
 * Texts of any length, and rows and streams that cannot be read, cost nobody else anything.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\long_text
 * @covers     \local_asnunggul\local\feed\key_rows
 * @covers     \local_asnunggul\local\feed\failure
 * @covers     \local_asnunggul\local\feed\kind\kind
 * @covers     \local_asnunggul\local\feed\kind\keys
 */
final class long_text_test extends feed_testcase {
    /**
     * A picture as people paste it.
     *
     * @param int $length
     * @return string
     */
    private static function picture(int $length): string {
        return '<img alt="a" src="data:image/png;base64,' . str_repeat('QUJD', intdiv($length, 4)) . '">';
    }

    /**
     * Long texts and what is said of them.
     *
     * @return array
     */
    public static function texts(): array {
        $picture = self::picture(1000000);
        $word = '<!--[if gte mso 9]><xml>' . str_repeat('<w:x>', 200000) . '</xml><![endif]-->';
        return [
            'a picture before the text' => ["$picture<p>Satu</p><p>Dua</p>", "Satu\nDua"],
            'a picture behind the text' => ["<p>Satu</p><p>Dua</p>$picture", "Satu\nDua"],
            'a picture between texts' => ["<p>Satu</p>{$picture}Dua", "Satu\nDua"],
            'two pictures' => ["Satu $picture tengah $picture Dua", "Satu\nDua"],
            'a text across the place of the cut' => [
                self::picture(long_text::HEAD - 200) . '<p>Satu</p>' . str_repeat('<i></i>', 60) . 'Dua', "Satu\nDua",
            ],
            'letters of several bytes at the end' => [$picture . str_repeat('é', 3 * long_text::TAIL) . '<p>Dua</p>', null],
            'a comment of a word processor' => ["$word<p>Satu</p>", 'Satu'],
            'a style sheet and a picture' => ['<style>' . str_repeat('p{} ', 250000) . "</style>{$picture}Satu", 'Satu'],
            'a beginning inside one tag and an end inside another' => [
                '<p>Satu</p>' . str_repeat('a', long_text::HEAD - 20) . "$picture$picture<b>Dua</b>", null,
            ],
        ];
    }

    /**
     * A picture of a million letters does not hide the text around it.
     *
     * @dataProvider texts
     * @param string $summary
     * @param string|null $expected null: only that no letter of a picture is in it
     */
    public function test_a_picture_of_a_million_letters_does_not_hide_the_text_around_it(string $summary, ?string $expected): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $DB->set_field('course', 'summary', $summary, ['id' => $course->id]);
        $sent = $this->rows('catalogue', 'course')[$course->id]['summary'];
        $this->assertStringNotContainsString('QUJD', $sent);
        if ($expected !== null) {
            $this->assertSame(explode("\n", $expected), preg_split('/\s+/', $sent));
        }
    }

    public function test_a_text_that_is_not_long_is_read_whole(): void {
        global $DB;

        $course = $this->maker()->create_open_course();
        $DB->set_field('course', 'summary', str_repeat('<b></b>', 3000) . 'é<br>Dua', ['id' => $course->id]);
        $this->assertSame("é\nDua", $this->rows('catalogue', 'course')[$course->id]['summary']);
    }

    public function test_forty_courses_and_badges_with_a_megabyte_each_take_no_forty_megabytes(): void {
        global $DB;

        for ($number = 0; $number < 40; $number++) {
            $courseid = $this->maker()->create_open_course()->id;
            $badgeid = $this->maker()->create_badge()->id;
        }
        $DB->set_field('course', 'summary', self::picture(1048576));
        $DB->set_field('badge', 'description', self::picture(1048576));
        gc_collect_cycles();
        memory_reset_peak_usage();
        $before = memory_get_usage();
        $this->snapshot('catalogue', 'course');
        $this->changes('catalogue', [0, '']);
        $this->changes('badges', [0, '']);
        $this->ask(['operation' => 'digest', 'stream' => 'badges', 'buckets' => true]);
        $this->assertLessThan(20 * 1048576, memory_get_peak_usage() - $before);
    }

    public function test_a_page_of_long_texts_ends_by_its_bytes_and_the_next_goes_on(): void {
        global $DB;

        $last = $this->maker()->create_open_course(['summary' => str_repeat('😀', 2000)]);
        $this->head();
        $rows = [];
        for ($number = 1; $number <= 450; $number++) {
            $rows[] = ['fullname' => 'x', 'shortname' => "x$number", 'idnumber' => '', 'summary' => $last->summary,
                'category' => $last->category, 'visible' => 1, 'timecreated' => 1];
        }
        $DB->insert_records('course', $rows);
        $from = (int)$last->id;
        $open = "INSERT INTO {enrol} (courseid, enrol, status, customint6) SELECT id, 'self', 0, 1 FROM {course} WHERE id > ?";
        $DB->execute($open, [$from]);
        change_log::add_selected('course', 'SELECT id FROM {course} WHERE id > ?', [$from]);
        $this->head();
        $cursor = [0, ''];
        $ids = [];
        do {
            $page = $this->changes('catalogue', $cursor);
            $bytes = strlen(json_encode($page->rows['course']['rows'], JSON_UNESCAPED_UNICODE));
            $this->assertLessThan(2 * kind::PAGE_BYTES, $bytes);
            array_push($ids, ...array_column($page->rows['course']['rows'], 0));
            $cursor = $page->tail['to'];
        } while ($page->tail['more']);
        $this->assertCount(451, array_unique($ids));
        $first = $this->snapshot('catalogue', 'course');
        $this->assertTrue($first->tail['more']);
        $second = $this->snapshot('catalogue', 'course', $first->tail['to']);
        $this->assertFalse($second->tail['more']);
        $this->assertSame(451, $first->tail['count'] + $second->tail['count']);
    }

    public function test_a_course_whose_texts_cannot_be_read_leaves_without_them_and_the_log_names_it(): void {
        $log = make_request_directory() . '/log';
        $before = ini_set('error_log', $log);
        $read = fn(\stdClass $record): array
            => [$record->id, $record->title === 'bad' ? throw new \TypeError('secret') : $record->title, $record->visible];
        $guarded = new \ReflectionMethod(course::class, 'guarded');
        $rows = [];
        foreach ([7 => 'good', 8 => 'bad'] as $id => $title) {
            $rows[] = $guarded->invoke(null, (object)['id' => $id, 'title' => $title, 'visible' => 1], ['title'], $read);
        }
        ini_set('error_log', $before);
        $this->assertSame([[7, 'good', 1], [8, null, 1]], $rows);
        $said = file_get_contents($log);
        $this->assertStringNotContainsString('secret', $said);
        $this->assertMatchesRegularExpression("/^.*local_asnunggul feed: course 8 TypeError at [^\n]*\n$/D", $said);
    }

    public function test_a_stream_that_cannot_be_read_is_refused_and_the_others_are_answered(): void {
        $course = $this->maker()->create_open_course();
        $log = make_request_directory() . '/log';
        $before = ini_set('error_log', $log);
        $look = function (string $method, array $arguments): void {
            $sql = json_encode($arguments);
            // Not the count of badges that a course's row has.
            if (str_contains($sql, '{badge}') && !str_contains($sql, 'GROUP BY courseid')) {
                throw new \dml_read_exception('Table is marked as crashed', 'SELECT secret', ['value']);
            }
        };
        $asks = [
            ['operation' => 'snapshot', 'stream' => 'badges', 'kind' => 'badge_class', 'after' => 7, 'limit' => 5],
            ['operation' => 'digest', 'stream' => 'badges', 'buckets' => false],
            ['operation' => 'snapshot', 'stream' => 'catalogue', 'kind' => 'course', 'after' => 0, 'limit' => 5],
        ];
        $lines = explode("\n", watched_database::during($look, fn(): string => $this->answer(...$asks)));
        ini_set('error_log', $before);
        $this->assertCount(12, $lines);
        foreach ([1 => 7, 4 => null] as $line => $from) {
            $this->assertSame('failed', json_decode($lines[$line])->refused);
            $this->assertSame('{}', $lines[$line + 1]);
            $this->assertSame(['count' => 0, 'to' => $from, 'more' => false], json_decode($lines[$line + 2], true));
        }
        $this->assertSame((int)$course->id, json_decode($lines[8])->course->rows[0][0]);
        $said = file_get_contents($log);
        $this->assertStringContainsString('local_asnunggul feed: badges badge_class dml_read_exception at ', $said);
        $this->assertStringNotContainsString('secret', $said);
    }

    public function test_an_end_by_php_itself_is_logged_with_its_cure_and_answered_with_an_error_of_the_contract(): void {
        $folder = make_request_directory();
        $place = \core_component::get_plugin_directory('local', 'asnunggul') . '/classes/local/';
        $script = '';
        foreach (['membership/problem', 'feed/endpoint', 'feed/failure'] as $file) {
            $script .= 'require ' . var_export("$place$file.php", true) . ';';
        }
        $script .= '\local_asnunggul\local\feed\failure::watch(); $all = [];'
            . 'while (true) { $all[] = str_repeat("x", 1000); }';
        file_put_contents("$folder/script.php", "<?php $script");
        $command = [PHP_BINARY, '-n', '-d', 'memory_limit=4M', '-d', "error_log=$folder/log", '-d', 'log_errors=1', '-d',
            'display_errors=0', "$folder/script.php"];
        $answer = shell_exec(implode(' ', array_map('escapeshellarg', $command)));
        $this->assertSame('internal_error', json_decode($answer)->code);
        $this->assertMatchesRegularExpression(
            '/local_asnunggul feed: memory_limit was used up; raise it .*, at .*script\.php:1$/m',
            file_get_contents("$folder/log")
        );
        $warning = ['type' => E_WARNING, 'message' => 'Allowed memory size', 'file' => 'a', 'line' => 1];
        $this->assertNull(failure::meaning($warning));
        $uncaught = ['type' => E_ERROR, 'message' => 'Uncaught secret'] + $warning;
        $this->assertSame('PHP ended it, at a:1', failure::meaning($uncaught));
    }
}
