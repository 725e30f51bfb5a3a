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

use local_asnunggul\local\marketplace\audience;
use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\centre;
use local_asnunggul\local\marketplace\no_answer;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\membership\membership;

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
        $url = membership::current()->centre;
        try {
            foreach (audience::kept() as $audience) {
                $total = bundle::fetch(centre::for_task($audience))->total;
                mtrace("Offerings for $audience->value: $total");
            }
        } catch (no_answer $e) {
            if ($e->reason === no_answer::UNPROVEN) {
                // What only members are told is not shown by who is taken for none.
                bundle::drop($audience);
            }
            // All else that is kept stays, and Moodle tries again soon.
            $why = $e->reason === no_answer::UNPROVEN ? 'market_unproven_task' : 'market_notfetched';
            throw new \moodle_exception($why, 'local_asnunggul', '', $url);
        }
    }
}
