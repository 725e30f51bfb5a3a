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

/**
 * What an older version of this plugin left behind, brought to what the present one expects.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Upgrades.
 *
 * @param int $oldversion
 * @return bool
 */
function xmldb_local_asnunggul_upgrade(int $oldversion): bool {
    global $DB;

    if ($oldversion < 2026112602) {
        // Where nobody had saved the settings page it showed every stream off and every field "none", and saving stored that.
        \local_asnunggul\local\setting::store_defaults();
        upgrade_plugin_savepoint(true, 2026112602, 'local', 'asnunggul');
    }
    if ($oldversion < 2026112610) {
        $manager = $DB->get_manager();
        $offers = new xmldb_table('local_asnunggul_offer');
        foreach (['withheld', 'seen'] as $name) {
            $field = new xmldb_field($name, XMLDB_TYPE_INTEGER, '1', null, XMLDB_NOTNULL, null, '0');
            if (!$manager->field_exists($offers, $field)) {
                $manager->add_field($offers, $field);
            }
        }
        // Only what was offered had a row, and it could be read; one whose people's rows did not leave was withheld.
        $DB->set_field('local_asnunggul_offer', 'seen', 1);
        $DB->set_field('local_asnunggul_offer', 'withheld', 1, ['learning' => 0]);
        local_asnunggul_make_tables('local_asnunggul_badge');
        \local_asnunggul\local\feed\badge_homes::begin();
        upgrade_plugin_savepoint(true, 2026112610, 'local', 'asnunggul');
    }
    if ($oldversion < 2026112611) {
        $manager = $DB->get_manager();
        $watched = new xmldb_table('local_asnunggul_watched');
        foreach (['userid' => ['10', 'parentid'], 'gone' => ['1', 'userid']] as $name => [$length, $before]) {
            $field = new xmldb_field($name, XMLDB_TYPE_INTEGER, $length, null, XMLDB_NOTNULL, null, '0', $before);
            if (!$manager->field_exists($watched, $field)) {
                $manager->add_field($watched, $field);
            }
        }
        $index = new xmldb_index('userid', XMLDB_INDEX_NOTUNIQUE, ['userid']);
        if (!$manager->index_exists($watched, $index)) {
            $manager->add_index($watched, $index);
        }
        // All kinds are remembered, also those of a later version.
        local_asnunggul_make_tables('local_asnunggul_rating', 'local_asnunggul_rating_report');
        \local_asnunggul\local\feed\watched_rows::begin();
        upgrade_plugin_savepoint(true, 2026112611, 'local', 'asnunggul');
    }
    if ($oldversion < 2026112700) {
        local_asnunggul_make_tables('local_asnunggul_rating', 'local_asnunggul_rating_report');
        \local_asnunggul\local\setting::store_defaults();
        upgrade_plugin_savepoint(true, 2026112700, 'local', 'asnunggul');
    }
    if ($oldversion < 2026112800) {
        local_asnunggul_make_tables('local_asnunggul_image');
        // Whoever agreed to what left before has not agreed to more.
        \local_asnunggul\local\setting::card()->set('0');
        \local_asnunggul\local\setting::store_defaults();
        upgrade_plugin_savepoint(true, 2026112800, 'local', 'asnunggul');
    }
    return true;
}

/**
 * Makes those of these tables that are not there, as a new site has them.
 *
 * @param string ...$tables
 */
function local_asnunggul_make_tables(string ...$tables): void {
    global $CFG, $DB;

    $manager = $DB->get_manager();
    foreach ($tables as $table) {
        if (!$manager->table_exists($table)) {
            $manager->install_one_table_from_xmldb_file("$CFG->dirroot/local/asnunggul/db/install.xml", $table);
        }
    }
}
