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

namespace auth_asnsso\event;

use auth_asnsso\local\sign_in_refused as refused;

/**
 * A sign-in through the issuer came to nothing. It keeps the reason and the reference the person has seen, and no claim.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sign_in_refused extends \local_asnunggul\event\site_event {
    /** @var string Read. */
    protected const CRUD = 'r';

    /**
     * The event.
     *
     * @param refused $refused
     * @param string $reference
     * @return self
     */
    public static function of(refused $refused, string $reference): self {
        $other = ['reason' => $refused->reason, 'detail' => $refused->detail, 'reference' => $reference];
        return self::create(['other' => $other] + ($refused->user ? ['relateduserid' => $refused->user->id] : []));
    }

    #[\Override]
    public function get_description(): string {
        $detail = $this->other['detail'] === '' ? '' : " ({$this->other['detail']})";
        return "A sign-in was refused: {$this->other['reason']}$detail, reference {$this->other['reference']}.";
    }
}
