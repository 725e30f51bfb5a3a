<?php
// Switches Moodle's own REST services on and prints a token of the admin for all functions the benchmark's crawl needs.

define('CLI_SCRIPT', true);
require(getcwd() . '/config.php');
require_once("$CFG->dirroot/webservice/lib.php");

\core\session\manager::set_user(get_admin());
set_config('enablewebservices', 1);
set_config('webserviceprotocols', 'rest');
$id = $DB->get_field('external_services', 'id', ['shortname' => 'bench']);
if (!$id) {
    $manager = new webservice();
    $id = $manager->add_external_service((object) [
        'name' => 'bench', 'shortname' => 'bench', 'enabled' => 1, 'restrictedusers' => 0, 'downloadfiles' => 0, 'uploadfiles' => 0,
    ]);
    $functions = [
        'core_webservice_get_site_info',
        'core_course_get_courses',
        'core_enrol_get_enrolled_users',
        'core_completion_get_course_completion_status',
        'core_reportbuilder_retrieve_report',
    ];
    foreach ($functions as $function) {
        $manager->add_external_function_to_service($function, $id);
    }
}
$service = $DB->get_record('external_services', ['id' => $id], '*', MUST_EXIST);
$token = \core_external\util::generate_token(EXTERNAL_TOKEN_PERMANENT, $service, get_admin()->id, context_system::instance());
echo "\nTOKEN $token\n";
