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

use local_asnunggul\http_answer;
use local_asnunggul\http_error;

/**
 * Asking the centre failed; the message says what failed, where, and how to mend it, in the reader's language.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class centre_error extends \moodle_exception {
    /** The codes of the contract (section 8) that have a sentence of their own. */
    private const CODES = [
        'bad_request', 'code_expired', 'code_unknown', 'code_used', 'conflict', 'decision_unknown', 'jwks_unreachable',
        'maintenance', 'not_member', 'objection_known', 'rate_limited', 'unauthorised', 'url_blocked',
    ];

    /**
     * Names the reason.
     *
     * @param string $reason the string is `centre_<reason>`
     * @param string $url where
     * @param string $detail what the other side said, if anything
     */
    public function __construct(
        /** @var string The reason. */
        public readonly string $reason,
        string $url,
        string $detail = '',
    ) {
        global $CFG;
        parent::__construct("centre_$reason", 'local_asnunggul', '', [
            'url' => $url,
            'host' => (string) parse_url($url, PHP_URL_HOST),
            'port' => (string) (parse_url($url, PHP_URL_PORT) ?? (str_starts_with($url, 'https:') ? 443 : 80)),
            'detail' => $detail,
            'wwwroot' => $CFG->wwwroot,
            'page' => get_string('security', 'core_admin') . ' > ' . get_string('httpsecurity', 'core_admin'),
            'hosts' => get_string('curlsecurityblockedhosts', 'core_admin'),
            'ports' => get_string('curlsecurityallowedport', 'core_admin'),
        ]);
    }

    /**
     * The error a problem+json answer stands for.
     *
     * @param string $url
     * @param http_answer $answer
     * @return self
     */
    public static function of_answer(string $url, http_answer $answer): self {
        ['code' => $code, 'detail' => $detail] = ($answer->json() ?? []) + ['code' => null, 'detail' => ''];
        $detail = is_string($detail) ? \core_text::substr(clean_param($detail, PARAM_NOTAGS), 0, 500) : '';
        return match (true) {
            in_array($code, self::CODES, true) => new self($code, $url, $detail),
            $answer->status >= 300 && $answer->status < 400 => new self('redirect', $url),
            $answer->status >= 500 => new self('broken', $url, "HTTP $answer->status"),
            default => new self('notacentre', $url, "HTTP $answer->status"),
        };
    }

    /**
     * The error a request without an answer stands for.
     *
     * @param http_error $failure
     * @return self
     */
    public static function of_failure(http_error $failure): self {
        $reason = $failure->reason === http_error::TOO_LONG ? 'notacentre' : $failure->reason;
        return new self($reason, $failure->url, $failure->detail);
    }
}
