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

use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\setting;
use local_asnunggul\tests\feed_testcase;

/**
 * The plugin emits the golden files to the byte; the centre's tests prove that it understands the same files.
 *
 * With ASNUNGGUL_WRITE_GOLDEN=1 in the environment they are written anew: look at the difference before it is committed.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \local_asnunggul\local\feed\answer
 * @covers     \local_asnunggul\local\feed\digest
 */
final class golden_test extends feed_testcase {
    /** @var string Where the files are. */
    private const FOLDER = __DIR__ . '/../../fixtures/contract';

    /** @var string A PNG of one pixel. */
    private const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

    /** @var int The time of the site. */
    private const NOW = 1800000000;

    /**
     * A small site whose every id, time, mark and pseudonym is known.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->mock_clock_with_frozen(self::NOW);
        set_config('site', str_repeat('0a', 16), 'local_asnunggul');
        set_config('epoch', str_repeat('0b', 16), 'local_asnunggul');
        $this->insert_courses();
        $this->insert_people();
        $this->insert_card();
        numbering::refresh_offers();
        $this->insert_log();
    }

    /**
     * Inserts rows with their ids.
     *
     * @param string $table
     * @param array[] $rows by id
     */
    private function insert(string $table, array $rows): void {
        global $DB;

        foreach ($rows as $id => $row) {
            $DB->insert_record_raw($table, ['id' => $id] + $row, false, false, true);
        }
    }

    /**
     * Two offered courses, one that was hidden later, a draft; two badges.
     */
    private function insert_courses(): void {
        global $DB;

        $this->insert('course_categories', [
            21 => ['name' => 'Pelatihan', 'path' => '/21', 'visible' => 1, 'depth' => 1],
            22 => ['name' => 'Manajemen & layanan', 'path' => '/21/22', 'visible' => 1, 'depth' => 2, 'parent' => 21],
        ]);
        $course = ['category' => 22, 'visible' => 1, 'timecreated' => 1700000000, 'summary' => '', 'enablecompletion' => 1];
        $this->insert('course', [
            31 => ['fullname' => 'Pelayanan publik', 'lang' => 'id', 'startdate' => 1790000000, 'enddate' => 1810000000,
                'summary' => '<p>Melayani dengan <b>ramah</b>.</p><p>Untuk "semua" ASN | 碁 😀 \\ ~</p>'] + $course,
            287 => ['fullname' => 'Microlearning', 'summary' => null, 'category' => 21, 'enablecompletion' => 0] + $course,
            33 => ['fullname' => 'Kursus lama', 'visible' => 0] + $course,
            34 => ['fullname' => 'Draf', 'visible' => 0] + $course,
        ]);
        $fields = $DB->get_records_menu('customfield_field', null, '', 'shortname, id');
        $data = [
            'jp' => ['decvalue' => 2.5], 'minutes' => ['decvalue' => 112],
            'competency' => ['intvalue' => 2], 'format' => ['intvalue' => 3],
            'level' => ['intvalue' => 1], 'training_type' => ['charvalue' => 'PKA'], 'batch' => ['charvalue' => 'Angkatan IV'],
        ];
        foreach ($data as $concept => $value) {
            $DB->insert_record('customfield_data', $value + ['instanceid' => 31, 'fieldid' => $fields["asn_$concept"],
                'value' => '', 'valueformat' => 0, 'timecreated' => 0, 'timemodified' => 0]);
        }
        $DB->insert_record('customfield_data', ['instanceid' => 287, 'fieldid' => $fields['asn_audience'], 'intvalue' => 2,
            'value' => '', 'valueformat' => 0, 'timecreated' => 0, 'timemodified' => 0]);
        $this->insert('enrol', [
            41 => ['enrol' => 'self', 'courseid' => 31, 'status' => 0, 'customint6' => 1, 'customint3' => 5,
                'enrolstartdate' => 1790000000, 'enrolenddate' => 1795000000],
            42 => ['enrol' => 'manual', 'courseid' => 287, 'status' => 0],
            43 => ['enrol' => 'manual', 'courseid' => 33, 'status' => 1],
            44 => ['enrol' => 'manual', 'courseid' => 34, 'status' => 0],
        ]);
        $offer = ['courseid' => 33, 'audience' => 'all', 'published' => 1, 'learning' => 1, 'seen' => 1];
        $this->insert(offers::TABLE, [51 => $offer]);
        $badge = ['usercreated' => 2, 'usermodified' => 2, 'issuerurl' => '', 'message' => '', 'messagesubject' => '',
            'timecreated' => 1700000100, 'issuername' => 'Lembaga Administrasi Negara'];
        $this->insert('badge', [
            61 => ['name' => 'Langkah pertama', 'type' => 1, 'status' => 2, 'description' => 'Kursus pertama selesai.'] + $badge,
            62 => ['name' => 'Pelayan ramah', 'type' => 2, 'courseid' => 31, 'status' => 4, 'issuername' => ''] + $badge,
            63 => ['name' => 'Lencana draf', 'type' => 2, 'courseid' => 34, 'status' => 1] + $badge,
        ]);
    }

    /**
     * What a card shows: topics, an author line, an image and a badge of one course, and how the site presents itself.
     */
    private function insert_card(): void {
        $this->insert('tag', [
            81 => ['userid' => 2, 'tagcollid' => 1, 'name' => 'pelayanan', 'rawname' => 'Pelayanan'],
            82 => ['userid' => 2, 'tagcollid' => 1, 'name' => 'etika & 碁', 'rawname' => 'Etika &amp; 碁'],
        ]);
        $instance = ['component' => 'core', 'itemtype' => 'course', 'itemid' => 31, 'timecreated' => 0, 'timemodified' => 0];
        $this->insert('tag_instance', [
            83 => ['tagid' => 82, 'ordering' => 1] + $instance, 84 => ['tagid' => 81, 'ordering' => 0] + $instance,
        ]);
        $this->insert('badge', [64 => ['name' => 'Terbuka', 'type' => 2, 'courseid' => 31, 'status' => 1, 'usercreated' => 2,
            'usermodified' => 2, 'issuerurl' => '', 'message' => '', 'messagesubject' => '', 'timecreated' => 1700000200,
            'issuername' => '']]);
        $sha256 = hash('sha256', base64_decode(self::PIXEL));
        $this->insert(card_images::TABLE, [
            91 => ['courseid' => 31, 'source' => str_repeat('0c', 20), 'sha256' => $sha256],
            92 => ['courseid' => card_images::LOGO, 'source' => str_repeat('0d', 20), 'sha256' => $sha256],
        ]);
        get_file_storage()->create_file_from_string([
            'contextid' => \core\context\system::instance()->id, 'component' => 'local_asnunggul', 'filearea' => 'cardimage',
            'itemid' => 0, 'filepath' => '/', 'filename' => $sha256,
        ], base64_decode(self::PIXEL));
        setting::field('author')->set('asn_batch');
        setting::profile_name()->set('Akademi Contoh');
        setting::profile_sentence()->set('Belajar & berbagi.');
        setting::profile_colour()->set('#1D4E89');
    }

    /**
     * A linked learner and two pseudonyms with their enrolments, completions and awards.
     */
    private function insert_people(): void {
        $this->insert(person::TABLE, [
            71 => ['userid' => 9001, 'learner' => 'sub:6f1c9c52-8a3e-4c1e-9a44-2f0f6c1d7e10'],
            72 => ['userid' => 9002, 'learner' => 'anon:' . str_repeat('1f', 16)],
            73 => ['userid' => 9003, 'learner' => 'anon:' . str_repeat('2e', 16)],
        ]);
        $enrolment = ['timestart' => 0, 'timeend' => 0, 'timecreated' => 1795000000];
        $this->insert('user_enrolments', [
            101 => [
                'enrolid' => 41, 'userid' => 9001, 'status' => 0, 'timestart' => 1795000000, 'timeend' => 1805000000,
            ] + $enrolment,
            102 => ['enrolid' => 42, 'userid' => 9002, 'status' => 1] + $enrolment,
            103 => ['enrolid' => 43, 'userid' => 9002, 'status' => 0] + $enrolment,
            104 => ['enrolid' => 44, 'userid' => 9003, 'status' => 0] + $enrolment,
            358 => ['enrolid' => 41, 'userid' => 9003, 'status' => 0] + $enrolment,
        ]);
        $this->insert('course_completions', [
            201 => ['course' => 31, 'userid' => 9001, 'timecompleted' => 1796000000],
            202 => ['course' => 33, 'userid' => 9002, 'timecompleted' => 1600000000],
            203 => ['course' => 31, 'userid' => 9003, 'timecompleted' => null],
        ]);
        $this->insert('badge_issued', [
            301 => ['badgeid' => 61, 'userid' => 9001, 'uniquehash' => 'x', 'dateissued' => 1796000001],
            302 => ['badgeid' => 62, 'userid' => 9002, 'uniquehash' => 'y', 'dateissued' => 1796000002, 'dateexpire' => 1900000000],
            303 => ['badgeid' => 63, 'userid' => 9003, 'uniquehash' => 'z', 'dateissued' => 1796000003],
        ]);
        // Of three ratings one has everything, one nothing but stars, and one no completion under it.
        $said = ['text' => "Jelas & ringkas 👍🏽\nشكرا | ~", 'timemodified' => 1796200000, 'answer' => 'Terima kasih 🙏',
            'answeredby' => 2, 'timeanswered' => 1796300000, 'flagreason' => 'Mohon dilihat', 'timeflagged' => 1796300000];
        $this->insert(rating::TABLE, [
            401 => ['courseid' => 31, 'userid' => 9001, 'stars' => 5, 'timecreated' => 1796100000] + $said,
            402 => ['courseid' => 33, 'userid' => 9002, 'stars' => 1, 'timecreated' => 1600100000],
            403 => ['courseid' => 31, 'userid' => 9003, 'stars' => 3, 'timecreated' => 1796100000],
        ]);
        $this->insert(rating::REPORTS, [
            501 => ['ratingid' => 401, 'userid' => 9002, 'reason' => 'Kasar', 'timecreated' => 1796400000],
            502 => ['ratingid' => 401, 'userid' => 9003, 'reason' => 'Bukan tentang ini', 'timecreated' => 1796400000],
        ]);
    }

    /**
     * A numbered log: a change of every kind, rows that are gone, one that was erased.
     */
    private function insert_log(): void {
        $this->empty_log();
        $keys = [
            ['course', 31], ['course', 33], ['enrolment', 101], ['enrolment', 99], ['enrolment', 98, 1], ['completion', 202],
            ['badge_class', 61], ['assertion', 302], ['assertion', 300], ['rating', 401], ['rating', 403], ['rating', 400, 1],
            ['enrolment', 101],
        ];
        foreach ($keys as $position => $key) {
            $this->insert(change_log::TABLE, [1001 + $position => [
                'seq' => 11 + $position, 'mark' => sprintf('%012x', 0xabcd00 + $position),
                'kind' => $key[0], 'objectid' => $key[1], 'erased' => $key[2] ?? 0, 'timecreated' => self::NOW,
            ]]);
        }
    }

    /**
     * The files and what is asked for them.
     *
     * @return array
     */
    public static function files(): array {
        $changes = fn(string $stream, ?array $cursor, int $limit = 5000): array
            => ['operation' => 'changes', 'stream' => $stream, 'cursor' => $cursor, 'limit' => $limit];
        $snapshot = fn(string $stream, string $kind, int $after = 0, int $limit = 5000): array
            => ['operation' => 'snapshot', 'stream' => $stream, 'kind' => $kind, 'after' => $after, 'limit' => $limit];
        $digest = fn(string $stream, bool $buckets): array => ['operation' => 'digest', 'stream' => $stream, 'buckets' => $buckets];
        $first = [11, '000000abcd00'];
        $head = [23, '000000abcd0c'];
        $files = [
            'handshake' => [],
            'changes' => array_map(fn(string $stream): array => $changes($stream, $first), streams::names()),
            'changes-nothing' => array_map(fn(string $stream): array => $changes($stream, $head), streams::names()),
            'changes-more' => [$changes('learning', $first, 1)],
            'snapshot-course' => [$snapshot('catalogue', 'course')],
            'snapshot-enrolment' => [$snapshot('learning', 'enrolment')],
            'snapshot-completion' => [$snapshot('learning', 'completion')],
            'snapshot-badge_class' => [$snapshot('badges', 'badge_class')],
            'snapshot-assertion' => [$snapshot('badges', 'assertion')],
            'snapshot-rating' => [$snapshot('ratings', 'rating')],
            'snapshot-more' => [$snapshot('learning', 'enrolment', 101, 1)],
            'snapshot-buckets' => [$snapshot('learning', 'enrolment') + ['buckets' => [102]]],
            'digest' => [$digest('catalogue', true), $digest('learning', true), $digest('badges', false), $digest('ratings', true)],
            'refused-cursors' => [
                $changes('learning', null), $changes('learning', [9, 'aaaaaaaaaaaa']), $changes('learning', [15, 'aaaaaaaaaaaa']),
                $changes('learning', [24, 'aaaaaaaaaaaa']),
            ],
            'refused-off' => [$changes('badges', $first), $snapshot('badges', 'assertion'), $digest('badges', true)],
            'refused-paused' => [$changes('learning', $first), $snapshot('catalogue', 'course'), $digest('catalogue', false)],
        ];
        $named = [];
        foreach ($files as $name => $asks) {
            $named[$name] = [$name, $asks, 1];
        }
        // What differs in version 2.
        foreach (['handshake', 'changes', 'snapshot-course', 'digest'] as $name) {
            $named["2-$name"] = ["2-$name", $files[$name], 2];
        }
        // And in version 3.
        $image = fn(string $sha256): array => ['operation' => 'image', 'stream' => 'catalogue', 'sha256' => $sha256];
        $files['image'] = [$image(hash('sha256', base64_decode(self::PIXEL))), $image(str_repeat('0', 64))];
        foreach (['handshake', 'changes', 'snapshot-course', 'digest', 'image'] as $name) {
            $named["3-$name"] = ["3-$name", $files[$name], 3];
        }
        return $named;
    }

    /**
     * The plugin emits the golden file.
     *
     * @dataProvider files
     * @param string $name
     * @param array $asks
     * @param int $contract
     */
    public function test_the_plugin_emits_the_golden_file(string $name, array $asks, int $contract): void {
        $this->contract = $contract;
        if ($name === 'refused-off') {
            setting::stream('badges')->set('0');
        } else if ($name === 'refused-paused') {
            set_config('paused', '1', 'local_asnunggul');
        }
        $answer = $this->timeless($this->answer(...$asks));
        $file = self::FOLDER . "/$name.ndjson";
        if (getenv('ASNUNGGUL_WRITE_GOLDEN')) {
            file_put_contents($file, $answer);
        }
        $this->assertSame(file_get_contents($file), $answer);
    }

    public function test_the_canonical_texts_are_those_of_the_contract(): void {
        $vectors = json_decode(file_get_contents(self::FOLDER . '/canonical.json'), true);
        $this->assertGreaterThan(10, count($vectors));
        foreach ($vectors as $vector) {
            $said = [digest::canonical($vector['row'], 1), digest::canonical($vector['row'], 2)];
            $this->assertSame([$vector['1'], $vector['2']], $said);
            $this->assertSame($vector['md5'], md5($said[1]));
        }
    }

    public function test_no_golden_file_is_left_over(): void {
        $files = array_map(fn(string $path): string => basename($path, '.ndjson'), glob(self::FOLDER . '/*.ndjson'));
        $this->assertEqualsCanonicalizing(array_keys(self::files()), $files);
    }

    /**
     * An answer without what differs between machines and runs: versions, address and the signature.
     *
     * @param string $answer
     * @return string
     */
    private function timeless(string $answer): string {
        global $CFG;

        $lines = explode("\n", $answer);
        $handshake = json_decode($lines[0], true);
        $said = [$handshake['url'], $handshake['php'], $handshake['moodle']];
        $this->assertSame([$CFG->wwwroot, PHP_VERSION, $CFG->release], $said);
        $fixed = ['url' => 'https://lms.example.go.id', 'php' => '8.2.0', 'moodle' => '4.5.6 (Build: 20250811)',
            'release' => '1.0.0',
            'plugin' => 2026112300];
        $lines[0] = json_encode(array_replace($handshake, $fixed), JSON_UNESCAPED_SLASHES);
        $seal = array_key_last($lines) - 1;
        $this->assertMatchesRegularExpression('/^{"seal":"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"}$/', $lines[$seal]);
        $lines[$seal] = '{"seal":"header.claims.signature"}';
        return implode("\n", $lines);
    }
}
