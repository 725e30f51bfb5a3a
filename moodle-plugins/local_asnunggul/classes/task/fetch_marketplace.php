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

use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\marketplace\no_answer;
use local_asnunggul\local\marketplace\place;

/**
 * Fetches what is shown of the marketplace without asking the centre, and while it cannot be asked.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fetch_marketplace extends named_task {
    #[\Override]
    public function execute(): void {
        if (!place::is_open()) {
            return;
        }
        $centre = centre::for_task();
        try {
            mtrace('Offerings: ' . bundle::fetch($centre)->total);
        } catch (no_answer) {
            // What is kept stays, and Moodle tries again soon.
            throw new \moodle_exception('market_notfetched', 'local_asnunggul', '', $centre->url);
        }
    }
}
