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

use Firebase\JWT\JWT;

/**
 * Makes the address at the issuer where a sign-in begins.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class authorization {
    /** What is asked for. */
    private const SCOPE = 'openid profile email asn';

    /**
     * Begins a sign-in.
     *
     * @param string $wantsurl cleaned by wanted_page
     * @param bool $silent whether the issuer may not show anything
     * @param bool $restarted whether an earlier attempt was lost
     * @param bool $another whether the person wants to use another account than the one the issuer knows in this browser
     * @return \moodle_url at the issuer
     * @throws issuer_error
     * @throws sign_in_refused
     */
    public static function begin(
        string $wantsurl,
        bool $silent = false,
        bool $restarted = false,
        bool $another = false
    ): \moodle_url {
        $known = known_issuer::for_sign_in() ?? throw new sign_in_refused('notready');
        $endpoint = $known->metadata()['authorization_endpoint'];
        $flow = flow_store::begin($wantsurl, $silent, $restarted);
        return new \moodle_url($endpoint, [
            'response_type' => 'code',
            // Not form_post: a POST from another site comes without the session's cookie.
            'response_mode' => 'query',
            'client_id' => $known->issuer->clientid,
            'redirect_uri' => self::callback_url(),
            'scope' => self::SCOPE,
            'state' => $flow['state'],
            'nonce' => $flow['nonce'],
            'code_challenge' => JWT::urlsafeB64Encode(hash('sha256', $flow['verifier'], true)),
            'code_challenge_method' => 'S256',
        ] + self::language() + ($silent ? ['prompt' => 'none'] : ($another ? ['prompt' => 'login'] : [])));
    }

    /**
     * The language, if the person has chosen one here. The issuer reads the browser's own wish itself, and knows more languages.
     *
     * @return array
     */
    private static function language(): array {
        global $SESSION;
        $chosen = $SESSION->auth_asnsso_lang ?? '';
        return $chosen === '' ? [] : ['ui_locales' => str_replace('_', '-', $chosen)];
    }

    /**
     * Where the issuer sends people back, exactly as it is registered there.
     *
     * @return string
     */
    public static function callback_url(): string {
        global $CFG;
        return "$CFG->wwwroot/auth/asnsso/callback.php";
    }
}
