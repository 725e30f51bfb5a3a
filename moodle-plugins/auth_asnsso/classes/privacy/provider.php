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

namespace auth_asnsso\privacy;

use auth_asnsso\local\account\link;
use auth_asnsso\local\account\taken_back;
use core\context\system;
use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\core_userlist_provider;
use core_privacy\local\request\transform;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_asnunggul\site;

/**
 * Privacy: the link of an account and its open sessions, how a person gets them, how they are erased.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\plugin\provider,
    core_userlist_provider {
    /** @var string[] The tables, each with a userid. */
    private const TABLES = [link::TABLE, 'auth_asnsso_session', taken_back::TABLE];

    #[\Override]
    public static function get_metadata(collection $collection): collection {
        $fields = fn(string $prefix, string ...$names): array => array_combine(
            $names,
            array_map(fn(string $name): string => "privacy:metadata:$prefix:$name", $names)
        );
        $link = ['userid', 'issuer', 'subject', 'method', 'prevauth', 'former', 'batch', 'timecreated', 'timelastlogin'];
        $collection->add_database_table(link::TABLE, $fields('link', ...$link), 'privacy:metadata:link');
        $session = ['userid', 'sid', 'sessionhash', 'timecreated'];
        $collection->add_database_table('auth_asnsso_session', $fields('session', ...$session), 'privacy:metadata:session');
        $back = ['userid', 'issuer', 'subject', 'timecreated'];
        $collection->add_database_table(taken_back::TABLE, $fields('link', ...$back), 'privacy:metadata:taken_back');
        $collection->add_external_location_link('issuer', $fields('issuer', 'signin'), 'privacy:metadata:issuer');
        $collection->add_external_location_link('centre', $fields('link', 'subject'), 'privacy:metadata:centre');
        foreach (['core_user', 'core_cohort', 'core_role'] as $subsystem) {
            $collection->add_subsystem_link($subsystem, [], "privacy:metadata:$subsystem");
        }
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
        return $list;
    }

    #[\Override]
    public static function get_users_in_context(userlist $userlist): void {
        if ($userlist->get_context() instanceof system) {
            foreach (self::TABLES as $table) {
                $userlist->add_from_sql('userid', "SELECT userid FROM {{$table}}", []);
            }
        }
    }

    #[\Override]
    public static function export_user_data(approved_contextlist $contextlist): void {
        global $DB;

        if (!self::has_system($contextlist)) {
            return;
        }
        $readable = function (\stdClass $row): \stdClass {
            foreach (['timecreated', 'timelastlogin'] as $time) {
                if (!empty($row->$time)) {
                    $row->$time = transform::datetime($row->$time);
                }
            }
            unset($row->id);
            return $row;
        };
        $rows = fn(string $table): array => array_map(
            $readable,
            array_values(site::present(fn(): array => $DB->get_records($table, ['userid' => $contextlist->get_user()->id], 'id')))
        );
        writer::with_context(system::instance())->export_data(
            [get_string('pluginname', 'auth_asnsso')],
            (object)[
                'links' => $rows(link::TABLE),
                'sessions' => $rows('auth_asnsso_session'),
                'taken_back' => $rows(taken_back::TABLE),
            ]
        );
    }

    #[\Override]
    public static function delete_data_for_all_users_in_context(\context $context): void {
        global $DB;

        if ($context instanceof system) {
            foreach (self::TABLES as $table) {
                $userids = site::present(fn(): array => $DB->get_fieldset_select($table, 'DISTINCT userid', ''));
                array_map(self::erase(...), $userids);
            }
        }
    }

    #[\Override]
    public static function delete_data_for_user(approved_contextlist $contextlist): void {
        if (self::has_system($contextlist)) {
            self::erase($contextlist->get_user()->id);
        }
    }

    #[\Override]
    public static function delete_data_for_users(approved_userlist $userlist): void {
        if ($userlist->get_context() instanceof system) {
            array_map(self::erase(...), $userlist->get_userids());
        }
    }

    /**
     * Erases what is kept about an account; what the claims had brought goes with it.
     *
     * @param int $userid
     */
    private static function erase(int $userid): void {
        link::remove($userid);
        link::forget($userid);
    }

    /**
     * Whether the system context is among the approved ones.
     *
     * @param approved_contextlist $contextlist
     * @return bool
     */
    private static function has_system(approved_contextlist $contextlist): bool {
        return in_array((int)system::instance()->id, array_map('intval', $contextlist->get_contextids()), true);
    }
}
