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

use local_asnunggul\local\feed\preview;
use local_asnunggul\local\feed\streams;
use local_asnunggul\local\membership\tenant_status;
use local_asnunggul\local\setting;

/**
 * "What LAN receives": for each stream what is in it, in words, and the newest rows exactly as they leave, or would if it were on.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sent_section {
    /** Rows shown of each kind. */
    private const ROWS = 5;

    /**
     * The section as data.
     *
     * @param tenant_status|null $status of the centre, if the site has joined
     * @return array
     */
    public static function export(?tenant_status $status): array {
        $synced = array_column($status?->answer['streams'] ?? [], null, 'stream');
        $preview = new preview();
        $streams = [];
        foreach (streams::names() as $stream) {
            $on = setting::stream($stream)->is_on();
            $streams[] = [
                'name' => words::stream($stream),
                'on' => $on,
                'leaves' => get_string("stream_{$stream}_desc", 'local_asnunggul'),
                'synced' => $on && isset($synced[$stream]) ? self::synced($synced[$stream]) : null,
                'kinds' => array_map(fn(string $kind): array => self::kind($preview, $kind), streams::kind_names($stream)),
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
            'lastok' => $stream['last_ok'] ? words::ago($stream['last_ok']) : null,
            'verifiedat' => $stream['verified_at'] ? words::ago($stream['verified_at']) : null,
        ] + $stream;
    }

    /**
     * The newest rows of a kind.
     *
     * @param preview $preview
     * @param string $kind
     * @return array
     */
    private static function kind(preview $preview, string $kind): array {
        [$columns, $rows] = $preview->rows($kind, self::ROWS);
        $cells = fn(array $row): array => ['cells' => array_map(words::value(...), $columns, $row)];
        return [
            'name' => words::kind($kind),
            'columns' => array_map(words::column(...), $columns),
            'rows' => array_map($cells, $rows),
            'any' => (bool) $rows,
        ];
    }
}
