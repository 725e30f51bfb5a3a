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

use local_asnunggul\event\objection_sent;
use local_asnunggul\local\rating\written;

/**
 * An objection of this site to one decision of LAN about one of its courses: what it is about, and sending it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class objection {
    /**
     * What LAN says under this number, as far as the last tenant status tells.
     *
     * @param int $decision
     * @return array|null null: nothing any more, or objected to already
     */
    public static function about(int $decision): ?array {
        $membership = membership::current();
        $answer = $membership ? tenant_status::read($membership)->answer : null;
        $same = fn(array $one): bool => $decision > 0 && $one['decision'] === $decision;
        if (array_filter($answer['objections'] ?? [], $same)) {
            return null;
        }
        return array_values(array_filter($answer['curation'] ?? [], $same))[0] ?? null;
    }

    /**
     * The reason as it is sent: one paragraph of text that can be read.
     *
     * @param string $raw
     * @return written
     */
    public static function written(string $raw): written {
        return written::from((string) preg_replace('/[\s\p{Z}]+/u', ' ', $raw), written::SHORT);
    }

    /**
     * Tells the centre. What it knew already does no harm.
     *
     * @param int $decision
     * @param string $raw the reason as it was written
     */
    public static function send(int $decision, string $raw): void {
        $centre = (string) membership::current()?->centre;
        \core\di::get(centre_client::class)->object_to($centre, $decision, (string) self::written($raw)->text);
        tenant_status::ask_again();
        objection_sent::create_now()->trigger();
    }
}
