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

use local_asnunggul\site;

/**
 * A proven sign-in that waits until an account here is shown to be theirs; 15 minutes, in the visitor's session, encrypted.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class pending {
    /** Seconds it waits. */
    public const LIFETIME = 15 * MINSECS;

    /**
     * Built by current() only.
     *
     * @param claims $claims
     * @param tokens $tokens
     * @param string $wantsurl
     */
    private function __construct(
        /** @var claims Who it is. */
        public readonly claims $claims,
        /** @var tokens The tokens. */
        public readonly tokens $tokens,
        /** @var string Where they wanted to go. */
        public readonly string $wantsurl,
    ) {
    }

    /**
     * Keeps a sign-in until it is picked up, forgotten or too old.
     *
     * @param claims $claims
     * @param tokens $tokens
     * @param string $wantsurl
     */
    public static function keep(claims $claims, tokens $tokens, string $wantsurl): void {
        encrypted_value::put('pending', [
            'issuer' => $claims->issuer,
            'subject' => $claims->subject,
            'claims' => $claims->values(),
            'tokens' => $tokens,
            'wantsurl' => $wantsurl,
            'until' => site::now() + self::LIFETIME,
        ]);
    }

    /**
     * The sign-in that waits, if any.
     *
     * @return self|null
     */
    public static function current(): ?self {
        $kept = encrypted_value::get('pending');
        if ($kept === null || $kept['until'] < site::now() || !sso_session::is_of_this_issuer($kept)) {
            self::forget();
            return null;
        }
        return new self(
            new claims($kept['issuer'], $kept['subject'], $kept['claims']),
            new tokens(...$kept['tokens']),
            $kept['wantsurl'],
        );
    }

    /**
     * Forgets it.
     */
    public static function forget(): void {
        encrypted_value::drop('pending');
    }
}
