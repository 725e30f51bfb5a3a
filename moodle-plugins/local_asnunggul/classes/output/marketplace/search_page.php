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

namespace local_asnunggul\output\marketplace;

use core\output\named_templatable;
use core\output\renderable;
use core\output\renderer_base;
use local_asnunggul\local\marketplace\answer;
use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\no_answer;
use local_asnunggul\local\marketplace\page_of_hits;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;

/**
 * What a search found, as data: hits with filters, orders and pages.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class search_page implements named_templatable, renderable {
    /**
     * The page.
     *
     * @param catalogue $catalogue
     * @param question $question
     */
    public function __construct(
        /** @var catalogue Who is asked. */
        private readonly catalogue $catalogue,
        /** @var question What for. */
        private readonly question $question,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_asnunggul/marketplace/search';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $question = $this->question;
        try {
            $answer = $this->catalogue->search($question);
        } catch (no_answer $e) {
            if ($e->reason === no_answer::REFUSED) {
                return $this->refused();
            }
            return frame::export($question, null) + $this->heading();
        }
        $found = $answer->content;
        $groups = $answer->source === answer::LOOKED_UP ? [] : filters::groups($found, $question);
        $chosen = filters::chosen($question);
        return frame::export($question, $answer) + $this->heading() + [
            'found' => saying::word('found_many', saying::number($found->total)),
            'hashits' => (bool) $found->offerings,
            'cards' => card::each($found->offerings),
            'chosen' => $chosen,
            'haschosen' => (bool) $chosen,
            'clear' => count($chosen) > 1 ? place::search($question->without())->out(false) : null,
            'groups' => $groups,
            'hasgroups' => (bool) $groups,
            'filters' => saying::word('filters') . ($chosen ? ' (' . saying::number(count($chosen)) . ')' : ''),
            'sorts' => $found->total > 1 ? $this->sorts($found) : [],
            'hassorts' => $found->total > 1,
            'meant' => $found->meant === null ? null : [
                'text' => $found->meant,
                'url' => place::search($question->meaning($found->meant))->out(false),
            ],
            'pages' => self::pages($question, $found),
            'cut' => $found->cut,
            'haswords' => $question->words !== '',
            'wordless' => $question->words !== '' && !preg_match('/[\p{L}\p{M}\p{N}]/u', $question->words),
        ];
    }

    /**
     * The heading.
     *
     * @return array
     */
    private function heading(): array {
        $isall = $this->question->words === '' && !$this->question->choices;
        return ['heading' => saying::word($isall ? 'all_courses' : 'results')];
    }

    /**
     * What is shown of a question that cannot be answered by anybody.
     *
     * @return array
     */
    private function refused(): array {
        $said = ['refused' => saying::word('refused'), 'heading' => saying::word('refused_title')];
        return $said + frame::export(new question(), new answer(null, 0));
    }

    /**
     * The orders this centre knows.
     *
     * @param page_of_hits $found
     * @return array
     */
    private function sorts(page_of_hits $found): array {
        $question = $this->question;
        $sorts = array_filter(question::SORTS, fn(string $sort): bool => $sort !== 'relevance' || $question->words !== '');
        $sorts = isset($found->facets['stars']) ? $sorts : array_diff($sorts, question::SORTS_BY_RATING);
        return array_map(fn(string $sort): array => [
            'text' => saying::word("order_$sort"),
            'url' => place::search($question->sorted($sort))->out(false),
            'current' => $sort === $question->order(),
        ], array_values($sorts));
    }

    /**
     * The ways to other pages, if there are any.
     *
     * @param question $question
     * @param page_of_hits $found
     * @return array|null
     */
    private static function pages(question $question, page_of_hits $found): ?array {
        if ($found->cursor === null && $question->cursor === null) {
            return null;
        }
        return [
            'first' => $question->cursor === null ? null : place::search($question)->out(false),
            'next' => $found->cursor === null ? null : place::search($question, $found->cursor)->out(false),
        ];
    }
}
