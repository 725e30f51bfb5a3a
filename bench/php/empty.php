<?php
// The least a plugin's script can do: start Moodle as feed.php does, and answer nothing. The floor of every poll.

define('NO_MOODLE_COOKIES', true);
define('NO_DEBUG_DISPLAY', true);
define('NO_UPGRADE_CHECK', true);

require(__DIR__ . '/../../config.php');

header('Content-Type: application/json');
echo '{}';
