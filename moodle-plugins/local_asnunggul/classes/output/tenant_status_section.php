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
     * @param bool $manages whether the reader may object
     * @return array
     */
    public static function export(tenant_status $status, bool $manages = false): array {
        $answer = $status->answer;
        return ['error' => $status->error()] + ($answer === null ? [] : [
            'known' => true,
            'fetched' => words::ago($status->fetched),
            'state' => words::term('state_' . $answer['state'], $answer['state']),
            'rejections' => self::rejections($answer['rejections']),
            'hasrejections' => (bool) $answer['rejections'],
            'curation' => self::curation($answer['curation'] ?? [], $manages ? $answer['objections'] ?? [] : null),
            'hascuration' => !empty($answer['curation']),
            'objections' => self::objections($answer['objections'] ?? []),
            'hasobjections' => !empty($answer['objections']),
            'review' => self::review($answer['review'] ?? []),
            'hasreview' => !empty($answer['review']),
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
     * What LAN says about courses of this site, each with a link to the course and, for who may object, to where that is done.
     *
     * @param array[] $said
     * @param array[]|null $objections what was objected to already; null: the reader may not object
     * @return array[]
     */
    private static function curation(array $said, ?array $objections): array {
        $pages = self::courses($said);
        $objected = array_column($objections ?? [], 'decision');
        return array_map(fn(array $one): array => self::said($one, $pages) + [
            'object' => $objections !== null && $one['decision'] > 0 && !in_array($one['decision'], $objected, true)
                ? (new \core\url('/local/asnunggul/objection.php', ['decision' => $one['decision']]))->out(false) : null,
        ], $said);
    }

    /**
     * One thing that LAN says, for the page where somebody objects to it.
     *
     * @param array $one
     * @return array
     */
    public static function decision(array $one): array {
        return self::said($one, self::courses([$one]));
    }

    /**
     * What LAN says, in words.
     *
     * @param array $one
     * @param \core\url[] $pages by course
     * @return array
     */
    private static function said(array $one, array $pages): array {
        return [
            'record' => words::record(course::NAME, $one['course']),
            'url' => ($pages[$one['course']] ?? null)?->out(false),
            'says' => $one['field'] === 'withheld' ? get_string('curation_withheld', 'local_asnunggul')
                : words::column($one['field']) . ': ' . words::value($one['field'], self::number($one['value'])),
            'why' => get_string('curation_why', 'local_asnunggul', $one['why'] ?? ''),
            'since' => empty($one['since']) ? '' : words::ago($one['since']),
        ];
    }

    /**
     * What this site objected to, and what LAN answered.
     *
     * @param array[] $objections
     * @return array[]
     */
    private static function objections(array $objections): array {
        $pages = self::courses($objections);
        return array_map(fn(array $one): array => [
            'reason' => get_string('objection_what', 'local_asnunggul', $one['reason']),
            'answer' => $one['answer'] === '' ? get_string('objection_waits', 'local_asnunggul')
                : get_string('objection_answer', 'local_asnunggul', $one['answer']),
            'since' => $one['at'] ? words::ago($one['at']) : '',
        ] + self::said($one, $pages), $objections);
    }

    /**
     * Courses of this site that LAN has not published yet.
     *
     * @param array[] $waiting
     * @return array[]
     */
    private static function review(array $waiting): array {
        $pages = self::courses($waiting);
        return array_map(fn(array $one): array => [
            'record' => words::record(course::NAME, $one['course']),
            'url' => ($pages[$one['course']] ?? null)?->out(false),
            'state' => words::term('review_' . $one['state'], $one['state']),
            'since' => $one['since'] ? words::ago($one['since']) : '',
        ], $waiting);
    }

    /**
     * Where these courses are.
     *
     * @param array[] $rows with `course`
     * @return \core\url[] by course
     */
    private static function courses(array $rows): array {
        $records = array_map(fn(array $one): array => ['kind' => course::NAME, 'id' => $one['course']], $rows);
        return self::pages($records)[course::NAME];
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
