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

namespace auth_asnsso\tests;

use core\lock\lock;
use core\lock\lock_factory;

/**
 * Locks as a test arranges them: never given, or given after another request has done something.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class arranged_locks implements lock_factory {
    /** @var \Closure|null What the other request does; null: it keeps the lock. */
    public static ?\Closure $meanwhile = null;

    /** @var int How many were given and not given back. */
    public static int $held = 0;

    /**
     * A factory.
     *
     * @param string $type
     */
    public function __construct($type) {
    }

    #[\Override]
    public function is_available() {
        return true;
    }

    #[\Override]
    public function supports_timeout() {
        return true;
    }

    #[\Override]
    public function supports_auto_release() {
        return true;
    }

    #[\Override]
    public function supports_recursion() {
        return false;
    }

    #[\Override]
    public function get_lock($resource, $timeout, $maxlifetime = 86400) {
        if (!self::$meanwhile) {
            return false;
        }
        (self::$meanwhile)();
        self::$held++;
        return new lock($resource, $this);
    }

    #[\Override]
    public function release_lock(lock $lock) {
        self::$held--;
        return true;
    }
}
