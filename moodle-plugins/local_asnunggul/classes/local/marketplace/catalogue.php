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

namespace local_asnunggul\local\marketplace;

use local_asnunggul\site;

/**
 * The catalogue as a page asks it: the centre now, else its last good answer, else what is kept of it on this site.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class catalogue {
    /** Seconds an answer is used again; so long the centre itself lets it be kept. */
    private const FRESH = 30;

    /** Titles of suggestions, and characters of each. */
    private const TITLES = 10;

    /** Characters of a title that is suggested. */
    private const TITLE = 255;

    /**
     * For one page.
     *
     * @param centre $centre with the time the page has
     */
    public function __construct(
        /** @var centre Who is asked. */
        private readonly centre $centre,
    ) {
    }

    /**
     * What fits a question.
     *
     * @param question $question
     * @return answer of a page_of_hits
     * @throws no_answer if the centre refuses it, or nothing at all is kept
     */
    public function search(question $question): answer {
        // The centre does not know the places of what is kept; it begins anew.
        $asked = kept_offerings::is_place($question->cursor) ? $question->sorted($question->sort) : $question;
        try {
            return $this->ask('offerings?' . $asked->query(), page_of_hits::of(...));
        } catch (no_answer $e) {
            if ($e->reason === no_answer::REFUSED && $asked->cursor !== null) {
                // A cursor is of one audience, and whoever reads on may have signed in or out since. From the first page, then.
                return $this->search($asked->sorted($asked->sort));
            }
            return $this->kept($e)->look_up($question);
        }
    }

    /**
     * One offering.
     *
     * @param string $tenant
     * @param int $course
     * @return answer of a one_offering
     * @throws no_answer if it is not offered, or nothing is kept of it
     */
    public function offering(string $tenant, int $course): answer {
        try {
            return $this->ask('offerings/' . rawurlencode($tenant) . "/$course", one_offering::of(...));
        } catch (no_answer $e) {
            return $this->kept($e)->find($tenant, $course);
        }
    }

    /**
     * Titles for what somebody has typed so far; none while the centre cannot be asked.
     *
     * @param string $words
     * @return string[]
     */
    public function suggestions(string $words): array {
        try {
            return $this->ask('suggestions?q=' . rawurlencode($words), self::titles(...))->content->titles;
        } catch (no_answer) {
            return [];
        }
    }

    /**
     * The answer to one question.
     *
     * @param string $path
     * @param callable $read makes sense of what the centre says; null if there is none
     * @return answer
     * @throws no_answer
     */
    private function ask(string $path, callable $read): answer {
        $now = site::now();
        [$said, $time] = kept_answers::get($this->asked($path)) ?? [null, 0];
        $kept = $said === null ? null : $read($said);
        if ($kept && !site::is_ahead($time) && $now < $time + self::FRESH) {
            return $this->answered($kept, $time);
        }
        try {
            $content = $read($this->centre->get($path)) ?? throw new no_answer(no_answer::AWAY);
        } catch (no_answer $e) {
            if ($e->reason === no_answer::AWAY && $kept) {
                return $this->answered($kept, $time, answer::KEPT);
            }
            kept_answers::drop($this->asked($path));
            throw $e;
        }
        // The centre may have been asked for another audience in the end, and whose the answer is decides where it is kept.
        kept_answers::set($this->asked($path), $content->kept(), $now);
        return $this->answered($content, $now);
    }

    /**
     * What was asked, and for whom: answers to others are not taken for it.
     *
     * @param string $path
     * @return string
     */
    private function asked(string $path): string {
        return "{$this->centre->url} {$this->centre->audience()->value} $path";
    }

    /**
     * An answer for this page.
     *
     * @param object $content
     * @param int $time
     * @param string $source
     * @return answer
     */
    private function answered(object $content, int $time, string $source = answer::NOW): answer {
        return new answer($content, $time, $source, $this->centre->is_unproven());
    }

    /**
     * What is kept of the catalogue, if the reason there is no answer lets it be used.
     *
     * @param no_answer $e
     * @return kept_offerings
     * @throws no_answer
     */
    private function kept(no_answer $e): kept_offerings {
        $kept = $e->reason === no_answer::AWAY ? kept_offerings::of($this->centre->url, $this->centre->audience()) : null;
        return $kept ?? throw $e;
    }

    /**
     * What the centre says are suggestions.
     *
     * @param mixed $said
     * @return suggestions|null
     */
    private static function titles(mixed $said): ?suggestions {
        $title = fn(mixed $one): ?string => is_string($one) && trim($one) !== '' ? shape::text($one, self::TITLE) : null;
        $titles = shape::each($said['titles'] ?? null, self::TITLES, $title);
        return $titles === null ? null : new suggestions($titles);
    }
}
