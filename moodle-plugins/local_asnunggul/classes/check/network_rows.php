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

namespace local_asnunggul\check;

use core\check\result;
use local_asnunggul\local\membership\centre_client;
use local_asnunggul\local\membership\centre_error;
use local_asnunggul\local\membership\keys;
use local_asnunggul\local\membership\membership;
use local_asnunggul\local\membership\request_guard;

/**
 * What the self-test finds on the way the centre takes: asks this site's own public address, and the centre.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class network_rows {
    /** The rows, in their order; each is a method below. */
    public const NAMES = ['address', 'authorization', 'centre'];

    /**
     * The key set can be fetched at the site's address and is the one that is announced.
     *
     * @return result
     */
    public static function address(): result {
        global $CFG;
        return self::own(fn(centre_client $client): result => $client->own_key_set() === keys::document()
            ? row::ok()
            : row::result(result::ERROR, 'address_other', $CFG->wwwroot));
    }

    /**
     * The web server hands the Authorization header on: without it every request of the centre is refused.
     *
     * @return result
     */
    public static function authorization(): result {
        if (!membership::current()) {
            return row::result(result::NA, 'membership_not');
        }
        return self::own(function (centre_client $client): result {
            $answer = $client->own_feed();
            return match (true) {
                $answer->status !== 401 => row::result(result::WARNING, 'authorization_unknown', $answer->status),
                str_contains($answer->challenge, 'invalid_token') => row::ok(),
                default => row::result(result::ERROR, 'authorization_dropped'),
            };
        });
    }

    /**
     * The centre answers and its clock is near this one.
     *
     * @return result
     */
    public static function centre(): result {
        $membership = membership::current();
        if (!$membership) {
            return row::result(result::NA, 'membership_not');
        }
        try {
            $ahead = abs(\core\di::get(centre_client::class)->clock_difference($membership->centre));
        } catch (centre_error $e) {
            return new result(result::WARNING, s($e->getMessage()));
        }
        return $ahead <= request_guard::LEEWAY ? row::ok() : row::result(result::ERROR, 'centre_clock', $ahead);
    }

    /**
     * A look at this site's own address. From inside, an address can be out of reach that works well from outside.
     *
     * @param callable $look
     * @return result
     */
    private static function own(callable $look): result {
        global $CFG;
        try {
            return $look(\core\di::get(centre_client::class));
        } catch (centre_error $e) {
            $reason = $e->reason . ($e->a['detail'] === '' ? '' : ": {$e->a['detail']}");
            return $e->reason === 'blocked'
                ? row::result(result::NA, 'address_blocked', $CFG->wwwroot)
                : row::result(result::WARNING, 'address_unreachable', ['url' => $CFG->wwwroot, 'reason' => $reason]);
        }
    }
}
