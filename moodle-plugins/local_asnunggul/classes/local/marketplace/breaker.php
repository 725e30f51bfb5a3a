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

namespace local_asnunggul\local\marketplace;

use local_asnunggul\site;

/**
 * Remembers for half a minute that asking the centre was in vain, or proving who asks, so that the next pages do not try again.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class breaker {
    /** Seconds nobody asks. */
    public const SECONDS = 30;

    /** Waiting for any answer was in vain. */
    private const AWAY = 'since';

    /** Proving that this site asks was in vain. */
    private const UNPROVEN = 'unproven';

    /**
     * Whether the centre need not be asked now.
     *
     * @return bool
     */
    public static function is_open(): bool {
        return self::is_recent(self::AWAY);
    }

    /**
     * Somebody has waited in vain.
     */
    public static function open(): void {
        self::cache()->set(self::AWAY, site::now());
    }

    /**
     * Whether the centre need not be shown a proof now.
     *
     * @return bool
     */
    public static function is_unproven(): bool {
        return self::is_recent(self::UNPROVEN);
    }

    /**
     * The centre did not believe a proof.
     */
    public static function doubt(): void {
        self::cache()->set(self::UNPROVEN, site::now());
    }

    /**
     * Whether it happened within half a minute.
     *
     * @param string $what
     * @return bool
     */
    private static function is_recent(string $what): bool {
        $since = self::cache()->get($what);
        return is_int($since) && !site::is_ahead($since) && site::now() < $since + self::SECONDS;
    }

    /**
     * Where it is remembered, for all visitors of this site.
     *
     * @return \cache_application
     */
    private static function cache(): \cache_application {
        return \cache::make('local_asnunggul', 'breaker');
    }
}
