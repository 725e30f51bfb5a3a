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

namespace local_asnunggul\check;

use core\check\result;
use local_asnunggul\local\membership\finding;
use local_asnunggul\local\membership\network_test;
use local_asnunggul\local\membership\site_test;

/**
 * The self-test in one line, its findings below it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class selftest extends page_check {
    #[\Override]
    public function get_result(): result {
        $findings = array_merge(site_test::run(), network_test::last()['findings'] ?? []);
        $failed = array_filter($findings, fn(finding $finding): bool => $finding->status === finding::FAILED);
        $warned = array_filter($findings, fn(finding $finding): bool => $finding->status === finding::WARNING);
        $status = $failed ? result::ERROR : ($warned ? result::WARNING : result::OK);
        $details = \html_writer::alist(array_map(
            fn(finding $finding): string => s($finding->name() . ': ' . $finding->sentence()),
            [...$failed, ...$warned]
        ));
        $summary = get_string('selftest_summary', 'local_asnunggul', ['failed' => count($failed), 'warned' => count($warned)]);
        return new result($status, $summary, $failed || $warned ? $details : '');
    }
}
