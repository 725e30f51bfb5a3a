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

use core\context\course;
use core\context\system;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\core_userlist_provider;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_asnunggul\local\feed\kind\assertion;
use local_asnunggul\local\feed\kind\completion;
use local_asnunggul\local\feed\kind\enrolment;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\feed\person;
use local_asnunggul\local\feed\watched_rows;

/**
 * Privacy: which personal data is here and at LAN, how a person gets it, how it is erased in both places.
 *
 * What stands for a person is in one table only, and in no entry of the change log; what a person said of courses is in the
 * contexts of these, see {@see rating_data}. Moodle asks plugins before it asks
 * enrolments, completions and badges to delete theirs, so what the centre must forget can still be named when it is this
 * provider's turn; what has gone before is named by watched_rows.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\plugin\provider,
    core_userlist_provider {
    /** @var string[] The tables that name an account. */
    private const TABLES = [person::TABLE, watched_rows::TABLE];

    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $collection->add_database_table('local_asnunggul_person', [
            'userid' => 'privacy:metadata:person:userid',
            'learner' => 'privacy:metadata:person:learner',
        ], 'privacy:metadata:person');
        $collection->add_database_table(watched_rows::TABLE, [
            'userid' => 'privacy:metadata:watched:userid',
            'kind' => 'privacy:metadata:watched:kind',
            'objectid' => 'privacy:metadata:watched:objectid',
            'gone' => 'privacy:metadata:watched:gone',
        ], 'privacy:metadata:watched');
        rating_data::declare($collection);
        $collection->add_external_location_link('lan', [
            'learner' => 'privacy:metadata:lan:learner',
            enrolment::NAME => 'privacy:metadata:lan:enrolment',
            completion::NAME => 'privacy:metadata:lan:completion',
            assertion::NAME => 'privacy:metadata:lan:assertion',
            rating::NAME => 'privacy:metadata:lan:rating',
        ], 'privacy:metadata:lan');
        // The words alone: the centre is asked by this site, without a word of who looks for them.
        $collection->add_external_location_link('market', [
            'words' => 'privacy:metadata:market:words',
        ], 'privacy:metadata:market');
        return $collection;
    }

    #[\Override]
    public static function get_contexts_for_userid(int $userid): contextlist {
        $list = new contextlist();
        foreach (self::TABLES as $table) {
            $list->add_from_sql(
                "SELECT c.id FROM {context} c JOIN {{$table}} t ON t.userid = :userid WHERE c.contextlevel = :level",
                ['userid' => $userid, 'level' => CONTEXT_SYSTEM]
            );
        }
        rating_data::add_contexts($list, $userid);
        return $list;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist): void {
        if ($userlist->get_context() instanceof system) {
            foreach (self::TABLES as $table) {
                $userlist->add_from_sql('userid', "SELECT userid FROM {{$table}} WHERE userid <> 0", []);
            }
        } else if ($userlist->get_context() instanceof course) {
            rating_data::add_people($userlist, $userlist->get_context());
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist): void {
        global $DB;
        foreach (rating_data::courses($contextlist->get_contextids()) as $context) {
            rating_data::export($context, (int)$contextlist->get_user()->id);
        }
        $who = ['userid' => $contextlist->get_user()->id];
        $learner = $DB->get_field('local_asnunggul_person', 'learner', $who);
        $watched = array_values($DB->get_records(watched_rows::TABLE, $who, 'kind, objectid', 'kind, objectid, gone'));
        if (($learner === false && !$watched) || !self::has_system($contextlist)) {
            return;
        }
        $learner = $learner === false ? null : $learner;
        writer::with_context(system::instance())->export_data(
            [get_string('pluginname', 'local_asnunggul')],
            (object) ['learner' => $learner, 'watched' => $watched]
        );
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(\context $context): void {
        global $DB;
        if ($context instanceof system) {
            foreach (self::TABLES as $table) {
                array_map(person::erase(...), $DB->get_fieldset_select($table, 'DISTINCT userid', 'userid <> 0'));
            }
        } else if ($context instanceof course) {
            rating_data::erase_everybody($context);
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist): void {
        if (self::has_system($contextlist)) {
            person::erase($contextlist->get_user()->id);
        }
        foreach (rating_data::courses($contextlist->get_contextids()) as $context) {
            rating_data::erase($context, (int)$contextlist->get_user()->id);
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist): void {
        if ($userlist->get_context() instanceof system) {
            array_map(person::erase(...), $userlist->get_userids());
        } else if ($userlist->get_context() instanceof course) {
            array_map(fn(int $id) => rating_data::erase($userlist->get_context(), $id), $userlist->get_userids());
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
