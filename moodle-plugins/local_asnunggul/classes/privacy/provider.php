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

/**
 * Privacy: which personal data is here and at LAN, how a person gets it, how it is erased in both places.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\plugin\provider,
    core_userlist_provider {
    /** The rows that carry a person, by kind: table and the column with the user. */
    private const ROWS = [
        'enrolment' => ['user_enrolments', 'userid'],
        'completion' => ['course_completions', 'userid'],
        'assertion' => ['badge_issued', 'userid'],
    ];

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
        if ($context instanceof system) {
            self::erase('IN (SELECT userid FROM {local_asnunggul_person})', []);
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist): void {
        if (self::has_system($contextlist)) {
            self::erase('= :user', ['user' => $contextlist->get_user()->id]);
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist): void {
        global $DB;
        if ($userlist->get_context() instanceof system && $userlist->get_userids()) {
            [$in, $params] = $DB->get_in_or_equal($userlist->get_userids(), SQL_PARAMS_NAMED, 'user');
            self::erase($in, $params);
        }
    }

    /**
     * Tells the centre to forget every row of these people, then forgets who they were to it. In this order: without the
     * entries the centre would keep rows that nobody could name any more.
     *
     * @param string $condition on the user's id
     * @param array $params
     */
    private static function erase(string $condition, array $params): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        $now = \core\di::get(\core\clock::class)->time();
        foreach (self::ROWS as $kind => [$table, $column]) {
            $DB->execute(
                "INSERT INTO {local_asnunggul_change} (kind, objectid, erased, timecreated)
                 SELECT :kind, id, 1, :now
                   FROM {{$table}}
                  WHERE $column $condition",
                ['kind' => $kind, 'now' => $now] + $params
            );
        }
        // MariaDB reads a table it deletes from only through a select of its own, so "everybody" needs no condition here.
        $params
            ? $DB->delete_records_select('local_asnunggul_person', "userid $condition", $params)
            : $DB->delete_records('local_asnunggul_person');
        $transaction->allow_commit();
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
