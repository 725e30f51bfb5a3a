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

namespace local_asnunggul\db;

use local_asnunggul\local\setting;

/**
 * A site that was upgraded is as one that was installed.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     ::xmldb_local_asnunggul_upgrade
 */
final class upgrade_test extends \advanced_testcase {
    /** @var \stdClass Somebody who learns on an old site. */
    private \stdClass $learner;

    /** @var int What they completed. */
    private int $completion;

    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once("$CFG->libdir/upgradelib.php");
        require_once("$CFG->libdir/adminlib.php");
        require_once("$CFG->dirroot/local/asnunggul/db/upgrade.php");
        $this->resetAfterTest();
        $this->setAdminUser();
        set_config('version', 2026112600, 'local_asnunggul');
    }

    /**
     * Columns and indexes of the tables of this plugin.
     *
     * @return array
     */
    private static function tables(): array {
        global $DB;

        $seen = [];
        foreach (['change', 'person', 'offer', 'badge', 'watched', 'rating', 'rating_report', 'jti'] as $name) {
            $columns = array_map(
                fn(\database_column_info $one): array => [$one->meta_type, $one->max_length, $one->not_null, $one->default_value],
                $DB->get_columns("local_asnunggul_$name", false)
            );
            ksort($columns);
            $indexes = $DB->get_indexes("local_asnunggul_$name");
            $indexes = array_map(fn(array $index): array => [$index['unique'], $index['columns']], array_values($indexes));
            sort($indexes);
            $seen[$name] = [$columns, $indexes];
        }
        return $seen;
    }

    /**
     * Makes the tables what they were in the first version, and leaves in them what that version would have written.
     *
     * @return array of a badge of a course, of one whose course was deleted, and of a badge of the site: the ids
     */
    private function make_old(): array {
        global $DB;

        $maker = $this->getDataGenerator()->get_plugin_generator('local_asnunggul');
        foreach (['open', 'closed', 'deleted'] as $name) {
            $course = $maker->create_open_course();
            $courses[$name] = (int)$course->id;
            $badges[$name] = (int)$maker->create_badge(['courseid' => $course->id])->id;
        }
        $badges['site'] = (int)$maker->create_badge()->id;
        $DB->insert_record('badge_criteria', ['badgeid' => $badges['deleted'], 'criteriatype' => 4, 'method' => 1]);
        delete_course($courses['deleted'], false);
        $this->learner = $this->getDataGenerator()->create_and_enrol(get_course($courses['open']));
        $this->completion = $maker->complete($courses['open'], $this->learner->id);

        $manager = $DB->get_manager();
        foreach (['badge', 'rating', 'rating_report'] as $table) {
            $manager->drop_table(new \xmldb_table("local_asnunggul_$table"));
        }
        $offers = new \xmldb_table('local_asnunggul_offer');
        foreach (['withheld', 'seen'] as $field) {
            $manager->drop_field($offers, new \xmldb_field($field));
        }
        $watched = new \xmldb_table('local_asnunggul_watched');
        $manager->drop_index($watched, new \xmldb_index('userid', XMLDB_INDEX_NOTUNIQUE, ['userid']));
        foreach (['userid', 'gone'] as $field) {
            $manager->drop_field($watched, new \xmldb_field($field));
        }
        $DB->delete_records('local_asnunggul_offer');
        $DB->delete_records('local_asnunggul_watched');
        foreach (['open' => 1, 'closed' => 0] as $name => $learning) {
            $offer = ['courseid' => $courses[$name], 'audience' => 'all', 'published' => $learning, 'learning' => $learning];
            $DB->insert_record('local_asnunggul_offer', $offer);
        }
        foreach ([$this->completion => $courses['open'], 999999 => $courses['deleted']] as $id => $parent) {
            $row = ['kind' => 'completion', 'objectid' => $id, 'parentid' => $parent];
            $DB->insert_record('local_asnunggul_watched', $row);
        }
        return [$courses, $badges];
    }

    public function test_a_site_of_the_first_version_gets_the_tables_of_a_new_one_and_keeps_what_it_decided(): void {
        global $DB;

        $this->preventResetByRollback();
        $new = self::tables();
        [$courses, $badges] = $this->make_old();
        $this->assertNotEquals($new, self::tables());
        $logged = $DB->count_records('local_asnunggul_change');
        set_config('version', 2026112300, 'local_asnunggul');
        $this->assertTrue(xmldb_local_asnunggul_upgrade(2026112300));
        $this->assertEquals($new, self::tables());
        // What was offered counts as seen; whose people did not leave was withheld.
        $offers = $DB->get_records('local_asnunggul_offer', null, '', 'courseid, learning, withheld, seen');
        $this->assertEquals(['learning' => 1, 'withheld' => 0, 'seen' => 1], $this->values($offers[$courses['open']]));
        $this->assertEquals(['learning' => 0, 'withheld' => 1, 'seen' => 1], $this->values($offers[$courses['closed']]));
        // Badges have a home: their course, or one that is gone and of which nobody knows what was decided. The site's has none.
        $homes = array_map('intval', $DB->get_records_menu('local_asnunggul_badge', null, '', 'badgeid, courseid'));
        ksort($homes);
        $this->assertSame([
            $badges['open'] => $courses['open'], $badges['closed'] => $courses['closed'], $badges['deleted'] => 0,
        ], $homes);
        // What is watched has an owner, and enrolments are watched; none of it is news to the centre.
        $key = $DB->sql_concat('kind', "' '", 'objectid');
        $watched = $DB->get_records('local_asnunggul_watched', null, '', "$key, userid, gone");
        $enrolment = $DB->get_field('user_enrolments', 'id', ['userid' => $this->learner->id]);
        $owner = ['userid' => $this->learner->id, 'gone' => 0];
        $this->assertEquals($owner, $this->values($watched["completion $this->completion"]));
        $this->assertEquals($owner, $this->values($watched["enrolment $enrolment"]));
        $this->assertEquals(['userid' => 0, 'gone' => 0], $this->values($watched['completion 999999']));
        $this->assertSame($logged, $DB->count_records('local_asnunggul_change'));
        $rows = $this->everything();
        // Once more changes nothing.
        set_config('version', 2026112300, 'local_asnunggul');
        $this->assertTrue(xmldb_local_asnunggul_upgrade(2026112300));
        $this->assertEquals($new, self::tables());
        $this->assertEquals($rows, $this->everything());
    }

    /**
     * What a row says beside its key.
     *
     * @param \stdClass $row
     * @return array
     */
    private function values(\stdClass $row): array {
        return array_slice((array)$row, 1);
    }

    /**
     * All rows that an upgrade writes.
     *
     * @return array
     */
    private function everything(): array {
        global $DB;
        return array_map(fn(string $name): array => $DB->get_records("local_asnunggul_$name"), ['offer', 'badge', 'watched']);
    }

    /**
     * All settings.
     *
     * @return setting[]
     */
    private static function settings(): array {
        return array_merge(...array_values(setting::by_heading()));
    }

    public function test_after_an_upgrade_the_settings_page_shows_what_the_centre_reads(): void {
        foreach (self::settings() as $setting) {
            unset_config($setting->name, 'local_asnunggul');
        }
        $read = array_map(fn(setting $setting): string => $setting->value(), self::settings());
        // Nobody has agreed to what is new in this version.
        $read[array_search('card', array_column(self::settings(), 'name'), true)] = '0';
        xmldb_local_asnunggul_upgrade(2026112600);
        foreach (self::settings() as $n => $setting) {
            $this->assertSame($read[$n], (string) $setting->admin_setting()->get_setting(), $setting->name);
        }
        // Saving that page as it is changes nothing.
        foreach (self::settings() as $n => $setting) {
            $admin = $setting->admin_setting();
            $this->assertSame('', $admin->write_setting($admin->get_setting()), $setting->name);
            $this->assertSame($read[$n], $setting->value(), $setting->name);
        }
    }

    public function test_after_an_upgrade_nothing_leaves_that_nobody_has_agreed_to(): void {
        $this->assertTrue(setting::card()->is_on());
        xmldb_local_asnunggul_upgrade(2026112710);
        $this->assertFalse(setting::card()->is_on());
        $this->assertSame('', setting::field('author')->value());
        $this->assertTrue(setting::stream('catalogue')->is_on());
    }

    public function test_an_upgrade_leaves_what_an_admin_has_decided(): void {
        setting::stream('catalogue')->set('0');
        setting::field('jp')->set('');
        xmldb_local_asnunggul_upgrade(2026112600);
        $this->assertSame(['0', ''], [setting::stream('catalogue')->value(), setting::field('jp')->value()]);
    }
}
