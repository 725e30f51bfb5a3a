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
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
abstract class account_event extends \core\event\base {
    /** @var string Create, update or delete. */
    protected const CRUD = 'u';

    /** @var string|null The table of the object. */
    protected const TABLE = null;

    /**
     * The event, to be triggered.
     *
     * @param int $userid whose account
     * @param int $objectid
     * @param array $other
     * @return static
     */
    public static function of_account(int $userid, int $objectid, array $other = []): static {
        return static::create([
            'context' => \core\context\system::instance(),
            'objectid' => $objectid,
            'relateduserid' => $userid,
            'other' => $other,
        ]);
    }

    #[\Override]
    protected function init(): void {
        $this->data['crud'] = static::CRUD;
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->data['objecttable'] = static::TABLE;
    }

    #[\Override]
    public static function get_name(): string {
        return get_string('event_' . self::short_name(), 'auth_asnsso');
    }

    #[\Override]
    public function get_description(): string {
        $what = str_replace('_', ' ', self::short_name());
        return "The user with id '$this->userid' caused for the user with id '$this->relateduserid': $what.";
    }

    #[\Override]
    public function get_url(): \core\url {
        return new \core\url('/user/profile.php', ['id' => $this->relateduserid]);
    }

    /**
     * The class name without its namespace.
     *
     * @return string
     */
    private static function short_name(): string {
        return substr(strrchr(static::class, '\\'), 1);
    }
}
