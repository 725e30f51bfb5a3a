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

namespace local_asnunggul\local\feed;

use local_asnunggul\site;

/**
 * Versions of the code on disk, and whether the database is behind them; reads the version files only.
 *
 * Moodle's own test reads the version file of every plugin, several hundred at each poll.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class versions {
    /** @var int For how long a comparison of all plugins counts; it reads several hundred files, longer than all else of a quiet poll. */
    private const COUNTS_FOR = MINSECS;

    /**
     * The version file of this plugin.
     *
     * @return \stdClass version, release and more
     */
    public static function plugin(): \stdClass {
        $plugin = new \stdClass();
        require(__DIR__ . '/../../../version.php');
        return $plugin;
    }

    /**
     * Whether an upgrade of Moodle or of any plugin is running or due.
     *
     * @return bool
     */
    public static function is_upgrade_pending(): bool {
        global $CFG;

        $version = null;
        require("$CFG->dirroot/version.php");
        return (int)($CFG->upgraderunning ?? 0) > time()
            || (float)$CFG->version !== (float)$version
            || (int)get_config('local_asnunggul', 'version') !== self::plugin()->version
            || (!empty($CFG->allversionshash) && self::is_behind($CFG->allversionshash));
    }

    /**
     * Whether the database is behind the code of any plugin. Nothing has changed in it yet while new code lies there unseen.
     *
     * @param string $known what the database was last brought up to
     * @return bool
     */
    private static function is_behind(string $known): bool {
        $cache = \cache::make('local_asnunggul', 'versions');
        [$equal, $at] = $cache->get('equal') ?: ['', 0];
        $age = site::now() - $at;
        if ($equal === $known && $age >= 0 && $age < self::COUNTS_FOR) {
            return false;
        }
        if ($known !== \core_component::get_all_versions_hash()) {
            return true;
        }
        $cache->set('equal', [$known, site::now()]);
        return false;
    }
}
