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
use local_asnunggul\local\marketplace\audience;
use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\no_answer;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;

/**
 * The front of the marketplace as data: rows, and the ways into all of it. Only what is new is asked now; the rest is kept.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class front_page implements named_templatable, renderable {
    /** Ways straight to something, as on the portal. */
    private const QUICK = ['minutes' => '5', 'open' => 'yes', 'badge' => 'yes', 'soon' => 'yes'];

    /** Agencies shown. */
    private const AGENCIES = 12;

    /**
     * The page.
     *
     * @param catalogue $catalogue
     * @param bundle|null $kept
     */
    public function __construct(
        /** @var catalogue Who is asked. */
        private readonly catalogue $catalogue,
        /** @var bundle|null What is kept. */
        private readonly ?bundle $kept,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_asnunggul/marketplace/front';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        [$rows, $answer] = $this->rows();
        $total = $this->kept?->total ?? 0;
        $agencies = $this->kept?->agencies ?? [];
        $counted = ['count' => saying::number($total), 'agencies' => saying::number(count($agencies))];
        $ismember = $this->kept?->audience === audience::agency;
        $kinds = array_filter($this->kept?->facets['competency'] ?? []);
        return frame::export(new question(), $answer) + [
            'lead' => $total ? saying::word($ismember ? 'lead_member' : 'lead', (object) $counted) : null,
            'nothing' => !$total && !$rows && $answer !== null,
            'quick' => $this->quick(),
            'rows' => $rows,
            'kinds' => array_map(self::kind(...), array_map('strval', array_keys($kinds)), $kinds),
            'haskinds' => (bool) $kinds,
            'owners' => agency_page::tiles(array_slice($this->largest($agencies), 0, self::AGENCIES, true)),
            'hasowners' => (bool) $agencies,
            'asof' => $this->kept ? saying::as_of($this->kept->time) : null,
        ];
    }

    /**
     * The rows as data; the newest are from now, if the centre can be asked.
     *
     * @return array the rows, and of when the newest are
     */
    private function rows(): array {
        $questions = bundle::questions();
        $offerings = $this->kept?->rows ?? [];
        $answer = $this->newest($questions['new']);
        if ($answer?->content) {
            $offerings['new'] = bundle::fair($answer->content->offerings);
        }
        $rows = [];
        foreach (array_intersect_key($questions, array_filter($offerings)) as $name => $question) {
            $rows[] = [
                'id' => $name,
                'heading' => saying::word($name),
                'url' => place::search(new question('', $question->choices, $question->sort))->out(false),
                'further' => saying::word("see_all_$name"),
                'cards' => card::each($offerings[$name]),
            ];
        }
        return [$rows, $answer];
    }

    /**
     * What is new: as the centre says now, or said when it was last asked; else without content, of when what is kept is.
     *
     * @param question $question
     * @return answer|null
     */
    private function newest(question $question): ?answer {
        try {
            $found = $this->catalogue->search($question);
        } catch (no_answer) {
            $found = null;
        }
        $isfound = $found && $found->source !== answer::LOOKED_UP;
        return $isfound || !$this->kept ? $found : new answer(null, $this->kept->time, answer::KEPT);
    }

    /**
     * Ways straight to something that would find something.
     *
     * @return array
     */
    private function quick(): array {
        $found = array_filter(self::QUICK, fn(string $value, string $name): bool =>
            ($this->kept?->facets[$name][$value] ?? 0) > 0, ARRAY_FILTER_USE_BOTH);
        return array_map(fn(string $name, string $value): array => [
            'text' => saying::value($name, $value),
            'url' => place::search(new question('', [$name => [$value]]))->out(false),
        ], array_keys($found), array_values($found));
    }

    /**
     * A competency kind.
     *
     * @param string $value
     * @param int $count
     * @return array
     */
    private static function kind(string $value, int $count): array {
        return [
            'text' => saying::value('competency', $value),
            'much' => saying::word('much', saying::number($count)),
            'url' => place::search(new question('', ['competency' => [$value]]))->out(false),
        ];
    }

    /**
     * Agencies by how much they offer.
     *
     * @param array $agencies
     * @return array
     */
    private function largest(array $agencies): array {
        arsort($agencies);
        return $agencies;
    }
}
