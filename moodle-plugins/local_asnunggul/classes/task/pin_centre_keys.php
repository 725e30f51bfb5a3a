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

use core\task\adhoc_task;
use core\task\manager;
use Firebase\JWT\Key;
use local_asnunggul\key_set;
use local_asnunggul\local\membership\centre_client;
use local_asnunggul\local\membership\membership;

/**
 * Fetches the centre's key set again after a proven request announced that it has changed, and pins it if it is the announced one.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pin_centre_keys extends adhoc_task {
    /**
     * Queues the task unless it is queued already.
     *
     * @param string $sha256 the announced digest
     * @param string $kid the key that signed the announcement
     */
    public static function queue(string $sha256, string $kid): void {
        $task = new self();
        $task->set_custom_data(['sha256' => $sha256, 'kid' => $kid]);
        manager::queue_adhoc_task($task, true);
    }

    #[\Override]
    public function execute(): void {
        $membership = membership::current();
        if (!$membership) {
            return;
        }
        $announced = $this->get_custom_data();
        $jwks = \core\di::get(centre_client::class)->key_set($membership->centre);
        // A set with another digest is not an error: the centre has moved on and announces the newer one with its next request.
        // One without the key that spoke for it is: whoever pinned it would not know the centre again.
        $kid = $announced->kid ?? '';
        $known = key_set::rsa($membership->jwks)[$kid] ?? null;
        if (hash_equals($announced->sha256, hash('sha256', $jwks)) && $known && self::holds($jwks, $kid, $known)) {
            membership::pin($jwks);
        }
    }

    /**
     * Whether a set has this very key under this id.
     *
     * @param string $jwks
     * @param string $kid
     * @param Key $key
     * @return bool
     */
    private static function holds(string $jwks, string $kid, Key $key): bool {
        $found = key_set::rsa($jwks)[$kid] ?? null;
        $public = fn(Key $one): string => openssl_pkey_get_details($one->getKeyMaterial())['key'];
        return $found && $public($found) === $public($key);
    }
}
