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
use local_asnunggul\local\membership\problem;
use local_asnunggul\undisturbed;

/**
 * Numbers the entries of the change log when they are first read, under a lock; the only writer of seq and mark.
 *
 * Numbers handed out at insert become visible out of order, and a cursor over them loses rows.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class numbering {
    /** @var int The most entries one call numbers. */
    public const BATCH = 20000;

    /** @var int Entries per statement. */
    private const STATEMENT = 2000;

    /** @var int How long to wait for another reader, in seconds. */
    private const PATIENCE = 10;

    /**
     * Numbers what is not numbered yet, and brings the offers up to date with it.
     *
     * @param int $batch the most entries to number
     * @return bool whether entries without a number remain
     */
    public static function run(int $batch = self::BATCH): bool {
        if (!present::read(self::has_unnumbered(...)) && !offers::are_outdated()) {
            return false;
        }
        $remain = false;
        present::between(function () use ($batch, &$remain): void {
            $remain = self::locked(fn(): bool => self::number_all($batch));
        });
        return $remain;
    }

    /**
     * Numbers while nobody else does.
     *
     * @param int $batch the most entries to number
     * @return bool whether entries without a number remain
     */
    private static function number_all(int $batch): bool {
        if (offers::are_outdated()) {
            offers::recompute_all();
        }
        // Offers that change log the rows that follow them, hence the second round.
        while ($batch > 0 && ($entries = self::unnumbered($batch))) {
            self::follow($entries);
            self::number(array_keys($entries));
            $batch -= count($entries);
        }
        return self::has_unnumbered();
    }

    /**
     * Recomputes all offers from the tables, for those who read the tables and not the log.
     */
    public static function refresh_offers(): void {
        self::locked(function (): void {
            try {
                if (badge_homes::are_missing()) {
                    badge_homes::remember();
                }
            } catch (\dml_exception $e) {
                // Badges that cannot be read are refused by their own page, and end no other stream.
                failure::log($e, 'badges');
            }
            offers::recompute_all();
        });
    }

    /**
     * Does something in one transaction while nobody else numbers or recomputes.
     *
     * @param \Closure $action
     * @return mixed what it returns
     */
    private static function locked(\Closure $action): mixed {
        $busy = fn() => throw new problem(503, 'maintenance', 'Another request is numbering the change log.', self::PATIENCE);
        $act = fn(): mixed => undisturbed::wholly($action);
        return undisturbed::alone('local_asnunggul', 'numbering', self::PATIENCE, $act, $busy);
    }

    /**
     * Whether there are committed entries without a number.
     *
     * @return bool
     */
    private static function has_unnumbered(): bool {
        global $DB;
        return $DB->record_exists_select(change_log::TABLE, 'seq IS NULL');
    }

    /**
     * The oldest committed entries without a number.
     *
     * @param int $limit
     * @return array<int, \stdClass> by id
     */
    private static function unnumbered(int $limit): array {
        global $DB;
        return $DB->get_records_select(change_log::TABLE, 'seq IS NULL', null, 'id', 'id, kind, objectid', 0, $limit);
    }

    /**
     * Recomputes the offers of the courses among these entries.
     *
     * @param \stdClass[] $entries
     */
    private static function follow(array $entries): void {
        $courses = array_filter($entries, fn(\stdClass $entry): bool => $entry->kind === course::NAME);
        if ($courses) {
            offers::recompute(array_unique(array_column($courses, 'objectid')));
        }
    }

    /**
     * Gives these entries the next numbers, in this order.
     *
     * @param int[] $ids
     */
    private static function number(array $ids): void {
        global $DB;

        $seq = change_reader::head()[0];
        foreach (array_chunk($ids, self::STATEMENT) as $chunk) {
            $numbers = [];
            foreach ($chunk as $id) {
                $numbers[] = [(int)$id, ++$seq, bin2hex(random_bytes(6))];
            }
            // Both ways touch rows by primary key only: a scan would wait for the uncommitted entries of others.
            if ($DB->get_dbfamily() === 'mysql') {
                self::number_at_once($numbers);
            } else {
                self::number_singly($numbers);
            }
        }
    }

    /**
     * One statement. The two hints make the server look up each entry by its key, even where a scan would read fewer pages.
     *
     * @param array<int, array{int, int, string}> $numbers id, seq, mark
     */
    private static function number_at_once(array $numbers): void {
        global $DB;

        $sql = "UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
                           id BIGINT PATH '$[0]', seq BIGINT PATH '$[1]', mark CHAR(12) PATH '$[2]'
                       )) numbered
                  STRAIGHT_JOIN {" . change_log::TABLE . "} entry FORCE INDEX (PRIMARY) ON entry.id = numbered.id
                   SET entry.seq = numbered.seq, entry.mark = numbered.mark";
        $DB->execute($sql, [json_encode($numbers, JSON_THROW_ON_ERROR)]);
    }

    /**
     * One statement for each entry.
     *
     * @param array<int, array{int, int, string}> $numbers id, seq, mark
     */
    private static function number_singly(array $numbers): void {
        global $DB;

        foreach ($numbers as $number) {
            [$id, $seq, $mark] = $number;
            $DB->execute('UPDATE {' . change_log::TABLE . '} SET seq = ?, mark = ? WHERE id = ?', [$seq, $mark, $id]);
        }
    }
}
