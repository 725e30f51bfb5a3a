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

namespace local_asnunggul\check;

use core\check\result;
use core_course\customfield\course_handler;
use local_asnunggul\local\feed\kind\kind;
use local_asnunggul\local\feed\offer_count;
use local_asnunggul\local\feed\preview;
use local_asnunggul\local\feed\streams;
use local_asnunggul\local\membership\keys;
use local_asnunggul\local\membership\membership;
use local_asnunggul\local\setting;
use local_asnunggul\output\words;
use local_asnunggul\site;

/**
 * What the self-test finds on this site itself; reads settings and tables, asks nobody. Cron is looked at by Moodle's own check.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class site_rows {
    /** The rows, in their order; each is a method below. */
    public const NAMES = [
        'membership', 'lastread', 'keys', 'https', 'openstreams', 'offers', 'readable', 'completion', 'selfenrol', 'fields',
        'values', 'jp',
    ];

    /** Courses to correct that are shown at once; the next ones appear when these are corrected. */
    private const COURSES = 20;

    /**
     * The site has joined, under the address it still has, and is not paused.
     *
     * @return result
     */
    public static function membership(): result {
        global $CFG;
        $membership = membership::current();
        return match (true) {
            $membership === null => row::result(result::INFO, 'membership_not'),
            $membership->joinedurl !== $CFG->wwwroot => row::result(result::ERROR, 'membership_elsewhere', [
                'then' => $membership->joinedurl, 'now' => $CFG->wwwroot,
            ]),
            $membership->paused => row::result(result::WARNING, 'membership_paused'),
            default => new result(result::OK, get_string('joinedto', 'local_asnunggul', s($membership->centre))),
        };
    }

    /**
     * The centre has read lately: it asks every few minutes.
     *
     * @return result
     */
    public static function lastread(): result {
        $membership = membership::current();
        if (!$membership || $membership->paused) {
            return row::result(result::NA, 'lastread_notread');
        }
        $last = (int) get_config('local_asnunggul', 'lastread');
        if (site::is_ahead($last)) {
            return row::result(result::WARNING, 'lastread_ahead');
        }
        $age = site::now() - max($last, $membership->joined);
        $status = $age > DAYSECS ? result::ERROR : ($age > HOURSECS ? result::WARNING : result::OK);
        return $last === 0
            ? row::result($status, 'lastread_never')
            : row::result($status, 'lastread_ago', format_time(max(1, site::now() - $last)));
    }

    /**
     * The private key can be read back.
     *
     * @return result
     */
    public static function keys(): result {
        return keys::readable() ? row::ok() : row::result(result::ERROR, 'keys_unreadable', \core\encryption::get_key_file());
    }

    /**
     * The site has TLS.
     *
     * @return result
     */
    public static function https(): result {
        global $CFG;
        return is_https() || str_starts_with($CFG->wwwroot, 'https://')
            ? row::ok()
            : row::result(result::WARNING, 'https_missing', $CFG->wwwroot);
    }

    /**
     * The catalogue may be read; the streams about people are the admin's free choice.
     *
     * @return result
     */
    public static function openstreams(): result {
        return array_diff(streams::names(), streams::about_people(), setting::streams_on())
            ? row::result(result::WARNING, 'openstreams_off')
            : row::ok();
    }

    /**
     * How many courses are offered, and why the others are not.
     *
     * @return result
     */
    public static function offers(): result {
        $counts = offer_count::by_reason();
        $all = array_sum($counts);
        $offered = $counts[offer_count::OFFERED];
        $why = [];
        foreach (array_filter(array_diff_key($counts, [offer_count::OFFERED => 0])) as $reason => $count) {
            $why[] = get_string("offers_$reason", 'local_asnunggul', $count);
        }
        $status = $all > 0 && $offered === 0 ? result::WARNING : result::OK;
        $found = ['n' => $offered, 'm' => $all, 'why' => implode('; ', $why)];
        return row::result($status, $why ? 'offers_some' : 'offers_all', $found);
    }

    /**
     * Offered courses say how many JP they give.
     *
     * @return result
     */
    public static function jp(): result {
        $without = offer_count::without_jp();
        return $without === 0 ? row::ok() : row::result(result::WARNING, 'jp_none', $without);
    }

    /**
     * A real page of every kind whose stream is on can be read.
     *
     * @return result
     */
    public static function readable(): result {
        $broken = [];
        foreach (setting::streams_on() as $stream) {
            foreach (streams::kinds($stream) as $name => $kind) {
                $trouble = self::trouble($kind);
                if ($trouble !== null) {
                    $broken[] = words::stream($stream) . ', ' . words::kind($name) . " ($trouble)";
                }
            }
        }
        return $broken ? row::result(result::ERROR, 'readable_not', implode('; ', $broken)) : row::ok();
    }

    /**
     * Why a page of a kind cannot be read; null if it can. Not the message: that of a database quotes values.
     *
     * @param kind $kind
     * @return string|null
     */
    private static function trouble(kind $kind): ?string {
        try {
            $kind->page(0, $kind::PAGE_SIZE);
            return null;
        } catch (\Throwable $e) {
            return get_class($e) . ', ' . basename($e->getFile()) . ':' . $e->getLine();
        }
    }

    /**
     * Completion tracking is on, else no course can ever be completed.
     *
     * @return result
     */
    public static function completion(): result {
        global $CFG;
        return !empty($CFG->enablecompletion) ? row::ok() : row::result(result::WARNING, 'completion_off', [
            'setting' => get_string('enablecompletion', 'core_completion'),
            'page' => get_string('advancedfeatures', 'core_admin'),
        ]);
    }

    /**
     * Self-enrolment is on, else learners of other agencies cannot come in by themselves.
     *
     * @return result
     */
    public static function selfenrol(): result {
        return enrol_is_enabled('self') ? row::ok() : row::result(result::WARNING, 'selfenrol_off', [
            'plugin' => get_string('pluginname', 'enrol_self'),
            'page' => get_string('plugins', 'core_admin') . ' > ' . get_string('enrolments', 'core_enrol'),
        ]);
    }

    /**
     * Every mapped custom field exists.
     *
     * @return result
     */
    public static function fields(): result {
        $known = array_map(fn($field): string => $field->get('shortname'), course_handler::create()->get_fields());
        $missing = array_diff(array_filter(setting::mapped()), $known);
        return !$missing ? row::ok() : row::result(result::WARNING, 'fields_missing', [
            'fields' => implode(', ', $missing), 'page' => get_string('course_customfield', 'core_admin'),
        ]);
    }

    /**
     * Every value of a mapped field can be read.
     *
     * @return result
     */
    public static function values(): result {
        $courses = [];
        foreach ($unreadable = preview::unreadable() as ['course' => $course, 'field' => $field]) {
            $courses[$course] = isset($courses[$course]) ? "$courses[$course], $field" : $field;
        }
        if (!$courses) {
            return row::ok();
        }
        $courses = array_slice($courses, 0, self::COURSES, true);
        $links = array_map(fn(int $id, string $field): string => \html_writer::link(
            new \core\url('/course/edit.php', ['id' => $id]),
            s(words::record('course', $id))
        ) . ': ' . s($field), array_keys($courses), $courses);
        return row::result(result::WARNING, 'values_unreadable', count($unreadable), \html_writer::alist($links));
    }
}
