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

use local_asnunggul\local\feed\feed_settings;
use local_asnunggul\local\feed\preview;
use local_asnunggul\local\membership\report;

/**
 * "What LAN receives": for each stream what is in it, in words, and the newest rows exactly as they leave.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class sent_section {
    /** The kinds of each stream. */
    private const STREAMS = [
        'catalogue' => ['course'],
        'learning' => ['enrolment', 'completion'],
        'badges' => ['badge_class', 'assertion'],
    ];

    /** Rows shown of each kind. */
    private const ROWS = 5;

    /**
     * The section.
     *
     * @param report|null $report of the centre, if the site has joined
     */
    public function __construct(
        /** @var report|null The report of the centre. */
        private readonly ?report $report,
    ) {
    }

    /**
     * The section as data.
     *
     * @return array
     */
    public function export(): array {
        $synced = array_column($this->report?->answer['streams'] ?? [], null, 'stream');
        $streams = [];
        foreach (self::STREAMS as $stream => $kinds) {
            $on = feed_settings::is_on($stream);
            $streams[] = [
                'name' => words::stream($stream),
                'on' => $on,
                'leaves' => get_string("stream_{$stream}_desc", 'local_asnunggul'),
                'synced' => $on && isset($synced[$stream]) ? self::synced($synced[$stream]) : null,
                'kinds' => $on ? array_map(self::kind(...), $kinds) : [],
            ];
        }
        $settings = new \core\url('/admin/settings.php', ['section' => 'local_asnunggul_settings']);
        return [
            'streams' => $streams,
            'settings' => has_capability('moodle/site:config', \core\context\system::instance()) ? $settings->out(false) : null,
        ];
    }

    /**
     * How a stream stands at the centre.
     *
     * @param array $stream
     * @return array
     */
    private static function synced(array $stream): array {
        return [
            'rows' => $stream['rows'],
            'lastok' => $stream['last_ok'] ? age::ago($stream['last_ok']) : null,
            'verified' => $stream['verified'],
            'verifiedat' => $stream['verified_at'] ? age::ago($stream['verified_at']) : null,
        ];
    }

    /**
     * The newest rows of a kind.
     *
     * @param string $kind
     * @return array
     */
    private static function kind(string $kind): array {
        [$columns, $rows] = preview::rows($kind, self::ROWS);
        $cells = fn(array $row): array => ['cells' => array_map(words::value(...), $columns, $row)];
        return [
            'name' => words::kind($kind),
            'columns' => array_map(words::column(...), $columns),
            'rows' => array_map($cells, $rows),
            'any' => (bool) $rows,
        ];
    }
}
