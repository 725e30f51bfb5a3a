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

use local_asnunggul\local\feed\kind\course;
use local_asnunggul\local\feed\streams;
use local_asnunggul\local\membership\tenant_status;

/**
 * "What the centre did": refused records with the way to mend them, and the latest syncs.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class tenant_status_section {
    /**
     * The section as data.
     *
     * @param tenant_status $status
     * @return array
     */
    public static function export(tenant_status $status): array {
        $answer = $status->answer;
        return ['error' => $status->error()] + ($answer === null ? [] : [
            'known' => true,
            'fetched' => words::ago($status->fetched),
            'state' => words::term('state_' . $answer['state'], $answer['state']),
            'rejections' => self::rejections($answer['rejections']),
            'hasrejections' => (bool) $answer['rejections'],
            'curation' => self::curation($answer['curation'] ?? []),
            'hascuration' => !empty($answer['curation']),
            'syncs' => array_map(self::sync(...), $answer['syncs']),
            'hassyncs' => (bool) $answer['syncs'],
        ]);
    }

    /**
     * The refused records, each with a link to where it can be mended.
     *
     * @param array[] $rejections
     * @return array[]
     */
    private static function rejections(array $rejections): array {
        $pages = self::pages($rejections);
        return array_map(fn(array $rejection): array => [
            'record' => words::record($rejection['kind'], $rejection['id']),
            'field' => words::column($rejection['field']),
            'reason' => words::term('reason_' . $rejection['reason'], $rejection['detail'] ?: $rejection['reason']),
            'firstseen' => $rejection['first_seen'] ? words::ago($rejection['first_seen']) : '',
            'url' => ($pages[$rejection['kind']][$rejection['id']] ?? null)?->out(false),
        ], $rejections);
    }

    /**
     * What LAN says about courses of this site, each with a link to the course.
     *
     * @param array[] $said
     * @return array[]
     */
    private static function curation(array $said): array {
        $pages = self::pages(array_map(fn(array $one): array => ['kind' => course::NAME, 'id' => $one['course']], $said));
        return array_map(fn(array $one): array => [
            'record' => words::record(course::NAME, $one['course']),
            'url' => ($pages[course::NAME][$one['course']] ?? null)?->out(false),
            'says' => $one['field'] === 'withheld' ? get_string('curation_withheld', 'local_asnunggul')
                : words::column($one['field']) . ': ' . words::value($one['field'], self::number($one['value'])),
            'why' => get_string('curation_why', 'local_asnunggul', $one['why']),
            'since' => $one['since'] ? words::ago($one['since']) : '',
        ], $said);
    }

    /**
     * A value as a number, if it is one.
     *
     * @param string $value
     * @return int|string
     */
    private static function number(string $value): int|string {
        return ctype_digit($value) ? (int) $value : $value;
    }

    /**
     * Where records can be edited in this Moodle; one query for each kind, however many records.
     *
     * @param array[] $records with `kind` and `id`
     * @return \core\url[][] kind → record id → its page; a record that is gone may be missing
     */
    public static function pages(array $records): array {
        $pages = [];
        foreach (streams::all_kinds() as $name => $kind) {
            $ids = array_column(array_filter($records, fn(array $record): bool => $record['kind'] === $name), 'id');
            $pages[$name] = $ids ? $kind->pages($ids) : [];
        }
        return $pages;
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
            'outcome' => words::term('outcome_' . $sync['outcome'], $sync['outcome']),
        ] + $sync;
    }
}
