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

namespace local_asnunggul\local\membership;

/**
 * Counts the proven requests of a minute and refuses those beyond the limit.
 *
 * Only proven requests count, so a stranger cannot use up the centre's share. The count is kept in a cache without a lock: under
 * concurrency it may be a few too low, which a limit against runaway loops can bear.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class rate_limit {
    /** Requests in a minute. */
    public const LIMIT = 1000;

    /**
     * Counts one request.
     *
     * @throws problem 429
     */
    public static function count(): void {
        $now = \core\di::get(\core\clock::class)->time();
        $minute = intdiv($now, MINSECS);
        $cache = \cache::make('local_asnunggul', 'rate');
        [$counted, $count] = $cache->get('minute') ?: [0, 0];
        $count = $counted === $minute ? $count + 1 : 1;
        if ($count > self::LIMIT) {
            throw new problem(429, 'rate_limited', 'Too many requests in this minute.', MINSECS - $now % MINSECS);
        }
        $cache->set('minute', [$minute, $count]);
    }
}
