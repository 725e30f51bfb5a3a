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

use core\check\check;
use core\output\named_templatable;
use core\output\renderable;
use core\output\renderer_base;
use local_asnunggul\check\row;
use local_asnunggul\form\join_form;
use local_asnunggul\local\membership\admin_action;
use local_asnunggul\local\membership\identity;
use local_asnunggul\local\membership\leave;
use local_asnunggul\local\membership\membership;
use local_asnunggul\local\membership\tenant_status;
use tool_task\check\cronrunning;

/**
 * The tenant admin's page as data: the membership here, the other sections by classes of their own.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class status_page implements named_templatable, renderable {
    /**
     * The page for this reader.
     *
     * @param bool $manages whether the reader may change anything
     * @param join_form|null $form for who manages: a member can take a new code, too
     * @param bool $asksnetwork whether the self-test asks the network too, which can take seconds
     */
    public function __construct(
        /** @var bool Whether the reader may change anything. */
        private readonly bool $manages,
        /** @var join_form|null The join form. */
        private readonly ?join_form $form = null,
        /** @var bool Whether the self-test asks the network too. */
        private readonly bool $asksnetwork = false,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_asnunggul/status_page';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $membership = membership::current();
        $status = $membership ? tenant_status::read($membership) : null;
        return [
            'manages' => $this->manages,
            'membership' => $membership ? $this->membership($membership) : null,
            'joinform' => $this->form?->render(),
            'joinagain' => (bool) $this->form?->is_submitted(),
            'receipt' => $this->receipt(),
            'sent' => sent_section::export($status),
            'tenantstatus' => $status ? tenant_status_section::export($status, $this->manages) : null,
            'selftest' => $this->selftest($output),
        ];
    }

    /**
     * The rows of the self-test, and Moodle's own look at cron, which numbers and keys depend on.
     *
     * @param renderer_base $output
     * @return array
     */
    private function selftest(renderer_base $output): array {
        $checks = [...row::of_site(), new cronrunning(), ...($this->asksnetwork ? row::of_network() : [])];
        return [
            'rows' => array_map(function (check $check) use ($output): array {
                $result = $check->get_result();
                $own = $check instanceof row;
                return [
                    'name' => $own ? $check->label() : $check->get_name(),
                    'status' => $output->check_result($result),
                    'summary' => $result->get_summary(),
                    'details' => $own ? $result->get_details() : '',
                ];
            }, $checks),
            'run' => $this->asksnetwork ? null : (new \core\url('/local/asnunggul/index.php', ['selftest' => 1]))->out(false),
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
            'lastread' => $last ? words::ago($last) : null,
            'site' => identity::site(),
            'paused' => $membership->paused,
            'buttons' => $this->manages ? array_map(fn(admin_action $action): array => [
                'action' => $action->value,
                'label' => $action->label(),
                'url' => (new \core\url('/local/asnunggul/index.php'))->out(false),
                'sesskey' => sesskey(),
            ], [
                $membership->paused ? admin_action::resume : admin_action::pause, admin_action::restored, admin_action::disconnect,
            ]) : [],
        ];
    }

    /**
     * The receipt of the last leaving.
     *
     * @return array|null
     */
    private function receipt(): ?array {
        $receipt = leave::receipt();
        return $receipt === null ? null : [
            'left' => userdate($receipt['left']),
            'deleted' => array_map(
                fn(string $kind, int $count): array => ['kind' => words::kind($kind), 'count' => $count],
                array_keys($receipt['deleted']),
                $receipt['deleted']
            ),
        ] + $receipt;
    }
}
