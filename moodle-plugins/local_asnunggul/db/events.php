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
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$observers = [
    [
        'eventname' => '\core\event\course_created',
        'callback' => '\local_asnunggul\observer::course',
    ],
    [
        'eventname' => '\core\event\course_updated',
        'callback' => '\local_asnunggul\observer::course',
    ],
    [
        'eventname' => '\core\event\course_restored',
        'callback' => '\local_asnunggul\observer::course_restored',
    ],
    [
        'eventname' => '\core\event\course_deleted',
        'callback' => '\local_asnunggul\observer::course_deleted',
    ],
    [
        'eventname' => '\core\event\course_reset_started',
        'callback' => '\local_asnunggul\observer::course_reset_started',
    ],
    [
        'eventname' => '\core\event\course_reset_ended',
        'callback' => '\local_asnunggul\observer::course_reset_ended',
    ],
    [
        'eventname' => '\core\event\course_category_updated',
        'callback' => '\local_asnunggul\observer::category',
    ],
    [
        'eventname' => '\core\event\course_category_deleted',
        'callback' => '\local_asnunggul\observer::category_deleted',
    ],
    [
        'eventname' => '\core\event\user_enrolment_created',
        'callback' => '\local_asnunggul\observer::enrolment',
    ],
    [
        'eventname' => '\core\event\user_enrolment_updated',
        'callback' => '\local_asnunggul\observer::enrolment',
    ],
    [
        'eventname' => '\core\event\user_enrolment_deleted',
        'callback' => '\local_asnunggul\observer::enrolment',
    ],
    [
        'eventname' => '\core\event\enrol_instance_created',
        'callback' => '\local_asnunggul\observer::enrol_instance',
    ],
    [
        'eventname' => '\core\event\enrol_instance_updated',
        'callback' => '\local_asnunggul\observer::enrol_instance',
    ],
    [
        'eventname' => '\core\event\enrol_instance_deleted',
        'callback' => '\local_asnunggul\observer::enrol_instance',
    ],
    [
        'eventname' => '\core\event\course_completed',
        'callback' => '\local_asnunggul\observer::completion',
    ],
    [
        'eventname' => '\core\event\course_completion_updated',
        'callback' => '\local_asnunggul\observer::completion_settings',
    ],
    [
        'eventname' => '\core\event\badge_created',
        'callback' => '\local_asnunggul\observer::badge',
    ],
    [
        'eventname' => '\core\event\badge_duplicated',
        'callback' => '\local_asnunggul\observer::badge',
    ],
    [
        'eventname' => '\core\event\badge_updated',
        'callback' => '\local_asnunggul\observer::badge',
    ],
    [
        'eventname' => '\core\event\badge_enabled',
        'callback' => '\local_asnunggul\observer::badge',
    ],
    [
        'eventname' => '\core\event\badge_disabled',
        'callback' => '\local_asnunggul\observer::badge',
    ],
    [
        'eventname' => '\core\event\badge_archived',
        'callback' => '\local_asnunggul\observer::badge',
    ],
    [
        'eventname' => '\core\event\badge_deleted',
        'callback' => '\local_asnunggul\observer::badge_deleted',
    ],
    [
        'eventname' => '\core\event\badge_awarded',
        'callback' => '\local_asnunggul\observer::assertion',
    ],
    [
        'eventname' => '\core\event\badge_revoked',
        'callback' => '\local_asnunggul\observer::revocation',
    ],
    [
        'eventname' => '\core\event\user_deleted',
        'callback' => '\local_asnunggul\observer::user_deleted',
    ],
    [
        'eventname' => '\core_customfield\event\field_created',
        'callback' => '\local_asnunggul\observer::custom_field',
    ],
    [
        'eventname' => '\core_customfield\event\field_updated',
        'callback' => '\local_asnunggul\observer::custom_field',
    ],
    [
        'eventname' => '\core_customfield\event\field_deleted',
        'callback' => '\local_asnunggul\observer::custom_field',
    ],
];
