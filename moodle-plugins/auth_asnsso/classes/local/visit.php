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

namespace auth_asnsso\local;

/**
 * What matters of a request when deciding about redirects. A value, so that the decision can be tested without a request.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class visit {
    /** The cookie that counts redirects: number and time of the first. It survives a session that is lost. */
    private const COOKIE = 'ASNSSOCOUNT';

    /**
     * A request.
     *
     * @param bool $page somebody looks at a page: a GET, no script, no session that cannot be written
     * @param bool $begun the browser came with a session's cookie
     * @param bool|null $wanted the visitor's word on redirects in the address: no, yes, or none
     * @param bool $answered a sign-in by form has just failed and the page is to say why
     * @param int $count redirects counted
     * @param int $since when the first of them was
     */
    public function __construct(
        /** @var bool Somebody looks at a page. */
        public readonly bool $page = true,
        /** @var bool The browser came with a session's cookie. */
        public readonly bool $begun = true,
        /** @var bool|null The visitor's word on redirects. */
        public readonly ?bool $wanted = null,
        /** @var bool A form has just failed. */
        public readonly bool $answered = false,
        /** @var int Redirects counted. */
        public readonly int $count = 0,
        /** @var int When the first of them was. */
        public readonly int $since = 0,
    ) {
    }

    /**
     * The request that is being answered.
     *
     * @return self
     */
    public static function now(): self {
        global $SESSION;
        $word = self::text('asnsso', PARAM_ALPHA);
        $counted = explode('.', (string) filter_input(INPUT_COOKIE, self::COOKIE)) + [0, 0];
        return new self(
            page: ($_SERVER['REQUEST_METHOD'] ?? '') === 'GET' && !CLI_SCRIPT && !AJAX_SCRIPT && !WS_SERVER
                && session_status() === PHP_SESSION_ACTIVE && !(defined('READ_ONLY_SESSION') && READ_ONLY_SESSION),
            begun: filter_input(INPUT_COOKIE, (string) session_name()) !== null,
            wanted: match (true) {
                $word === 'off' || self::text('noredirect', PARAM_INT) => false,
                $word === 'on' => true,
                default => null,
            },
            answered: !empty($SESSION->loginerrormsg) || self::text('errorcode', PARAM_INT)
                || self::text('testsession', PARAM_INT),
            count: (int) $counted[0],
            since: (int) $counted[1],
        );
    }

    /**
     * A text that came with the request; empty if it did not come, or came as a list.
     *
     * @param string $name
     * @param string $type PARAM_…
     * @return string
     */
    public static function text(string $name, string $type = PARAM_RAW): string {
        try {
            return optional_param($name, '', $type);
        } catch (\coding_exception) {
            return '';
        }
    }

    /**
     * Counts one more redirect in the browser.
     *
     * @param int $count
     * @param int $since
     */
    public static function count(int $count, int $since): void {
        global $CFG;
        if (headers_sent() || CLI_SCRIPT) {
            return;
        }
        setcookie(self::COOKIE, "$count.$since", [
            'expires' => $since + redirect_policy::WINDOW,
            'path' => $CFG->sessioncookiepath,
            'domain' => (string) $CFG->sessioncookiedomain,
            'secure' => is_moodle_cookie_secure(),
            'httponly' => true,
            'samesite' => 'Lax',
        ]);
    }
}
