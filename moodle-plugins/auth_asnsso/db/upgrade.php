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
 * What a newer version changes in a site that has an older one.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Upgrades.
 *
 * @param int $oldversion
 * @return bool
 */
function xmldb_auth_asnsso_upgrade(int $oldversion): bool {
    global $DB;

    if ($oldversion < 2026112600) {
        // The columns are called what they are: the issuer's `sid`, and the hash of the session here.
        $manager = $DB->get_manager();
        $table = new xmldb_table('auth_asnsso_session');
        foreach (['idpsid' => ['sid', false], 'sidhash' => ['sessionhash', true]] as $old => [$new, $unique]) {
            $length = $unique ? '64' : '255';
            $field = new xmldb_field($old, XMLDB_TYPE_CHAR, $length, null, XMLDB_NOTNULL);
            if ($manager->field_exists($table, $field)) {
                $manager->drop_index($table, new xmldb_index($old, $unique ? XMLDB_INDEX_UNIQUE : XMLDB_INDEX_NOTUNIQUE, [$old]));
                $manager->rename_field($table, $field, $new);
                $manager->add_index($table, new xmldb_index($new, $unique ? XMLDB_INDEX_UNIQUE : XMLDB_INDEX_NOTUNIQUE, [$new]));
            }
        }
        \auth_asnsso\local\setting::store_defaults();
        upgrade_plugin_savepoint(true, 2026112600, 'auth', 'asnsso');
    }
    if ($oldversion < 2026112701) {
        // A link can be taken back with all that came of it.
        $manager = $DB->get_manager();
        $former = new xmldb_field('former', XMLDB_TYPE_TEXT, null, null, null, null, null, 'prevauth');
        if (!$manager->field_exists(new xmldb_table('auth_asnsso_link'), $former)) {
            $manager->add_field(new xmldb_table('auth_asnsso_link'), $former);
        }
        if (!$manager->table_exists('auth_asnsso_taken_back')) {
            $manager->install_one_table_from_xmldb_file(__DIR__ . '/install.xml', 'auth_asnsso_taken_back');
        }
        $DB->set_field('auth_asnsso_link', 'prevauth', 'manual', ['prevauth' => 'asnsso']);
        upgrade_plugin_savepoint(true, 2026112701, 'auth', 'asnsso');
    }
    if ($oldversion < 2026112703) {
        \auth_asnsso\local\account\nip::lock_idnumber();
        upgrade_plugin_savepoint(true, 2026112703, 'auth', 'asnsso');
    }
    return true;
}
