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

use core\output\renderable;
use core\output\renderer_base;
use core\output\templatable;
use local_asnunggul\form\join_form;
use local_asnunggul\local\membership\admin_action;
use local_asnunggul\local\membership\identity;
use local_asnunggul\local\membership\leave;
use local_asnunggul\local\membership\membership;
use local_asnunggul\local\membership\report;

/**
 * The tenant admin's page as data: the membership here, the other sections by classes of their own.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class status_page implements renderable, templatable {
    /**
     * The page for this reader.
     *
     * @param bool $manages whether the reader may change anything
     * @param join_form|null $form shown while the site has not joined
     */
    public function __construct(
        /** @var bool Whether the reader may change anything. */
        private readonly bool $manages,
        /** @var join_form|null The join form. */
        private readonly ?join_form $form = null,
    ) {
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $membership = membership::current();
        $report = $membership ? report::read($membership) : null;
        return [
            'manages' => $this->manages,
            'membership' => $membership ? $this->membership($membership) : null,
            'joinform' => $this->form?->render(),
            'receipt' => $this->receipt(),
            'sent' => (new sent_section($report))->export(),
            'report' => $report ? (new report_section($report))->export() : null,
            'selftest' => (new selftest_section())->export() + ['run' => $this->button(admin_action::selftest)],
        ];
    }

    /**
     * The facts of the membership and the buttons that change it.
     *
     * @param membership $membership
     * @return array
     */
    private function membership(membership $membership): array {
        $last = (int) get_config('local_asnunggul', 'lastread');
        return [
            'agency' => $membership->agency,
            'tenant' => $membership->tenant,
            'centre' => $membership->centre,
            'since' => userdate($membership->joined),
            'lastread' => $last ? age::ago($last) : null,
            'site' => identity::site(),
            'paused' => $membership->paused,
            'buttons' => array_filter([
                $this->button($membership->paused ? admin_action::resume : admin_action::pause),
                $this->button(admin_action::restored),
                $this->button(admin_action::disconnect),
            ]),
        ];
    }

    /**
     * A button, if this reader may press it.
     *
     * @param admin_action $action
     * @return array|null
     */
    private function button(admin_action $action): ?array {
        return $this->manages ? [
            'action' => $action->value,
            'label' => $action->label(),
            'url' => (new \core\url('/local/asnunggul/index.php'))->out(false),
            'sesskey' => sesskey(),
        ] : null;
    }

    /**
     * The receipt of the last leaving.
     *
     * @return array|null
     */
    private function receipt(): ?array {
        if (!$receipt = leave::receipt()) {
            return null;
        }
        $deleted = [];
        foreach ($receipt['deleted'] as $kind => $count) {
            $deleted[] = ['kind' => words::kind($kind), 'count' => $count];
        }
        return [
            'centre' => $receipt['centre'],
            'tenant' => $receipt['tenant'],
            'left' => userdate($receipt['left']),
            'receipt' => $receipt['receipt'],
            'deleted' => $deleted,
        ];
    }
}
