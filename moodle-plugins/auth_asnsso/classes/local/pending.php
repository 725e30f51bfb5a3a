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
 * A proven sign-in that waits for the password of an account here; 15 minutes, in the visitor's session, sealed.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
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
        sealed::put('pending', [
            'issuer' => $claims->issuer,
            'subject' => $claims->subject,
            'claims' => $claims->values(),
            'tokens' => $tokens->to_array(),
            'wantsurl' => $wantsurl,
            'until' => \core\di::get(\core\clock::class)->time() + self::LIFETIME,
        ]);
    }

    /**
     * The sign-in that waits, if any.
     *
     * @return self|null
     */
    public static function current(): ?self {
        $kept = sealed::get('pending');
        if ($kept === null || $kept['until'] < \core\di::get(\core\clock::class)->time()) {
            self::forget();
            return null;
        }
        return new self(
            new claims($kept['issuer'], $kept['subject'], $kept['claims']),
            tokens::from_array($kept['tokens']),
            $kept['wantsurl'],
        );
    }

    /**
     * Forgets it.
     */
    public static function forget(): void {
        sealed::drop('pending');
    }
}
