<?php
// Carries out actions on a Moodle site for the tests: reads them as JSON from standard input, prints their answers as one line of JSON after ANSWERS.

define('CLI_SCRIPT', true);
define('NO_OUTPUT_BUFFERING', true);

require(getcwd() . '/config.php');
require_once(__DIR__ . '/course_actions.php');
require_once(__DIR__ . '/learning_actions.php');
require_once(__DIR__ . '/badge_actions.php');
require_once(__DIR__ . '/card_actions.php');
require_once(__DIR__ . '/membership_actions.php');
require_once(__DIR__ . '/rating_actions.php');
require_once(__DIR__ . '/sso_actions.php');
require_once(__DIR__ . '/market_actions.php');

\core\session\manager::set_user(get_admin());
$answers = [];
foreach (json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR) as $wanted) {
    $classes = array_filter(
        [
            course_actions::class,
            learning_actions::class,
            badge_actions::class,
            card_actions::class,
            rating_actions::class,
            membership_actions::class,
            sso_actions::class,
            market_actions::class,
        ],
        fn(string $class): bool => method_exists($class, $wanted['action'])
    );
    if (!$classes) {
        throw new coding_exception("there is no action {$wanted['action']}");
    }
    $answers[] = call_user_func_array([reset($classes), $wanted['action']], $wanted['with']);
}
// Moodle may print notices of its own before and after.
echo "\nANSWERS ", json_encode($answers, JSON_THROW_ON_ERROR), "\n";
