<?php
// Adds the plugins that are in the tree to a PHPUnit site that was installed without them, as `util.php --install` would have done.

define('IGNORE_COMPONENT_CACHE', true);
define('CACHE_DISABLE_ALL', true);
define('PHPUNIT_UTIL', true);

$root = getcwd();
require_once("$root/lib/clilib.php");
require_once("$root/lib/phpunit/bootstraplib.php");
require_once("$root/lib/testing/lib.php");
require("$root/vendor/autoload.php");
require("$root/lib/phpunit/bootstrap.php");
require_once($CFG->libdir . '/adminlib.php');
require_once($CFG->libdir . '/upgradelib.php');
require_once($CFG->libdir . '/installlib.php');

/** Opens what Moodle keeps to its own installer: it notes the state to which every test returns. */
final class phpunit_state extends phpunit_util {
    public static function store(): void {
        self::save_original_data_files();
        self::store_versions_hash();
        self::store_database_state();
    }
}

initialise_cfg();
\core\session\manager::set_user(get_admin());
upgrade_noncore(false);
// Otherwise the stored state, and so every test, is one of a site in the middle of an upgrade.
upgrade_finished();
admin_apply_default_settings(null, false);
phpunit_state::store();
