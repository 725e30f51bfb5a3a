<?php
// What an admin sets up for signing in through an issuer, and what the tests need to know or change of accounts and of what is cached.

defined('MOODLE_INTERNAL') || die();
require_once($CFG->dirroot . '/user/lib.php');
require_once($CFG->dirroot . '/user/profile/lib.php');

use local_asnunggul\local\membership\membership;

final class sso_actions {
    /** Makes the site a member with sign-in, as a join does, and switches sign-in on with these settings. */
    public static function use_issuer(string $issuer, string $client, string $centre, string $jwks, array $settings = []): void {
        membership::keep($centre, [
            'tenant' => 'uji',
            'agency' => 'Lembaga Uji',
            'jwks' => json_decode($jwks, true),
            'oidc' => ['issuer' => $issuer, 'client_id' => $client],
        ]);
        self::switch_sso(true);
        self::set_sso($settings);
    }

    /** Switches the plugin on or off among Moodle's ways to sign in. */
    public static function switch_sso(bool $on): void {
        \core\plugininfo\auth::enable_plugin('asnsso', (int) $on);
    }

    /** Lets the membership that there is name the issuer. */
    public static function set_issuer(string $issuer, string $client): void {
        set_config('oidc', json_encode(['issuer' => $issuer, 'client_id' => $client]), 'local_asnunggul');
    }

    /** Settings of the sign-in plugin; a name there is not is an error. */
    public static function set_sso(array $settings): void {
        foreach ($settings as $name => $value) {
            \auth_asnsso\local\setting::from($name)->store((string) $value);
        }
    }

    /** A setting of Moodle itself, or of a plugin. */
    public static function set_setting(string $name, ?string $value, ?string $plugin = null): void {
        set_config($name, $value, $plugin);
    }

    /** Lets the site know nothing of its issuer any more. */
    public static function forget_issuer(): void {
        \cache::make('auth_asnsso', 'issuer')->purge();
    }

    /** Lets what the site knows of its issuer be older. */
    public static function age_issuer(string $issuer, int $seconds): void {
        $cache = \cache::make('auth_asnsso', 'issuer');
        foreach (['metadata', 'health', 'keys', 'keystried', 'keysagain'] as $name) {
            if ($kept = $cache->get($name . sha1($issuer))) {
                $cache->set($name . sha1($issuer), ['time' => $kept['time'] - $seconds] + $kept);
            }
        }
    }

    /** Makes accounts with a password; fields `profile_field_…` are profile fields. Returns their ids. */
    public static function make_accounts(array $accounts): array {
        return array_map(function (array $fields): int {
            global $CFG;
            $id = user_create_user((object) ($fields + [
                'auth' => 'manual',
                'confirmed' => 1,
                'mnethostid' => $CFG->mnet_localhost_id,
                'password' => 'Sandi-uji-1',
                'firstname' => 'Akun',
                'lastname' => 'Lama',
            ]));
            profile_save_data((object) (['id' => $id] + $fields));
            return $id;
        }, $accounts);
    }

    /** Changes fields of an account. */
    public static function change_account(int $id, array $fields): void {
        user_update_user((object) (['id' => $id] + $fields), false);
        profile_save_data((object) (['id' => $id] + $fields));
    }

    /** Deletes an account as Moodle's page for it does. */
    public static function delete_account(int $id): void {
        global $DB;
        delete_user($DB->get_record('user', ['id' => $id], '*', MUST_EXIST));
    }

    /** Suspends an account as Moodle's page for it does. */
    public static function suspend_account(int $id): void {
        self::change_account($id, ['suspended' => 1]);
        \core\session\manager::destroy_user_sessions($id);
    }

    /** Makes an account a site admin. */
    public static function make_admin(int $id): void {
        global $CFG;
        set_config('siteadmins', "$CFG->siteadmins,$id");
    }

    /** The token that Moodle's app keeps once an account has signed in there. */
    public static function make_app_token(int $id): string {
        global $DB;
        $token = random_string(32);
        $DB->insert_record('external_tokens', (object) [
            'token' => $token,
            'tokentype' => EXTERNAL_TOKEN_PERMANENT,
            'userid' => $id,
            'externalserviceid' => $DB->get_field('external_services', 'id', ['shortname' => MOODLE_OFFICIAL_MOBILE_SERVICE]),
            'contextid' => SYSCONTEXTID,
            'creatorid' => $id,
            'timecreated' => time(),
        ]);
        return $token;
    }

    /** Runs a scheduled task of the sign-in plugin. */
    public static function clean_up_sessions(): void {
        (new \auth_asnsso\task\cleanup())->execute();
    }

    /** Makes core's own OAuth 2 sign in at the issuer, which it discovers by itself; the subject becomes the user name. Returns its id there. */
    public static function use_core_oauth2(string $issuer, string $client, string $secret): int {
        \core\plugininfo\auth::enable_plugin('asnsso', 0);
        \core\plugininfo\auth::enable_plugin('oauth2', 1);
        $made = \core\oauth2\api::create_issuer((object) [
            'name' => 'Uji',
            'image' => '',
            'baseurl' => $issuer,
            'clientid' => $client,
            'clientsecret' => $secret,
            'showonloginpage' => \core\oauth2\issuer::EVERYWHERE,
        ]);
        \core\oauth2\api::create_user_field_mapping((object) [
            'issuerid' => $made->get('id'),
            'externalfield' => 'sub',
            'internalfield' => 'username',
        ]);
        return $made->get('id');
    }

    /** Whether core's own OAuth 2 asks by mail before it links or makes an account. */
    public static function set_core_confirmation(int $issuer, bool $asks): void {
        $record = (new \core\oauth2\issuer($issuer))->to_record();
        $record->requireconfirmation = $asks;
        \core\oauth2\api::update_issuer($record);
    }
}
