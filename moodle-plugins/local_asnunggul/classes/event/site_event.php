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

namespace local_asnunggul\event;

/**
 * What the events of this plugin, and of those that depend on it, have in common: the whole site, and a name made from the class.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class site_event extends \core\event\base {
    /** @var string Create, read, update or delete. */
    protected const CRUD = 'u';

    /** @var string|null The table of the object, if the event has one. */
    protected const TABLE = null;

    #[\Override]
    protected function init(): void {
        $this->context = \core\context\system::instance();
        $this->data['crud'] = static::CRUD;
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->data['objecttable'] = static::TABLE;
    }

    #[\Override]
    public static function get_name(): string {
        [$component, , $name] = explode('\\', static::class);
        return get_string("event_$name", $component);
    }

    /**
     * What happened, in the words of the class name.
     *
     * @return string
     */
    protected static function what(): string {
        return str_replace('_', ' ', substr(strrchr(static::class, '\\'), 1));
    }
}
