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

use auth_asnsso\local\account\account_settings;
use auth_asnsso\local\account\nip;
use core\check\check;
use core\check\result;

/**
 * Whether the field that links accounts by NIP is closed to the people themselves.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class nipfield extends check {
    #[\Override]
    public function get_action_link(): ?\action_link {
        $url = new \core\url('/admin/settings.php', ['section' => 'authsettingasnsso']);
        return new \action_link($url, get_string('pluginname', 'auth_asnsso'));
    }

    #[\Override]
    public function get_result(): result {
        $field = account_settings::get('nipfield');
        if ($field === '') {
            return new result(result::NA, get_string('nipfield_none', 'auth_asnsso'));
        }
        $problem = nip::problem($field);
        return $problem === null
            ? new result(result::OK, get_string('nipfield_closed', 'auth_asnsso', s($field)))
            : new result(result::ERROR, $problem, get_string('nipfield_why', 'auth_asnsso'));
    }
}
