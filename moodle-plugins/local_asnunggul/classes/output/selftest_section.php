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

use local_asnunggul\local\membership\finding;
use local_asnunggul\local\membership\network_test;
use local_asnunggul\local\membership\site_test;

/**
 * The self-test: this site now, the network as it was when last asked.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class selftest_section {
    /** Courses to mend that are shown at once; the next ones appear when these are mended. */
    private const COURSES = 20;

    /**
     * The section as data.
     *
     * @return array
     */
    public function export(): array {
        $network = network_test::last();
        return [
            'findings' => array_map(self::finding(...), array_merge(site_test::run(), $network['findings'] ?? [])),
            'asked' => $network ? age::ago($network['time']) : null,
        ];
    }

    /**
     * One finding.
     *
     * @param finding $finding
     * @return array
     */
    private static function finding(finding $finding): array {
        $courses = array_slice($finding->courses, 0, self::COURSES, true);
        return [
            'name' => $finding->name(),
            'status' => $finding->status,
            'statusname' => get_string("status_$finding->status", 'local_asnunggul'),
            'sentence' => $finding->sentence(),
            'courses' => array_map(fn(int $id, string $field): array => [
                'record' => words::record('course', $id),
                'field' => $field,
                'url' => (new \core\url('/course/edit.php', ['id' => $id]))->out(false),
            ], array_keys($courses), $courses),
        ];
    }
}
