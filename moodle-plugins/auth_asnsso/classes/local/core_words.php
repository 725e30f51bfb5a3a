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

/**
 * Moodle's own words for its pages and settings, as the reader's screen has them; a copy of ours could differ. Reads only.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class core_words {
    /**
     * The way to a page of the site administration.
     *
     * @param string ...$strings component/name of the words on the way
     * @return string
     */
    public static function way(string ...$strings): string {
        return implode(' > ', array_map(self::of(...), ['moodle/administrationsite', ...$strings]));
    }

    /**
     * A word.
     *
     * @param string $string component/name
     * @return string
     */
    public static function of(string $string): string {
        [$component, $name] = explode('/', $string, 2);
        return get_string($name, $component);
    }

    /**
     * Where Moodle's blocking of requests is set, and how its two settings are called.
     *
     * @return string[] for a sentence: where, blocked, ports
     */
    public static function blocking(): array {
        return [
            'where' => self::way('admin/security', 'admin/httpsecurity'),
            'blocked' => self::of('admin/curlsecurityblockedhosts'),
            'ports' => self::of('admin/curlsecurityallowedport'),
        ];
    }

    /**
     * The way to the settings of this plugin.
     *
     * @return string
     */
    public static function way_to_plugin(): string {
        return self::way('admin/plugins', 'admin/authentication', 'auth_asnsso/pluginname');
    }

    /**
     * The way to the page of the membership.
     *
     * @return string
     */
    public static function way_to_membership(): string {
        return self::way('admin/plugins', 'moodle/localplugins', 'local_asnunggul/pluginname');
    }
}
