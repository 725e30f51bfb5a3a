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

namespace auth_asnsso\task;

use auth_asnsso\local\account\barred;
use auth_asnsso\local\account\earlier_issuer;
use auth_asnsso\local\account\learner;

/**
 * Lets what stands for each account outside this site follow its link, lets accounts go that an earlier issuer named, and ends what
 * barred people have here without a session.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class follow_links extends \local_asnunggul\task\named_task {
    #[\Override]
    public function execute(): void {
        mtrace('Out of step: ' . learner::follow_all());
        mtrace('Of an earlier issuer: ' . earlier_issuer::let_all_go());
        try {
            mtrace('Barred: ' . barred::end_all());
        } catch (\moodle_exception $e) {
            mtrace($e->getMessage());
        }
    }
}
