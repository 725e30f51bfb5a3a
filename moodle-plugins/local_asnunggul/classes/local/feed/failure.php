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

/**
 * Says in the web server's log what failed in an answer to the centre and where, also when PHP itself ended it; writes nothing
 * but that log.
 *
 * Never the message of an exception: that of a database error quotes the values of the statement.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class failure {
    /** @var array<string, string> How PHP's own message begins when a limit was reached, and what mends that. */
    private const LIMITS = [
        'Allowed memory size' => 'memory_limit was used up; raise it for this site in the settings of PHP',
        'Maximum execution time' => 'max_execution_time was over; raise it for this site in the settings of PHP',
    ];

    /** @var int The errors after which PHP runs no further statement. */
    private const FATAL = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_RECOVERABLE_ERROR;

    /** @var string What was asked for. */
    private static string $scope = 'feed';

    /** @var string|null Memory that is given back when there is none left, so that the end can be told. */
    private static ?string $reserve = null;

    /**
     * Logs what was thrown.
     *
     * @param \Throwable $thrown
     * @param string $what what could not be read: a stream, or a kind and the id of a row
     */
    public static function log(\Throwable $thrown, string $what = ''): void {
        self::write(trim("$what " . get_class($thrown)) . " at {$thrown->getFile()}:{$thrown->getLine()}");
    }

    /**
     * From now on an end by PHP itself is logged, and answered with an error of the contract.
     *
     * @param string $scope what was asked for
     */
    public static function watch(string $scope = 'feed'): void {
        self::$scope = $scope;
        self::$reserve = str_repeat(' ', 262144);
        class_exists(problem::class);
        class_exists(endpoint::class);
        register_shutdown_function(self::at_end(...));
    }

    /**
     * What one of PHP's own fatal errors means, without anything that may quote data.
     *
     * @param array $error as error_get_last() gives it
     * @return string|null null: it ended nothing
     */
    public static function meaning(array $error): ?string {
        if (!($error['type'] & self::FATAL)) {
            return null;
        }
        $mend = 'PHP ended it';
        foreach (self::LIMITS as $begin => $sentence) {
            $mend = str_starts_with($error['message'], $begin) ? $sentence : $mend;
        }
        return "$mend, at {$error['file']}:{$error['line']}";
    }

    /**
     * Runs last.
     */
    private static function at_end(): void {
        self::$reserve = null;
        $meaning = self::meaning(error_get_last() ?? ['type' => 0]);
        if ($meaning !== null) {
            self::write($meaning);
            if (!headers_sent()) {
                endpoint::send_problem(self::problem());
            }
        }
    }

    /**
     * The answer to the centre.
     *
     * @return problem
     */
    public static function problem(): problem {
        return new problem(500, 'internal_error', 'It failed; the web server log of the site says where.');
    }

    /**
     * One line.
     *
     * @param string $line
     */
    private static function write(string $line): void {
        // phpcs:ignore moodle.PHP.ForbiddenFunctions -- debugging() is silent on a production site.
        error_log('local_asnunggul ' . self::$scope . ": $line");
    }
}
