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

namespace local_asnunggul\privacy;

use core\context\system;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\core_userlist_provider;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_asnunggul\local\feed\person;

/**
 * Privacy: which personal data is here and at LAN, how a person gets it, how it is erased in both places.
 *
 * Moodle asks plugins before it asks enrolments, completions and badges to delete theirs, so what the centre must forget can
 * still be named when it is this provider's turn.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\plugin\provider,
    core_userlist_provider {
    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $collection->add_database_table('local_asnunggul_person', [
            'userid' => 'privacy:metadata:person:userid',
            'learner' => 'privacy:metadata:person:learner',
        ], 'privacy:metadata:person');
        $collection->add_external_location_link('lan', [
            'learner' => 'privacy:metadata:lan:learner',
            'enrolment' => 'privacy:metadata:lan:enrolment',
            'completion' => 'privacy:metadata:lan:completion',
            'assertion' => 'privacy:metadata:lan:assertion',
        ], 'privacy:metadata:lan');
        return $collection;
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        $list = new contextlist();
        $list->add_from_sql(
            'SELECT c.id
               FROM {context} c
               JOIN {local_asnunggul_person} p ON p.userid = :userid
              WHERE c.contextlevel = :level',
            ['userid' => $userid, 'level' => CONTEXT_SYSTEM]
        );
        return $list;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist): void {
        if ($userlist->get_context() instanceof system) {
            $userlist->add_from_sql('userid', 'SELECT userid FROM {local_asnunggul_person}', []);
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist): void {
        global $DB;
        $learner = $DB->get_field('local_asnunggul_person', 'learner', ['userid' => $contextlist->get_user()->id]);
        if ($learner === false || !self::has_system($contextlist)) {
            return;
        }
        writer::with_context(system::instance())->export_data(
            [get_string('pluginname', 'local_asnunggul')],
            (object) ['learner' => $learner]
        );
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(\context $context): void {
        global $DB;
        if ($context instanceof system) {
            array_map(person::erase(...), $DB->get_fieldset('local_asnunggul_person', 'userid'));
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist): void {
        if (self::has_system($contextlist)) {
            person::erase($contextlist->get_user()->id);
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist): void {
        if ($userlist->get_context() instanceof system) {
            array_map(person::erase(...), $userlist->get_userids());
        }
    }

    /**
     * Whether the system context is among the approved ones.
     *
     * @param approved_contextlist $contextlist
     * @return bool
     */
    private static function has_system(approved_contextlist $contextlist): bool {
        return in_array((int) system::instance()->id, array_map('intval', $contextlist->get_contextids()), true);
    }
}
