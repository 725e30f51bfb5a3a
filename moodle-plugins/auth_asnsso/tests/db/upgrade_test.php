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

namespace auth_asnsso\db;

use auth_asnsso\tests\account_testcase;

/**
 * An older site becomes what a new one is, and loses nothing.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     ::xmldb_auth_asnsso_upgrade
 */
final class upgrade_test extends account_testcase {
    /**
     * Columns and indexes of the tables of this plugin.
     *
     * @return array
     */
    private function tables(): array {
        global $DB;

        $seen = [];
        foreach (['auth_asnsso_link', 'auth_asnsso_session', 'auth_asnsso_taken_back'] as $table) {
            $columns = array_map(
                fn(\database_column_info $column): array => [$column->meta_type, $column->max_length, $column->not_null],
                $DB->get_columns($table, false)
            );
            ksort($columns);
            $indexes = array_map(fn(array $index): array => [$index['unique'], $index['columns']], $DB->get_indexes($table));
            sort($indexes);
            $seen[$table] = [$columns, $indexes];
        }
        return $seen;
    }

    /**
     * Makes the tables what they were in the first version.
     */
    private function make_old(): void {
        global $DB;

        $manager = $DB->get_manager();
        $manager->drop_table(new \xmldb_table('auth_asnsso_taken_back'));
        $manager->drop_field(new \xmldb_table('auth_asnsso_link'), new \xmldb_field('former'));
        $manager->drop_table(new \xmldb_table('auth_asnsso_session'));
        $table = new \xmldb_table('auth_asnsso_session');
        $table->add_field('id', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, XMLDB_SEQUENCE);
        $table->add_field('userid', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
        $table->add_field('idpsid', XMLDB_TYPE_CHAR, '255', null, XMLDB_NOTNULL);
        $table->add_field('sidhash', XMLDB_TYPE_CHAR, '64', null, XMLDB_NOTNULL);
        $table->add_field('timecreated', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL);
        $table->add_key('primary', XMLDB_KEY_PRIMARY, ['id']);
        $table->add_key('userid', XMLDB_KEY_FOREIGN, ['userid'], 'user', ['id']);
        $table->add_index('idpsid', XMLDB_INDEX_NOTUNIQUE, ['idpsid']);
        $table->add_index('sidhash', XMLDB_INDEX_UNIQUE, ['sidhash']);
        $manager->create_table($table);
        set_config('version', 2026112500, 'auth_asnsso');
        unset_config('field_lock_idnumber', 'auth_asnsso');
    }

    public function test_a_site_of_the_first_version_keeps_its_sessions_and_links_and_gets_the_tables_of_a_new_one(): void {
        global $CFG, $DB;
        require_once("$CFG->libdir/upgradelib.php");
        require_once("$CFG->dirroot/auth/asnsso/db/upgrade.php");
        $this->preventResetByRollback();
        $new = $this->tables();
        $link = ['issuer' => self::ISSUER, 'subject' => 's', 'userid' => 2, 'timecreated' => 1];
        $DB->insert_record('auth_asnsso_link', (object)($link + ['method' => 'created', 'prevauth' => 'asnsso']));
        $this->make_old();
        $session = ['userid' => 2, 'timecreated' => 7];
        $DB->insert_record('auth_asnsso_session', (object)($session + ['idpsid' => 'sid-1', 'sidhash' => 'hash-1']));
        $this->assertTrue(xmldb_auth_asnsso_upgrade(2026112500));
        $this->assertSame($new, $this->tables());
        $row = (array)$DB->get_record('auth_asnsso_session', [], 'userid, timecreated, sid, sessionhash');
        $this->assertEquals($session + ['sid' => 'sid-1', 'sessionhash' => 'hash-1'], $row);
        $this->assertSame('manual', $DB->get_field('auth_asnsso_link', 'prevauth', ['subject' => 's']));
        $this->assertSame('locked', get_config('auth_asnsso', 'field_lock_idnumber'));
        // Once more changes nothing.
        set_config('version', 2026112500, 'auth_asnsso');
        $this->assertTrue(xmldb_auth_asnsso_upgrade(2026112500));
        $this->assertSame($new, $this->tables());
    }
}
