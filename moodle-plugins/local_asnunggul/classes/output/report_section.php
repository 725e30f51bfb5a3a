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

use local_asnunggul\local\membership\report;

/**
 * "What the centre did": refused records with the way to mend them, and the latest syncs.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class report_section {
    /**
     * The section.
     *
     * @param report $report
     */
    public function __construct(
        /** @var report The report of the centre. */
        private readonly report $report,
    ) {
    }

    /**
     * The section as data.
     *
     * @return array
     */
    public function export(): array {
        $answer = $this->report->answer;
        return [
            'error' => $this->report->error(),
            'known' => $answer !== null,
            'fetched' => $answer ? age::ago($this->report->fetched) : null,
            'state' => $answer ? words::state($answer['state']) : null,
            'rejections' => $answer ? $this->rejections($answer['rejections']) : [],
            'hasrejections' => !empty($answer['rejections']),
            'syncs' => $answer ? array_map(self::sync(...), $answer['syncs']) : [],
            'hassyncs' => !empty($answer['syncs']),
        ];
    }

    /**
     * The refused records, each with a link to where it can be mended.
     *
     * @param array[] $rejections
     * @return array[]
     */
    private function rejections(array $rejections): array {
        $links = new record_links($rejections);
        return array_map(fn(array $rejection): array => [
            'record' => words::record($rejection['kind'], $rejection['id']),
            'field' => words::column($rejection['field']),
            'reason' => words::reason($rejection['reason'], $rejection['detail']),
            'firstseen' => $rejection['first_seen'] ? age::ago($rejection['first_seen']) : '',
            'url' => $links->url($rejection['kind'], $rejection['id']),
        ], $rejections);
    }

    /**
     * One sync.
     *
     * @param array $sync
     * @return array
     */
    private static function sync(array $sync): array {
        return [
            'started' => userdate($sync['started'], get_string('strftimedatetimeshort', 'core_langconfig')),
            'outcome' => words::outcome($sync['outcome']),
            'rows' => $sync['rows'],
            'gone' => $sync['gone'],
            'rejected' => $sync['rejected'],
            'error' => $sync['error'],
        ];
    }
}
