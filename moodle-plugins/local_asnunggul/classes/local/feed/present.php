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

/**
 * Reads what is true now: inside a transaction, where Moodle never asks a read replica, which may be behind; writes nothing itself.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class present {
    /** @var \moodle_transaction|null The transaction under way. */
    private static ?\moodle_transaction $transaction = null;

    /**
     * Reads.
     *
     * @param \Closure $reading
     * @return mixed what it returns
     */
    public static function read(\Closure $reading): mixed {
        if (self::$transaction) {
            return $reading();
        }
        self::begin();
        try {
            $result = $reading();
            self::end();
            return $result;
        } catch (\Throwable $e) {
            $transaction = self::$transaction;
            self::$transaction = null;
            $transaction?->rollback($e);
            throw $e;
        }
    }

    /**
     * Writes something in between, which is committed at once: nobody waits for the end of an answer.
     *
     * @param \Closure $writing
     */
    public static function apart(\Closure $writing): void {
        self::between(fn(): mixed => self::read($writing));
    }

    /**
     * Does something that has a transaction of its own, or none: the one under way ends before, and another begins afterwards.
     *
     * @param \Closure $work
     */
    public static function between(\Closure $work): void {
        $under = self::$transaction !== null;
        if ($under) {
            self::end();
        }
        try {
            $work();
        } finally {
            if ($under) {
                self::begin();
            }
        }
    }

    /**
     * Begins a transaction.
     */
    private static function begin(): void {
        global $DB;
        self::$transaction = $DB->start_delegated_transaction();
    }

    /**
     * Ends it.
     */
    private static function end(): void {
        $transaction = self::$transaction;
        self::$transaction = null;
        $transaction->allow_commit();
    }
}
