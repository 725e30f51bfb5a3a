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
use local_asnunggul\local\feed\badge_homes;
use local_asnunggul\local\feed\change_log;
use local_asnunggul\local\feed\fan_out;
use local_asnunggul\local\feed\kind\assertion;
use local_asnunggul\local\feed\kind\badge_class;
use local_asnunggul\local\feed\kind\completion;
use local_asnunggul\local\feed\kind\course;
use local_asnunggul\local\feed\kind\enrolment;
use local_asnunggul\local\feed\kind\rating;
use local_asnunggul\local\feed\watched_rows;
use local_asnunggul\local\rating\own_rating;

/**
 * Writes down which rows an event may have changed; runs inside the user's request, so it inserts and nothing more.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class observer {
    /**
     * A course was created or updated (this includes its form's custom fields, hiding, showing and moving), or one of Moodle's
     * tasks showed it because it has started or hid it because it has ended.
     *
     * @param base $event
     */
    public static function course(base $event): void {
        change_log::guarded(fn() => change_log::add(course::NAME, (int)$event->objectid));
    }

    /**
     * A course has a section more or less: one of weeks ends later or earlier, and no event says so.
     *
     * @param base $event
     */
    public static function course_section(base $event): void {
        change_log::guarded(fn() => change_log::add(course::NAME, (int)$event->courseid));
    }

    /**
     * A course was restored, from a backup or the recycle bin: restore writes most rows without an event of their own.
     *
     * @param base $event
     */
    public static function course_restored(base $event): void {
        change_log::guarded(function () use ($event): void {
            badge_homes::remember('b.courseid = ?', [(int)$event->courseid]);
            change_log::add(course::NAME, (int)$event->courseid);
            fan_out::courses((int)$event->courseid);
        });
    }

    /**
     * A course is gone: what the hook wrote down before is now true. Its ratings are this plugin's, so it deletes them.
     *
     * @param base $event
     */
    public static function course_deleted(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add(course::NAME, (int)$event->objectid);
            own_rating::forget_course((int)$event->objectid);
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
     * A course was reset: rows are gone and dates have moved. Ratings stay here until their learners complete it again.
     *
     * @param base $event
     */
    public static function course_reset_ended(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add(course::NAME, (int)$event->courseid);
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
    public static function user_enrolment(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add(enrolment::NAME, (int)$event->objectid);
            match ($event->crud) {
                'c' => watched_rows::add(enrolment::NAME, (int)$event->objectid),
                'd' => watched_rows::leave(enrolment::NAME, (int)$event->objectid),
                default => null,
            };
            if (($event->other['enrol'] ?? '') === 'self') {
                fan_out::places((int)$event->courseid);
            }
        });
    }

    /**
     * An enrolment method was added, changed or deleted: self-enrolment of the course and the status of its enrolments follow.
     *
     * @param base $event
     */
    public static function enrol_instance(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add(course::NAME, (int)$event->courseid);
            fan_out::enrol_instance((int)$event->objectid);
        });
    }

    /**
     * Somebody completed a course, perhaps again: then their rating counts again.
     *
     * @param base $event
     */
    public static function course_completed(base $event): void {
        change_log::guarded(function () use ($event): void {
            watched_rows::add(completion::NAME, (int)$event->objectid, true);
            change_log::add(completion::NAME, (int)$event->objectid);
            if ($rating = own_rating::of((int)$event->courseid, (int)$event->relateduserid)) {
                watched_rows::add(rating::NAME, (int)$rating->id, true);
                change_log::add(rating::NAME, (int)$rating->id);
            }
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
            watched_rows::log_vanished(completion::NAME, (int)$event->courseid);
            watched_rows::log_vanished(rating::NAME, (int)$event->courseid);
        });
    }

    /**
     * A badge was created, changed, enabled, disabled or archived.
     *
     * @param base $event
     */
    public static function badge(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add(badge_class::NAME, (int)$event->objectid);
            badge_homes::remember('b.id = ?', [(int)$event->objectid]);
            self::badges_of_course($event);
        });
    }

    /**
     * A badge was deleted, and with it its awards.
     *
     * @param base $event
     */
    public static function badge_deleted(base $event): void {
        change_log::guarded(function () use ($event): void {
            change_log::add(badge_class::NAME, (int)$event->objectid);
            watched_rows::log_vanished(assertion::NAME, (int)$event->objectid);
            self::badges_of_course($event);
        });
    }

    /**
     * A course has a badge more or less that can be earned.
     *
     * @param base $event of a badge
     */
    private static function badges_of_course(base $event): void {
        if ((int)$event->courseid > SITEID) {
            change_log::add(course::NAME, (int)$event->courseid);
        }
    }

    /**
     * A tag was put to something or taken from it.
     *
     * @param base $event
     */
    public static function tag(base $event): void {
        if (($event->other['itemtype'] ?? '') === 'course') {
            change_log::guarded(fn() => change_log::add(course::NAME, (int)$event->other['itemid']));
        }
    }

    /**
     * A tag has another name.
     *
     * @param base $event
     */
    public static function tag_updated(base $event): void {
        change_log::guarded(fn() => fan_out::tag((int)$event->objectid));
    }

    /**
     * A badge was awarded.
     *
     * @param base $event
     */
    public static function badge_awarded(base $event): void {
        $id = (int)($event->other['badgeissuedid'] ?? 0);
        if ($id) {
            change_log::guarded(function () use ($id): void {
                watched_rows::add(assertion::NAME, $id);
                change_log::add(assertion::NAME, $id);
            });
        }
    }

    /**
     * A badge was revoked. The award has vanished when its event comes, and the event does not name it.
     *
     * @param base $event
     */
    public static function badge_revoked(base $event): void {
        change_log::guarded(fn() => watched_rows::log_vanished(assertion::NAME, (int)$event->objectid));
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
