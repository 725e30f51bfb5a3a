<?php
// What cards show of a course, set as its form sets it; cron has run afterwards.

defined('MOODLE_INTERNAL') || die();

final class card_actions {
    /** Topics of a course, and the file that is uploaded as its image (base64). */
    public static function show_on_card(int $course, array $topics, string $name, string $image): void {
        $context = \core\context\course::instance($course);
        core_tag_tag::set_item_tags('core', 'course', $course, $context, $topics);
        $storage = get_file_storage();
        $storage->delete_area_files($context->id, 'course', 'overviewfiles');
        $storage->create_file_from_string([
            'contextid' => $context->id, 'component' => 'course', 'filearea' => 'overviewfiles', 'itemid' => 0,
            'filepath' => '/', 'filename' => $name,
        ], base64_decode($image));
        // As after a reading by the centre: the images are those of courses that are offered.
        \local_asnunggul\local\feed\numbering::refresh_offers();
        \local_asnunggul\local\feed\card_images::refresh();
    }
}
