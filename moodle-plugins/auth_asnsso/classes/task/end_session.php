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

use auth_asnsso\local\issuer;
use auth_asnsso\local\issuer_error;
use auth_asnsso\local\known_issuer;
use core\encryption;
use local_asnunggul\site;

/**
 * Ends a session at the issuer of somebody who signed out here while the issuer could not be asked. Tried until it is done.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class end_session extends \core\task\adhoc_task {
    /**
     * Lets a session end as soon as the issuer can be asked.
     *
     * @param issuer $issuer
     * @param string $refreshtoken of the session
     */
    public static function queue(issuer $issuer, string $refreshtoken): void {
        $task = new self();
        // The token is kept as in a session: so that only this site can read it.
        $task->set_custom_data([
            'issuer' => $issuer->url,
            'token' => encryption::encrypt($refreshtoken),
            'until' => site::now() + issuer::SESSION,
        ]);
        \core\task\manager::queue_adhoc_task($task);
    }

    #[\Override]
    public function execute(): void {
        $kept = $this->get_custom_data();
        $known = known_issuer::current();
        if ($known?->issuer->url !== $kept->issuer || $kept->until <= site::now()) {
            return;
        }
        try {
            $known->sign_out(encryption::decrypt($kept->token));
        } catch (issuer_error $e) {
            // It has ended already, or Moodle tries again later.
            if ($e->reason !== issuer_error::GRANT) {
                throw $e;
            }
        }
    }
}
