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

namespace local_asnunggul\local\feed;

use local_asnunggul\local\membership\problem;
use local_asnunggul\local\membership\request_guard;
use local_asnunggul\site;

/**
 * How a request of the centre is answered over HTTP: method, headers, state of the site, proof, sending.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint {
    /** @var int Seconds between two notes of when the centre last read; each note empties a cache. */
    private const NOTE_EVERY = MINSECS;

    /**
     * Answers the request that is running, if the centre has made it; sends an error where that ends otherwise.
     *
     * @param string $scope what the request must be for (contract section 2)
     * @param int $most the bytes a request may have; of a longer one, one more is read
     * @param \Closure $answer takes what was sent, and sends the answer
     */
    public static function answer(string $scope, int $most, \Closure $answer): void {
        failure::watch($scope);
        try {
            self::require_post();
            self::require_running();
            request_guard::require(self::authorization(), $scope);
            $answer((string) file_get_contents('php://input', false, null, 0, $most + 1));
        } catch (problem $problem) {
            self::send_problem($problem);
        } catch (\Throwable $e) {
            failure::log($e);
            self::send_problem(failure::problem());
        }
    }

    /**
     * Refuses anything but POST.
     */
    public static function require_post(): void {
        if (($_SERVER['REQUEST_METHOD'] ?? '') !== 'POST') {
            throw new problem(405, 'bad_request', 'method');
        }
    }

    /**
     * Refuses while the site is under maintenance or its database is behind its code.
     */
    public static function require_running(): void {
        global $CFG;

        if (!empty($CFG->maintenance_enabled)) {
            throw new problem(503, 'maintenance', 'The site is under maintenance.', 300);
        }
        if (versions::is_upgrade_pending()) {
            throw new problem(503, 'upgrade_pending', 'An upgrade of the site is running or due.', 300);
        }
    }

    /**
     * The Authorization header; some web servers hand it on under another name or not at all.
     *
     * @return string
     */
    public static function authorization(): string {
        $direct = $_SERVER['HTTP_AUTHORIZATION'] ?? $_SERVER['REDIRECT_HTTP_AUTHORIZATION'] ?? null;
        if ($direct === null && function_exists('getallheaders')) {
            $direct = array_change_key_case(getallheaders())['authorization'] ?? null;
        }
        return (string)$direct;
    }

    /**
     * Whether the other side takes gzip.
     *
     * @return bool
     */
    public static function accepts_gzip(): bool {
        return preg_match('/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i', $_SERVER['HTTP_ACCEPT_ENCODING'] ?? '') === 1;
    }

    /**
     * Notes that the centre has just read.
     */
    public static function note_read(): void {
        $now = site::now();
        $last = (int)get_config('local_asnunggul', 'lastread');
        if ($now - $last >= self::NOTE_EVERY || site::is_ahead($last)) {
            set_config('lastread', $now, 'local_asnunggul');
        }
    }

    /**
     * Sends a whole answer.
     *
     * @param string $body
     * @param bool $gzip whether the body is compressed
     * @param string $type media type
     */
    public static function send(string $body, bool $gzip, string $type = 'application/x-ndjson; charset=utf-8'): void {
        self::clear();
        header("Content-Type: $type");
        header('Cache-Control: no-store');
        header('Vary: Accept-Encoding');
        if ($gzip) {
            header('Content-Encoding: gzip');
        }
        header('Content-Length: ' . strlen($body));
        echo $body;
    }

    /**
     * Sends an error.
     *
     * @param problem $problem
     */
    public static function send_problem(problem $problem): void {
        self::clear();
        $problem->send();
    }

    /**
     * Drops what others may have printed, and keeps PHP from compressing a second time.
     */
    private static function clear(): void {
        while (ob_get_level()) {
            ob_end_clean();
        }
        ini_set('zlib.output_compression', '0');
    }
}
