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

namespace local_asnunggul;

use core\event\base;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\fan_out;
use local_asnunggul\local\feed\watched_rows;

/**
 * Writes down which rows an event may have changed; runs inside the user's request, so it inserts and nothing more.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class observer {
    /**
     * A course was created or updated (this includes its form's custom fields, hiding, showing and moving).
     *
     * @param base $event
     */
    public static function course(base $event): void {
        change_log::guarded(fn() => change_log::add('course', (int)$event->objectid));
    }

    /**
     * A course was restored, from a backup or the recycle bin: restore writes most rows without an event of their own.
     *
     * @param base $event
     */
    public static function course_restored(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add('course', (int)$event->courseid);
            fan_out::courses((int)$event->courseid);
        });
    }

    /**
     * A course is gone: what the hook wrote down before is now true.
     *
     * @param base $event
     */
    public static function course_deleted(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add('course', (int)$event->objectid);
            change_log::repeat("course {$event->objectid}");
        });
    }

    /**
     * A course is about to be reset.
     *
     * @param base $event
     */
    public static function course_reset_started(base $event): void {
        change_log::guarded(fn() => change_log::remember(
            "course {$event->courseid}",
            fn() => fan_out::courses((int)$event->courseid)
        ));
    }

    /**
     * A course was reset: rows are gone and dates have moved.
     *
     * @param base $event
     */
    public static function course_reset_ended(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add('course', (int)$event->courseid);
            change_log::repeat("course {$event->courseid}");
        });
    }

    /**
     * A category was renamed, moved, hidden or shown: so were all courses below it.
     *
     * @param base $event
     */
    public static function category(base $event): void {
        change_log::guarded(fn() => fan_out::category((int)$event->objectid));
    }

    /**
     * A category was deleted; its subcategories may have moved to another one (its courses fire their own events).
     *
     * @param base $event
     */
    public static function category_deleted(base $event): void {
        $target = (int)($event->other['contentmovedcategoryid'] ?? 0);
        if ($target) {
            change_log::guarded(fn() => fan_out::category($target));
        }
    }

    /**
     * A custom field was defined, changed or deleted: any course may read differently.
     *
     * @param base $event
     */
    public static function custom_field(base $event): void {
        change_log::guarded(fn() => fan_out::all_courses());
    }

    /**
     * An enrolment was created, changed or deleted.
     *
     * @param base $event
     */
    public static function enrolment(base $event): void {
        change_log::guarded(fn() => change_log::add('enrolment', (int)$event->objectid));
    }

    /**
     * An enrolment method was added, changed or deleted: self-enrolment of the course and the status of its enrolments follow.
     *
     * @param base $event
     */
    public static function enrol_instance(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add('course', (int)$event->courseid);
            fan_out::enrol_instance((int)$event->objectid);
        });
    }

    /**
     * Somebody completed a course.
     *
     * @param base $event
     */
    public static function completion(base $event): void {
        change_log::guarded(function () use ($event): void {
            watched_rows::add('completion', (int)$event->objectid);
            change_log::add('completion', (int)$event->objectid);
        });
    }

    /**
     * The completion criteria of a course were changed.
     *
     * @param base $event
     */
    public static function completion_settings(base $event): void {
        change_log::guarded(function () use ($event): void {
            fan_out::course_completions((int)$event->courseid);
            watched_rows::log_vanished('completion', (int)$event->courseid);
        });
    }

    /**
     * A badge was created, changed, enabled, disabled or archived.
     *
     * @param base $event
     */
    public static function badge(base $event): void {
        change_log::guarded(fn() => change_log::add('badge_class', (int)$event->objectid));
    }

    /**
     * A badge was deleted, and with it its awards.
     *
     * @param base $event
     */
    public static function badge_deleted(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add('badge_class', (int)$event->objectid);
            watched_rows::log_vanished('assertion', (int)$event->objectid);
        });
    }

    /**
     * A badge was awarded.
     *
     * @param base $event
     */
    public static function assertion(base $event): void {
        $id = (int)($event->other['badgeissuedid'] ?? 0);
        if ($id) {
            change_log::guarded(function () use ($id): void {
                watched_rows::add('assertion', $id);
                change_log::add('assertion', $id);
            });
        }
    }

    /**
     * A badge was revoked. The award has vanished when its event comes, and the event does not name it.
     *
     * @param base $event
     */
    public static function revocation(base $event): void {
        change_log::guarded(fn() => watched_rows::log_vanished('assertion', (int)$event->objectid));
    }

    /**
     * An account was deleted.
     *
     * @param base $event
     */
    public static function user_deleted(base $event): void {
        change_log::guarded(fn() => change_log::repeat("user {$event->objectid}"));
    }
}
