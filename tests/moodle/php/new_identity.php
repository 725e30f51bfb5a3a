<?php
// Makes a cloned site a site of its own: a new site identifier, and a new identity for the membership plugin.

define('CLI_SCRIPT', true);
require(getcwd() . '/config.php');

set_config('siteidentifier', random_string(32) . '127.0.0.1');
if (class_exists('\local_asnunggul\local\membership\identity')) {
    \local_asnunggul\local\membership\identity::reset();
}
