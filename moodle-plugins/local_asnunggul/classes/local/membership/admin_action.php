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
 * What a tenant admin can do on the page with a button: its words, whether it asks first, and its doing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum admin_action: string {
    case pause = 'pause';
    case resume = 'resume';
    case disconnect = 'disconnect';
    case restored = 'restored';

    /**
     * The words on the button.
     *
     * @return string
     */
    public function label(): string {
        return get_string("action_$this->value", 'local_asnunggul');
    }

    /**
     * Whether the admin is asked once more.
     *
     * @return bool
     */
    public function needs_confirmation(): bool {
        return in_array($this, [self::pause, self::disconnect, self::restored], true);
    }

    /**
     * The question, with what will happen.
     *
     * @return string
     */
    public function question(): string {
        return get_string("action_{$this->value}_question", 'local_asnunggul');
    }

    /**
     * Does it.
     *
     * @return string what was done
     * @throws \moodle_exception
     */
    public function run(): string {
        match ($this) {
            self::pause => membership::pause(),
            self::resume => membership::resume(),
            self::disconnect => leave::with_receipt(),
            self::restored => identity::new_epoch(),
        };
        return get_string("action_{$this->value}_done", 'local_asnunggul');
    }
}
