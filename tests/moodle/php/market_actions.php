<?php
// What is done about the marketplace and its block, as Moodle's own pages and tasks do it.

defined('MOODLE_INTERNAL') || die();
require_once($CFG->dirroot . '/my/lib.php');

final class market_actions {
    /** Runs the scheduled task that keeps what is shown of the marketplace. */
    public static function fetch_marketplace(): void {
        (new \local_asnunggul\task\fetch_marketplace())->execute();
    }

    /** Puts the block on the dashboard of everybody who has made none of their own. */
    public static function add_block_to_dashboard(): void {
        $page = new moodle_page();
        $page->set_context(\core\context\system::instance());
        $page->set_pagelayout('mydashboard');
        $page->set_pagetype('my-index');
        $page->set_subpage(my_get_page(null, MY_PAGE_PRIVATE)->id);
        $page->blocks->add_region('content');
        $page->blocks->add_block('asnunggul', 'content', -9, false, 'my-index', $page->subpage);
    }
}
