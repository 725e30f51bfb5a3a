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

namespace auth_asnsso\check;

use auth_asnsso\local\health;
use core\check\check;
use core\check\result;

/**
 * One look at the health of signing in, as Moodle's reports want it.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class sign_in_check extends check {
    /**
     * A check.
     *
     * @param string $name a method of health
     */
    public function __construct(
        /** @var string A method of health; `check_<name>` is its name, `check_<name>_<what>` what it finds. */
        private readonly string $name,
    ) {
    }

    /**
     * Checks by their names.
     *
     * @param string[] $names
     * @return self[]
     */
    public static function all(array $names): array {
        return array_map(function (string $name): self {
            $check = new self($name);
            $check->set_component('auth_asnsso');
            return $check;
        }, $names);
    }

    #[\Override]
    public function get_id(): string {
        return $this->name;
    }

    #[\Override]
    public function get_name(): string {
        return get_string("check_$this->name", 'auth_asnsso');
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        $settings = new \core\url('/admin/settings.php', ['section' => 'authsettingasnsso']);
        return new \action_link($settings, get_string('pluginname', 'auth_asnsso'));
    }

    #[\Override]
    public function get_result(): result {
        return health::{$this->name}();
    }
}
