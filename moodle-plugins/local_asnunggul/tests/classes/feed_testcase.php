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

namespace local_asnunggul\tests;

use local_asnunggul\local\feed\answer;
use local_asnunggul\local\feed\answer_body;
use local_asnunggul\local\feed\request;
use local_asnunggul\local\feed\streams;
use local_asnunggul\local\setting;

/**
 * What the tests of the feed have in common: a site with all streams on, and a reader.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class feed_testcase extends \advanced_testcase {
    /** @var string A nonce. */
    protected const NONCE = 'AAAAAAAAAAAAAAAAAAAAAAAA';

    /** @var int The version of the contract in which the reader asks. */
    protected int $contract = 3;

    /**
     * Every stream on, self-enrolment and completion in use.
     */
    protected function setUp(): void {
        global $CFG;

        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        $CFG->enablecompletion = 1;
        foreach (streams::names() as $stream) {
            setting::stream($stream)->set('1');
        }
    }

    /**
     * The generator of this plugin.
     *
     * @return \local_asnunggul_generator
     */
    protected function maker(): \local_asnunggul_generator {
        return $this->getDataGenerator()->get_plugin_generator('local_asnunggul');
    }

    /**
     * The keys in the change log, in the order they were added.
     *
     * @return string[] "kind id"
     */
    protected function logged(): array {
        global $DB;

        $entries = $DB->get_records('local_asnunggul_change', null, 'id');
        return array_map(fn(\stdClass $entry): string => "$entry->kind $entry->objectid", array_values($entries));
    }

    /**
     * Forgets what was logged so far.
     */
    protected function empty_log(): void {
        global $DB;
        $DB->delete_records('local_asnunggul_change');
    }

    /**
     * All bytes of the answer to these asks.
     *
     * @param array $asks
     * @return string
     */
    protected function answer(array ...$asks): string {
        $body = new answer_body(false);
        $request = request::parse(json_encode(['contract' => $this->contract, 'nonce' => self::NONCE, 'ask' => $asks]));
        (new answer($request, $body))->write();
        return $body->finish();
    }

    /**
     * The page that answers one ask.
     *
     * @param array $ask
     * @return \stdClass head, rows and tail
     */
    protected function ask(array $ask): \stdClass {
        $lines = explode("\n", $this->answer($ask));
        return (object)[
            'head' => json_decode($lines[1], true),
            'rows' => json_decode($lines[2], true),
            'tail' => json_decode($lines[3], true),
        ];
    }

    /**
     * The page of changes after a cursor.
     *
     * @param string $stream
     * @param array|null $cursor
     * @param int $limit
     * @return \stdClass
     */
    protected function changes(string $stream, ?array $cursor, int $limit = 5000): \stdClass {
        return $this->ask(['operation' => 'changes', 'stream' => $stream, 'cursor' => $cursor, 'limit' => $limit]);
    }

    /**
     * A page of a snapshot.
     *
     * @param string $stream
     * @param string $kind
     * @param int $after
     * @param int $limit
     * @param int[]|null $buckets
     * @return \stdClass
     */
    protected function snapshot(
        string $stream,
        string $kind,
        int $after = 0,
        int $limit = 5000,
        ?array $buckets = null
    ): \stdClass {
        $ask = ['operation' => 'snapshot', 'stream' => $stream, 'kind' => $kind, 'after' => $after, 'limit' => $limit];
        return $this->ask($ask + ($buckets === null ? [] : ['buckets' => $buckets]));
    }

    /**
     * The rows of a kind as they are sent, by id and column.
     *
     * @param string $stream
     * @param string $kind
     * @return array<int, array<string, mixed>>
     */
    protected function rows(string $stream, string $kind): array {
        $page = $this->snapshot($stream, $kind)->rows[$kind];
        $rows = [];
        foreach ($page['rows'] as $row) {
            $rows[$row[0]] = array_combine($page['columns'], $row);
        }
        return $rows;
    }

    /**
     * The head of the change log after everything so far was numbered.
     *
     * @return array{int, string}
     */
    protected function head(): array {
        return $this->changes('catalogue', null)->head['log'];
    }
}
