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

/**
 * Moodle's database with somebody looking at each call before it is made; an exception of theirs is the answer.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class watched_database {
    /**
     * Watches.
     *
     * @param \moodle_database $real
     * @param \Closure $look gets the name of the method and its arguments
     */
    private function __construct(
        /** @var \moodle_database The database. */
        private readonly \moodle_database $real,
        /** @var \Closure Who looks. */
        private readonly \Closure $look,
    ) {
    }

    /**
     * Does something while the database is watched.
     *
     * @param \Closure $look gets the name of the method and its arguments
     * @param \Closure $action
     * @return mixed what the action returns
     */
    public static function during(\Closure $look, \Closure $action): mixed {
        global $DB;

        $real = $DB;
        $DB = new self($real, $look);
        try {
            return $action();
        } finally {
            $DB = $real;
        }
    }

    /**
     * Any call.
     *
     * @param string $method
     * @param array $arguments
     * @return mixed
     */
    public function __call(string $method, array $arguments): mixed {
        ($this->look)($method, $arguments);
        return $this->real->$method(...$arguments);
    }
}
