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

namespace local_asnunggul;

use core\lock\lock_config;

/**
 * Does something undisturbed: while nobody else on the site does the same, or in one transaction, wholly or not at all.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class undisturbed {
    /**
     * Does something while nobody else does anything under the same name.
     *
     * @param string $component the plugin whose name it is
     * @param string $name
     * @param int $patience seconds to wait for the other
     * @param \Closure $act
     * @param \Closure $busy what is done instead if the other takes longer
     * @return mixed what the one or the other returns
     */
    public static function alone(string $component, string $name, int $patience, \Closure $act, \Closure $busy): mixed {
        $lock = lock_config::get_lock_factory($component)->get_lock($name, $patience);
        if (!$lock) {
            return $busy();
        }
        try {
            return $act();
        } finally {
            $lock->release();
        }
    }

    /**
     * Does all of it, or nothing if something is thrown.
     *
     * @param \Closure $act
     * @return mixed what it returns
     */
    public static function wholly(\Closure $act): mixed {
        global $DB;

        $transaction = $DB->start_delegated_transaction();
        try {
            $result = $act();
            $transaction->allow_commit();
            return $result;
        } catch (\Throwable $e) {
            $transaction->rollback($e);
        }
    }
}
