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

use core\event\base;
use local_asnunggul\local\membership\membership;

/**
 * What the events of the membership have in common: system context, the centre's address, nothing about a person but who did it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
abstract class membership_event extends base {
    /**
     * The event as of now, to be triggered.
     *
     * @return static
     */
    public static function create_now(): static {
        return static::create([
            'context' => \core\context\system::instance(),
            'other' => ['centre' => (string) membership::current()?->centre],
        ]);
    }

    #[\Override]
    protected function init(): void {
        $this->data['crud'] = 'u';
        $this->data['edulevel'] = self::LEVEL_OTHER;
    }

    #[\Override]
    public static function get_name(): string {
        return get_string('event_' . self::short_name(), 'local_asnunggul');
    }

    #[\Override]
    public function get_description(): string {
        $centre = $this->other['centre'] === '' ? '' : " Centre: {$this->other['centre']}.";
        return "The user with id '$this->userid' caused: " . str_replace('_', ' ', self::short_name()) . ".$centre";
    }

    #[\Override]
    public function get_url(): \core\url {
        return new \core\url('/local/asnunggul/index.php');
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
