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
            || (!empty($CFG->allversionshash) && $CFG->allversionshash !== \core_component::get_all_versions_hash());
    }
}
