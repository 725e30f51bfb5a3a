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

namespace auth_asnsso\local;

use auth_asnsso\local\account\nip;

/**
 * The settings that can be written from the command line, each with what it may be. Writes them all or none.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class configuration {
    /** Setting → what it may be. */
    public const ALLOWED = [
        'mode' => '/^(button|silent|auto)$/D',
        'buttonname' => '/^[^<>]{0,100}$/Du',
        'revalidate' => '/^(0|15|30|60)$/D',
        'singlelogout' => '/^[01]$/D',
        'createaccounts' => '/^[01]$/D',
        'nipfield' => '/^[A-Za-z0-9_]{0,100}$/D',
        'onlink' => '/^(switch|keep)$/D',
        'statusallowed' => '/^([a-z_]+(,[a-z_]+)*)?$/D',
    ];

    /**
     * Writes settings.
     *
     * @param string[] $wanted setting → value
     * @return string[] setting → `old → new` of those that changed
     * @throws \invalid_parameter_exception naming the first one that may not be; then nothing was written
     */
    public static function apply(array $wanted): array {
        foreach ($wanted as $name => $value) {
            if (!isset(self::ALLOWED[$name]) || !preg_match(self::ALLOWED[$name], $value)) {
                throw new \invalid_parameter_exception("--$name: this is no value it can have; --help names those it can");
            }
            if ($name === 'nipfield' && $value !== '' && $problem = nip::problem($value)) {
                throw new \invalid_parameter_exception("--$name: $problem");
            }
        }
        $changed = [];
        foreach ($wanted as $name => $value) {
            $old = (string) get_config('auth_asnsso', $name);
            if ($old !== $value) {
                set_config($name, $value, 'auth_asnsso');
                add_to_config_log($name, $old, $value, 'auth_asnsso');
                $changed[$name] = "$old → $value";
            }
        }
        return $changed;
    }

    /**
     * Switches the plugin on among Moodle's ways to sign in.
     *
     * @return bool whether it was off
     */
    public static function enable(): bool {
        return !is_enabled_auth('asnsso') && \core\plugininfo\auth::enable_plugin('asnsso', 1);
    }

    /**
     * Switches all redirects off, or lets them be again.
     *
     * @param bool $off
     */
    public static function emergency(bool $off): void {
        set_config('emergency', $off ? '1' : '0', 'auth_asnsso');
    }
}
