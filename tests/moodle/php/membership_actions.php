<?php
// What happens to a site's membership and to its people's links, without a centre to talk to. What a tenant admin does has commands: see the plugin's `cli`.

defined('MOODLE_INTERNAL') || die();

use local_asnunggul\local\feed\person;
use local_asnunggul\local\membership\membership;

final class membership_actions {
    /** Makes the site trust a centre by its key set, as a join does. */
    public static function pin_centre(string $url, string $jwks): void {
        membership::keep($url, ['tenant' => 'uji', 'agency' => 'Lembaga Uji', 'jwks' => json_decode($jwks, true)]);
    }

    /** Switches exactly these streams on. */
    public static function set_streams(array $streams): void {
        foreach (\local_asnunggul\local\feed\streams::names() as $stream) {
            set_config("stream_$stream", (int) in_array($stream, $streams, true), 'local_asnunggul');
        }
    }

    public static function link_account(int $person, string $subject): void {
        person::link($person, $subject);
    }

    /** Deletes a person's data as Moodle's privacy tool does when a deletion request is approved, and then the account. */
    public static function erase(int $person): void {
        $manager = new \core_privacy\manager();
        $user = core_user::get_user($person, '*', MUST_EXIST);
        $approved = new \core_privacy\local\request\contextlist_collection($person);
        foreach ($manager->get_contexts_for_userid($person)->get_contextlists() as $list) {
            $approved->add_contextlist(new \core_privacy\local\request\approved_contextlist(
                $user,
                $list->get_component(),
                $list->get_contextids()
            ));
        }
        $manager->delete_data_for_user($approved);
        delete_user($user);
    }

    /** Lets all entries of the change log be old, and runs the task that deletes old ones. */
    public static function prune_log(): void {
        global $DB;
        $DB->set_field('local_asnunggul_change', 'timecreated', 1);
        (new \local_asnunggul\task\prune())->execute();
    }
}
