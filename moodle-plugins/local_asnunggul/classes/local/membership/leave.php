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
 * Disconnects from the centre: it deletes what it has of this site and gives a receipt, then the membership is forgotten here.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class leave {
    /**
     * Leaves with a receipt. The membership stays if the centre cannot be asked.
     *
     * @return array `{tenant, centre, left, deleted: {kind: n}, receipt}`
     */
    public static function with_receipt(): array {
        $membership = membership::current() ?? throw new \moodle_exception('notjoined', 'local_asnunggul');
        $answer = \core\di::get(centre_client::class)->leave($membership->centre);
        $whole = is_int($answer['left'] ?? null) && is_array($answer['deleted'] ?? null)
            && is_string($answer['receipt'] ?? null) && preg_match('~^[0-9a-f]{8,128}$~D', $answer['receipt']);
        if (!$whole) {
            throw new centre_error('badanswer', $membership->centre);
        }
        $receipt = [
            'tenant' => $membership->tenant,
            'centre' => $membership->centre,
            'left' => $answer['left'],
            'deleted' => array_filter($answer['deleted'], 'is_int'),
            'receipt' => $answer['receipt'],
        ];
        set_config('receipt', json_encode($receipt, JSON_THROW_ON_ERROR), 'local_asnunggul');
        self::forget();
        return $receipt;
    }

    /**
     * Forgets the membership without asking the centre. From then on every request of the centre is refused, but what it has
     * stays there until LAN deletes it.
     */
    public static function without_centre(): void {
        if (!membership::current()) {
            throw new \moodle_exception('notjoined', 'local_asnunggul');
        }
        self::forget();
    }

    /**
     * The last receipt, or null.
     *
     * @return array|null
     */
    public static function receipt(): ?array {
        $text = get_config('local_asnunggul', 'receipt');
        return is_string($text) && $text !== '' ? json_decode($text, true, 8, JSON_THROW_ON_ERROR) : null;
    }

    /**
     * Ends the membership here.
     */
    private static function forget(): void {
        $event = \local_asnunggul\event\membership_left::create_now();
        membership::forget();
        $event->trigger();
    }
}
