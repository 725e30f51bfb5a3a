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

namespace local_asnunggul\local\membership;

/**
 * The part of the self-test that asks the network; run when the admin asks for it, kept with its time.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class network_test {
    /** Seconds of clock difference the contract forgives. */
    private const CLOCK = 60;

    /**
     * Asks this site's own address and the centre, and keeps the result.
     *
     * @return finding[]
     */
    public static function run(): array {
        $client = \core\di::get(centre_client::class);
        $findings = array_merge([self::own_address($client)], self::centre($client));
        \cache::make('local_asnunggul', 'answers')->set('network', [
            'time' => \core\di::get(\core\clock::class)->time(),
            'findings' => serialize($findings),
        ]);
        return $findings;
    }

    /**
     * The last result.
     *
     * @return array|null `{time, findings}`
     */
    public static function last(): ?array {
        $kept = \cache::make('local_asnunggul', 'answers')->get('network');
        if (!$kept) {
            return null;
        }
        $findings = unserialize($kept['findings'], ['allowed_classes' => [finding::class]]);
        return ['time' => $kept['time'], 'findings' => $findings];
    }

    /**
     * The key set can be fetched at the site's address and is the one that is announced.
     *
     * @param centre_client $client
     * @return finding
     */
    private static function own_address(centre_client $client): finding {
        global $CFG;
        try {
            return $client->own_key_set() === keys::document()
                ? finding::ok('address')
                : finding::other('address', finding::FAILED, 'address_other', $CFG->wwwroot);
        } catch (centre_error $e) {
            // From inside, an address can be out of reach that works well from outside.
            return match ($e->reason) {
                'blocked' => finding::other('address', finding::SKIPPED, 'address_blocked', $CFG->wwwroot),
                default => finding::other('address', finding::WARNING, 'address_unreachable', [
                    'url' => "$CFG->wwwroot/local/asnunggul/jwks.php",
                    'reason' => $e->reason . ($e->a['detail'] === '' ? '' : ": {$e->a['detail']}"),
                ]),
            };
        }
    }

    /**
     * The centre answers and its clock is near this one.
     *
     * @param centre_client $client
     * @return finding[]
     */
    private static function centre(centre_client $client): array {
        $membership = membership::current();
        if (!$membership) {
            return [finding::other('centre', finding::SKIPPED, 'joined_not')];
        }
        try {
            $ahead = $client->clock_difference($membership->centre);
        } catch (centre_error $e) {
            return [finding::of_error('centre', finding::WARNING, $e)];
        }
        return [
            finding::ok('centre'),
            abs($ahead) <= self::CLOCK ? finding::ok('clock') : finding::other('clock', finding::FAILED, 'clock_off', abs($ahead)),
        ];
    }
}
