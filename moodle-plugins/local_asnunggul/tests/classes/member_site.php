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

namespace local_asnunggul\tests;

use local_asnunggul\local\marketplace\kept_file;
use local_asnunggul\local\membership\keys;
use local_asnunggul\local\membership\membership;
use local_asnunggul\site;

/**
 * The site under test as a member: what tests of other plugins arrange and look at, as `\local_asnunggul\site` is for code.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class member_site {
    /**
     * Lets the site join a centre.
     *
     * @param array $answer what the centre answers beside the usual
     */
    public static function join(array $answer = []): void {
        membership::keep(fake_centre::URL, fake_centre::join_answer($answer));
    }

    /**
     * Lets the site leave, and forget what a member keeps.
     */
    public static function leave(): void {
        membership::forget();
    }

    /**
     * Keeps one offering as the newest of the marketplace, without asking anybody.
     *
     * @param array $changes to the offering
     */
    public static function keep_marketplace(array $changes = []): void {
        $row = ['new' => [fake_market::offering($changes)]];
        $kept = ['total' => 1, 'facets' => [], 'agencies' => [], 'rows' => $row];
        kept_file::write('front', fake_centre::URL, $kept, site::now());
    }

    /**
     * The public keys of the site, as it serves them.
     *
     * @return array JWK set
     */
    public static function key_set(): array {
        return json_decode(keys::document(), true);
    }
}
