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

/**
 * The events that mean: a row the centre may read has changed.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

// By the component that triggers them, and by the method of the observer.
$watched = [
    '\core\event' => [
        'course' => ['course_created', 'course_updated', 'course_started', 'course_ended'],
        'course_section' => ['course_section_created', 'course_section_deleted'],
        'course_restored' => ['course_restored'],
        'course_deleted' => ['course_deleted'],
        'course_reset_started' => ['course_reset_started'],
        'course_reset_ended' => ['course_reset_ended'],
        'category' => ['course_category_updated'],
        'category_deleted' => ['course_category_deleted'],
        'user_enrolment' => ['user_enrolment_created', 'user_enrolment_updated', 'user_enrolment_deleted'],
        'enrol_instance' => ['enrol_instance_created', 'enrol_instance_updated', 'enrol_instance_deleted'],
        'course_completed' => ['course_completed'],
        'completion_settings' => ['course_completion_updated'],
        'badge' => ['badge_created', 'badge_duplicated', 'badge_updated', 'badge_enabled', 'badge_disabled', 'badge_archived'],
        'badge_deleted' => ['badge_deleted'],
        'badge_awarded' => ['badge_awarded'],
        'badge_revoked' => ['badge_revoked'],
        'user_deleted' => ['user_deleted'],
        'tag' => ['tag_added', 'tag_removed'],
        'tag_updated' => ['tag_updated'],
    ],
    '\core_customfield\event' => [
        'custom_field' => ['field_created', 'field_updated', 'field_deleted'],
    ],
];

$observers = [];
foreach ($watched as $namespace => $methods) {
    foreach ($methods as $method => $events) {
        foreach ($events as $event) {
            $observers[] = ['eventname' => "$namespace\\$event", 'callback' => "\\local_asnunggul\\observer::$method"];
        }
    }
}
