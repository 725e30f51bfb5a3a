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

namespace local_asnunggul\output;

use core\output\named_templatable;
use core\output\renderable;
use core\output\renderer_base;
use local_asnunggul\local\rating\course_ratings;
use local_asnunggul\local\rating\entitlement;
use local_asnunggul\local\rating\own_rating;
use local_asnunggul\local\rating\owner;

/**
 * The ratings of a course as data for its page: what was said and answered, never who said it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class ratings_page implements named_templatable, renderable {
    /**
     * One page of the ratings of a course.
     *
     * @param \stdClass $course
     * @param int $page from 0
     */
    public function __construct(
        /** @var \stdClass The course. */
        private readonly \stdClass $course,
        /** @var int The page. */
        private readonly int $page,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_asnunggul/ratings';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        global $USER;

        $courseid = (int)$this->course->id;
        [$count, $mean] = course_ratings::summary($courseid);
        $ratings = course_ratings::page($courseid, $this->page);
        $owns = has_capability(owner::CAPABILITY, \core\context\course::instance($courseid));
        $reasons = $owns ? course_ratings::reasons(array_keys($ratings)) : [];
        $own = own_rating::of($courseid, (int)$USER->id);
        $refusal = entitlement::refusal($this->course);
        $url = fn(string $page, array $parameters): string
            => (new \core\url("/local/asnunggul/$page.php", $parameters))->out(false);
        return [
            'any' => $count > 0,
            'count' => $count,
            'mean' => self::mean($mean),
            'whole' => (int)round($mean),
            'rate' => $refusal ? null : $url('rate', ['course' => $courseid]),
            'rated' => (bool)$own,
            'refusal' => $refusal ? get_string($refusal, 'local_asnunggul') : null,
            // Who may not rate any more may still take back what they said.
            'withdraw' => $refusal && $own ? $url('rate', ['course' => $courseid, 'withdraw' => 1]) : null,
            'list' => array_values(array_map(fn(\stdClass $rating): array => self::rating(
                $rating,
                $owns ? $url('ratinganswer', ['id' => $rating->id]) : null,
                $rating->userid === $USER->id ? null : $url('ratingreport', ['id' => $rating->id]),
                $reasons[$rating->id] ?? [],
            ) + ['own' => $rating->userid === $USER->id], $ratings)),
            'pages' => $output->render(new \core\output\paging_bar(
                $count,
                $this->page,
                course_ratings::PAGE_SIZE,
                new \core\url('/local/asnunggul/ratings.php', ['course' => $courseid])
            )),
        ];
    }

    /**
     * A mean as people read it.
     *
     * @param float $mean
     * @return string
     */
    public static function mean(float $mean): string {
        return format_float($mean, 1);
    }

    /**
     * One rating.
     *
     * @param \stdClass $rating
     * @param string|null $answer where its owner answers it
     * @param string|null $report where it is reported
     * @param string[] $reasons why it was reported, for its owner
     * @return array
     */
    private static function rating(\stdClass $rating, ?string $answer, ?string $report, array $reasons): array {
        $date = fn(?string $time): ?string
            => $time ? userdate((int)$time, get_string('strftimedate', 'core_langconfig')) : null;
        $stars = min(5, max(0, (int)$rating->stars));
        return [
            'id' => (int)$rating->id,
            'stars' => $stars,
            'shown' => str_repeat('★', $stars) . str_repeat('☆', 5 - $stars),
            // A text may be a nought, which a template takes for none.
            'hastext' => $rating->text !== null,
            'text' => $rating->text,
            'date' => $date($rating->timecreated),
            'edited' => $date($rating->timemodified),
            'hasanswer' => $rating->answer !== null,
            'answer' => $rating->answer,
            'answered' => $date($rating->timeanswered),
            'answerurl' => $answer,
            'reporturl' => $report,
            'hasflag' => $answer && $rating->flagreason !== null,
            'flagged' => $rating->flagreason,
            'reported' => $answer && $reasons ? ['number' => count($reasons), 'reasons' => $reasons] : null,
        ];
    }
}
