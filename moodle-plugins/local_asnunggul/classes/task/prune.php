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

namespace local_asnunggul\task;

use local_asnunggul\local\feed\badge_homes;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\change_reader;
use local_asnunggul\local\feed\numbering;
use local_asnunggul\local\setting;
use local_asnunggul\site;

/**
 * Deletes entries of the change log nobody will ask for, and tokens that have expired.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class prune extends named_task {
    #[\Override]
    public function execute(): void {
        global $DB;

        $now = site::now();
        $kept = max(1, (int) setting::retention_days()->value()) * DAYSECS;
        // On a site that nobody reads the entries have no numbers yet. Deleting those would leave no trace that a
        // reader could notice.
        while (numbering::run()) {
            continue;
        }
        // The head always stays: it is where the numbers go on.
        $select = 'seq < ? AND timecreated < ?';
        $params = [change_reader::head()[0], $now - $kept];
        $DB->delete_records_select(change_log::TABLE, $select, $params);
        $DB->delete_records_select('local_asnunggul_jti', 'expires < ?', [$now]);
        badge_homes::forget_gone();
    }
}
