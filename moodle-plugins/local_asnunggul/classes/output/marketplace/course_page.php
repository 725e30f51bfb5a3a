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
use local_asnunggul\local\marketplace\place;
use local_asnunggul\local\marketplace\question;

/**
 * One course of the marketplace as data: what is known of it, the way into it, and those like it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_page implements named_templatable, renderable {
    /** What of the address of a course is not that of its site. */
    private const BESIDE_THE_SITE = '~^https?://|/(course/view|auth/asnsso/login)\.php.*$~i';

    /** @var answer|null What the page shows; null if nobody can say. */
    private readonly ?answer $answer;

    /** @var bool Whether the centre has said that it is not offered. */
    private readonly bool $ismissing;

    /**
     * The page.
     *
     * @param catalogue $catalogue
     * @param string $tenant
     * @param int $course
     */
    public function __construct(catalogue $catalogue, string $tenant, int $course) {
        $answer = null;
        $missing = false;
        try {
            $answer = $catalogue->offering($tenant, $course);
        } catch (no_answer $e) {
            $missing = $e->reason !== no_answer::AWAY;
        }
        $this->answer = $answer;
        $this->ismissing = $missing;
    }

    /**
     * The title of the course, or why there is none.
     *
     * @return string
     */
    public function title(): string {
        return $this->answer?->content->offering->facts['title']
            ?? saying::word($this->ismissing ? 'missing_title' : 'away_title');
    }

    /**
     * Whether the centre has said that it is not offered.
     *
     * @return bool
     */
    public function is_missing(): bool {
        return $this->ismissing;
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_asnunggul/marketplace/course';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $answer = $this->ismissing ? new answer(null, 0) : $this->answer;
        $frame = frame::export(new question(), $answer) + ['heading' => $this->title(), 'missing' => $this->ismissing];
        if ($this->answer === null) {
            return $frame;
        }
        $one = $this->answer->content->offering;
        $similar = $this->answer->content->similar;
        $facts = [...card::facts($one), ...card::more_facts($one)];
        return $frame + ['course' => card::export($one) + [
            'whole' => $one->facts['summary'],
            'owner' => place::agency($one->facts['agency'])->out(false),
            'entrance' => place::entrance($one),
            'abroad' => place::is_own($one) ? null : preg_replace(self::BESIDE_THE_SITE, '', $one->facts['address']),
            'table' => $facts,
            'similar' => card::each($similar),
            'hassimilar' => (bool) $similar,
        ]];
    }
}
