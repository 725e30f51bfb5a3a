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

namespace auth_asnsso\admin;

use auth_asnsso\local\setting;

/**
 * A field of which the setting's own rule says what may be saved; for the fields of one and of several lines.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
trait ruled_field {
    /**
     * A field.
     *
     * @param setting $setting
     * @param mixed ...$arguments as for the parent
     */
    public function __construct(
        /** @var setting The setting. */
        private readonly setting $setting,
        ...$arguments
    ) {
        parent::__construct(...$arguments);
    }

    /**
     * What is wrong with a value.
     *
     * @param string $data
     * @return true|string true if nothing is
     */
    public function validate($data) {
        return $this->setting->problem($data) ?? true;
    }
}
