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
use local_asnunggul\local\marketplace\bundle;
use local_asnunggul\local\marketplace\catalogue;
use local_asnunggul\local\marketplace\no_answer;
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;

/**
 * What one agency offers, or the list of all agencies, as data.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class agency_page implements named_templatable, renderable {
    /** Cards of a page. */
    private const CARDS = 18;

    /**
     * The page.
     *
     * @param catalogue $catalogue
     * @param bundle|null $kept
     * @param string|null $agency null for the list
     * @param string|null $cursor of a later page
     */
    public function __construct(
        /** @var catalogue Who is asked. */
        private readonly catalogue $catalogue,
        /** @var bundle|null What is kept: the list is always of that. */
        private readonly ?bundle $kept,
        /** @var string|null Which agency. */
        private readonly ?string $agency,
        /** @var string|null Leads to a later page. */
        private readonly ?string $cursor,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_asnunggul/marketplace/' . ($this->agency === null ? 'agencies' : 'agency');
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        return $this->agency === null ? $this->all() : $this->one($this->agency);
    }

    /**
     * Agencies as tiles, each with how much it offers.
     *
     * @param array $agencies
     * @return array
     */
    public static function tiles(array $agencies): array {
        return array_map(fn(string $name, int $count): array => [
            'agency' => $name,
            'initials' => saying::initials($name),
            'much' => saying::word('much', saying::number($count)),
            'url' => place::agency($name)->out(false),
        ], array_map('strval', array_keys($agencies)), $agencies);
    }

    /**
     * The list.
     *
     * @return array
     */
    private function all(): array {
        $agencies = $this->kept?->agencies ?? [];
        $counted = (object) ['agencies' => saying::number(count($agencies))];
        return frame::export(new question(), new answer(null, 0)) + [
            'lead' => $this->kept ? saying::word('agencies_lead', $counted) : saying::word('nothing_kept'),
            'owners' => self::tiles($agencies),
            'asof' => $this->kept ? saying::as_of($this->kept->time) : null,
        ];
    }

    /**
     * One agency.
     *
     * @param string $agency
     * @return array
     */
    private function one(string $agency): array {
        $question = new question('', ['agency' => [$agency]], 'newest', $this->cursor, self::CARDS);
        try {
            $answer = $this->catalogue->search($question);
        } catch (no_answer $e) {
            $answer = $e->reason === no_answer::AWAY ? null : new answer(null, 0);
        }
        $found = $answer?->content;
        $cursor = $found?->cursor;
        return frame::export(new question(), $answer, $agency) + [
            'agency' => $agency,
            'initials' => saying::initials($agency),
            'much' => $found ? saying::word('much', saying::number($found->total)) : null,
            'logo' => empty($found->offerings) ? null : picture::export($found->offerings[0])['logo'],
            'cards' => card::each($found->offerings ?? []),
            'missing' => $answer !== null && empty($found->offerings),
            'cut' => (bool) $found?->cut,
            'pages' => $cursor === null && $this->cursor === null ? null : [
                'first' => $this->cursor === null ? null : place::agency($agency)->out(false),
                'next' => $cursor === null ? null : place::agency($agency, $cursor)->out(false),
            ],
        ];
    }
}
