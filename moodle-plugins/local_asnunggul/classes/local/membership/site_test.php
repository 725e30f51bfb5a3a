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

namespace local_asnunggul\local\membership;

use core_course\customfield\course_handler;
use local_asnunggul\local\feed\feed_settings;
use local_asnunggul\local\feed\preview;

/**
 * The part of the self-test that looks at this site only: quick enough to run whenever the page is opened.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class site_test {
    /** Seconds without cron after which the admin is warned. */
    private const CRON = 15 * MINSECS;

    /**
     * Looks at everything.
     *
     * @return finding[]
     */
    public static function run(): array {
        return [
            self::keys(), self::https(), self::cron(), self::joined(), self::streams(), self::completion(), self::self_enrolment(),
            self::fields(), self::values(),
        ];
    }

    /**
     * The private key can be read back.
     *
     * @return finding
     */
    private static function keys(): finding {
        $file = \core\encryption::get_key_file();
        return keys::readable() ? finding::ok('keys') : finding::other('keys', finding::FAILED, 'keys_unreadable', $file);
    }

    /**
     * The site has TLS.
     *
     * @return finding
     */
    private static function https(): finding {
        return is_https() || str_starts_with(self::wwwroot(), 'https://')
            ? finding::ok('https')
            : finding::other('https', finding::WARNING, 'https_missing', self::wwwroot());
    }

    /**
     * Cron ran lately: numbers are pruned and keys rotated by it.
     *
     * @return finding
     */
    private static function cron(): finding {
        $last = (int) get_config('tool_task', 'lastcronstart');
        if ($last === 0) {
            return finding::other('cron', finding::WARNING, 'cron_never');
        }
        $age = \core\di::get(\core\clock::class)->time() - $last;
        return $age <= self::CRON ? finding::ok('cron') : finding::other('cron', finding::WARNING, 'cron_late', format_time($age));
    }

    /**
     * The site has joined, under the address it still has, and is not paused.
     *
     * @return finding
     */
    private static function joined(): finding {
        $membership = membership::current();
        return match (true) {
            $membership === null => finding::other('joined', finding::WARNING, 'joined_not'),
            $membership->joinedurl !== self::wwwroot() => finding::other('joined', finding::FAILED, 'joined_elsewhere', [
                'then' => $membership->joinedurl,
                'now' => self::wwwroot(),
            ]),
            $membership->paused => finding::other('joined', finding::WARNING, 'joined_paused'),
            default => finding::ok('joined'),
        };
    }

    /**
     * The catalogue may be read; the people streams are the admin's free choice.
     *
     * @return finding
     */
    private static function streams(): finding {
        return feed_settings::is_on('catalogue')
            ? finding::ok('streams')
            : finding::other('streams', finding::WARNING, 'streams_off');
    }

    /**
     * Completion tracking is on, else no course can ever be completed.
     *
     * @return finding
     */
    private static function completion(): finding {
        global $CFG;
        return !empty($CFG->enablecompletion) ? finding::ok('completion') : finding::other('completion', finding::WARNING, 'completion_off');
    }

    /**
     * Self-enrolment is on, else learners of other agencies cannot come in by themselves.
     *
     * @return finding
     */
    private static function self_enrolment(): finding {
        return enrol_is_enabled('self') ? finding::ok('selfenrol') : finding::other('selfenrol', finding::WARNING, 'selfenrol_off');
    }

    /**
     * Every mapped custom field exists.
     *
     * @return finding
     */
    private static function fields(): finding {
        $known = array_map(fn($field): string => $field->get('shortname'), course_handler::create()->get_fields());
        $mapped = array_filter(array_map(feed_settings::field_shortname(...), feed_settings::CONCEPTS));
        $missing = array_diff($mapped, $known);
        return $missing
            ? finding::other('fields', finding::WARNING, 'fields_missing', implode(', ', $missing))
            : finding::ok('fields');
    }

    /**
     * Every value of a mapped field can be read.
     *
     * @return finding
     */
    private static function values(): finding {
        $courses = [];
        foreach ($unreadable = preview::unreadable() as ['course' => $course, 'field' => $field]) {
            $courses[$course] = isset($courses[$course]) ? "$courses[$course], $field" : $field;
        }
        return $courses
            ? finding::other('values', finding::WARNING, 'values_unreadable', count($unreadable), $courses)
            : finding::ok('values');
    }

    /**
     * This site's address.
     *
     * @return string
     */
    private static function wwwroot(): string {
        global $CFG;
        return $CFG->wwwroot;
    }
}
