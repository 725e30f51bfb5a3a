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
 * Who this site is to the centre: a permanent random id, and an epoch that is new whenever the site's past is not what it was.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class identity {
    /**
     * The permanent random id of this site.
     *
     * @return string 32 hex digits
     */
    public static function site(): string {
        return self::value('site');
    }

    /**
     * The epoch: as long as it stays, what the centre has read is still this site's history.
     *
     * @return string 32 hex digits
     */
    public static function epoch(): string {
        return self::value('epoch');
    }

    /**
     * Says that this site was restored from a backup: the centre reads everything again and compares.
     *
     * @return string the new epoch
     */
    public static function new_epoch(): string {
        set_config('epoch', bin2hex(random_bytes(16)), 'local_asnunggul');
        \local_asnunggul\event\epoch_renewed::create_now()->trigger();
        return self::epoch();
    }

    /**
     * Makes a copied site a site of its own: new id, epoch and keys, no membership. The original is not touched.
     */
    public static function reset(): void {
        membership::forget();
        set_config('site', bin2hex(random_bytes(16)), 'local_asnunggul');
        keys::replace();
        self::new_epoch();
    }

    /**
     * A random value of this site, made when it is first needed.
     *
     * @param string $name `site` or `epoch`
     * @return string
     */
    private static function value(string $name): string {
        global $DB;
        $value = get_config('local_asnunggul', $name);
        if (is_string($value) && $value !== '') {
            return $value;
        }
        try {
            // A plain insert: of two first visitors the unique key of (plugin, name) lets one win, the other reads the winner's.
            $row = ['plugin' => 'local_asnunggul', 'name' => $name, 'value' => bin2hex(random_bytes(16))];
            $DB->insert_record_raw('config_plugins', $row, false);
        } catch (\dml_write_exception $e) {
            if (!$DB->record_exists('config_plugins', ['plugin' => 'local_asnunggul', 'name' => $name])) {
                throw $e;
            }
        }
        \cache_helper::invalidate_by_definition('core', 'config', [], 'local_asnunggul');
        return get_config('local_asnunggul', $name);
    }
}
