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

/**
 * What the events about accounts have in common: whose account it is, and nothing the issuer says of the person.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class account_event extends \local_asnunggul\event\site_event {
    /**
     * The event, to be triggered.
     *
     * @param int $userid whose account
     * @param int $objectid
     * @param array $other
     * @return static
     */
    public static function of_account(int $userid, int $objectid, array $other = []): static {
        return static::create(['objectid' => $objectid, 'relateduserid' => $userid, 'other' => $other]);
    }

    #[\Override]
    public function get_description(): string {
        return "The user with id '$this->userid' caused for the user with id '$this->relateduserid': " . self::what() . '.';
    }

    #[\Override]
    public function get_url(): \core\url {
        return new \core\url('/user/profile.php', ['id' => $this->relateduserid]);
    }
}
