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

namespace auth_asnsso\local;

use local_asnunggul\site;

/**
 * The sign-ins that have begun in this browser: one per tab, each used once, kept in the visitor's session.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class flow_store {
    /** Seconds a person may take at the issuer. */
    public const LIFETIME = 30 * MINSECS;

    /** How many may be under way; the oldest is forgotten. */
    private const MAX = 10;

    /** Before the state of a sign-in that is a second attempt, see callback. */
    public const RESTARTED = 'r';

    /**
     * Begins a sign-in.
     *
     * @param string $wantsurl cleaned by wanted_page
     * @param bool $silent whether the issuer may not show anything
     * @param bool $restarted whether an earlier attempt was lost
     * @return array with its `state`, `nonce` and PKCE `verifier`
     */
    public static function begin(string $wantsurl, bool $silent, bool $restarted = false): array {
        global $SESSION;
        $flow = [
            'state' => ($restarted ? self::RESTARTED : '') . bin2hex(random_bytes(32)),
            'nonce' => bin2hex(random_bytes(32)),
            'verifier' => bin2hex(random_bytes(32)),
            'wantsurl' => $wantsurl,
            'silent' => $silent,
            'time' => site::now(),
        ];
        $SESSION->auth_asnsso_flows = array_slice(self::alive() + [$flow['state'] => $flow], -self::MAX, null, true);
        return $flow;
    }

    /**
     * Takes a sign-in out: nobody can use its state again.
     *
     * @param string $state
     * @return array|null as begin() made it; null if it is not this browser's, was used or is too old
     */
    public static function take(string $state): ?array {
        global $SESSION;
        $flows = self::alive();
        $flow = $flows[$state] ?? null;
        unset($flows[$state]);
        $SESSION->auth_asnsso_flows = $flows;
        return $flow;
    }

    /**
     * The sign-ins that are not too old.
     *
     * @return array[]
     */
    private static function alive(): array {
        global $SESSION;
        $since = site::now() - self::LIFETIME;
        return array_filter($SESSION->auth_asnsso_flows ?? [], fn(array $flow): bool => $flow['time'] > $since);
    }
}
