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

use Firebase\JWT\JWT;
use local_asnunggul\site;
use local_asnunggul\undisturbed;

/**
 * The key set of this site: publishes, signs, and rotates next → current → previous → gone.
 *
 * The set is published as one stored text, ordered by `kid`, so that switching the signing key does not change a byte of it:
 * only publishing and retiring do, and each is announced to the centre by the `jwks` claim.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class keys {
    /** Seconds between publishing a key and signing with it, and between the switch and retiring the old one. */
    public const STEP = DAYSECS;

    /** Seconds after which the signing key is replaced. */
    public const LIFETIME = YEARSECS;

    /**
     * The published key set, byte for byte what jwks.php serves. Makes the first key where there is none.
     *
     * @return string JSON
     */
    public static function document(): string {
        $document = get_config('local_asnunggul', 'jwks');
        if (is_string($document) && $document !== '') {
            return $document;
        }
        return self::locked(fn(): string => get_config('local_asnunggul', 'jwks') ?: self::begin());
    }

    /**
     * The `jwks` claim: sha256 of the document.
     *
     * @return string hex
     */
    public static function digest(): string {
        return hash('sha256', self::document());
    }

    /**
     * Signs claims with the current key; adds the `jwks` claim.
     *
     * @param array $claims
     * @return string JWT
     */
    public static function sign(array $claims): string {
        $claims['jwks'] = self::digest();
        $current = key_pair::from_text(get_config('local_asnunggul', 'key_current'));
        return JWT::encode($claims, $current->private_pem(), 'RS256', $current->jwk['kid']);
    }

    /**
     * Publishes the next key now; nothing changes if one is published already.
     *
     * @return string the new state, see state()
     */
    public static function publish_next(): string {
        self::document();
        return self::locked(function (): string {
            if (!self::pair('next')) {
                self::put('next', key_pair::create(site::now()));
            }
            return self::state();
        });
    }

    /**
     * Takes the step that is due, if any: publish (yearly), switch, retire. Safe to call at any time.
     *
     * @return string the new state, see state()
     */
    public static function advance(): string {
        self::document();
        return self::locked(function (): string {
            if (self::pair('previous')) {
                self::retire();
            } else if (self::pair('next')) {
                self::switch();
            } else if (self::pair('current')->since + self::LIFETIME <= site::now()) {
                self::put('next', key_pair::create(site::now()));
            }
            return self::state();
        });
    }

    /**
     * Throws all keys away and begins anew. The centre then accepts this site only by an invitation made for it.
     */
    public static function replace(): void {
        self::locked(function (): void {
            foreach (['next', 'previous', 'current'] as $role) {
                unset_config("key_$role", 'local_asnunggul');
            }
            unset_config('jwks', 'local_asnunggul');
            unset_config('keyswitched', 'local_asnunggul');
            self::begin();
        });
    }

    /**
     * Where the rotation stands.
     *
     * @return string `steady`, `published` (a next key waits) or `switched` (the previous key is still published)
     */
    public static function state(): string {
        return match (true) {
            self::pair('previous') !== null => 'switched',
            self::pair('next') !== null => 'published',
            default => 'steady',
        };
    }

    /**
     * Whether the private half can be read back on this machine.
     *
     * @return bool
     */
    public static function readable(): bool {
        self::document();
        try {
            return openssl_pkey_get_private(self::pair('current')->private_pem()) !== false;
        } catch (\moodle_exception $e) {
            return false;
        }
    }

    /**
     * The first key of a site.
     *
     * @return string the document
     */
    private static function begin(): string {
        self::pair('current') ? self::publish() : self::put('current', key_pair::create(site::now()));
        return get_config('local_asnunggul', 'jwks');
    }

    /**
     * Signs with the next key from now on, once the centre can have seen it: a day has passed and, for a member, the centre
     * has read the site since (every answer tells it that the set has changed).
     */
    private static function switch(): void {
        $next = self::pair('next');
        $read = (int) get_config('local_asnunggul', 'lastread');
        $seen = !membership::current() || ($read > $next->since && !site::is_ahead($read));
        if ($next->since + self::STEP > site::now() || !$seen) {
            return;
        }
        set_config('key_previous', self::pair('current')->to_text(), 'local_asnunggul');
        set_config('key_current', $next->to_text(), 'local_asnunggul');
        unset_config('key_next', 'local_asnunggul');
        set_config('keyswitched', site::now(), 'local_asnunggul');
    }

    /**
     * Stops publishing the previous key a day after the switch.
     */
    private static function retire(): void {
        if ((int) get_config('local_asnunggul', 'keyswitched') + self::STEP <= site::now()) {
            unset_config('key_previous', 'local_asnunggul');
            unset_config('keyswitched', 'local_asnunggul');
            self::publish();
        }
    }

    /**
     * Stores a pair and publishes the set with it.
     *
     * @param string $role `current` or `next`
     * @param key_pair $pair
     */
    private static function put(string $role, key_pair $pair): void {
        set_config("key_$role", $pair->to_text(), 'local_asnunggul');
        self::publish();
    }

    /**
     * Writes the document from the pairs there are.
     */
    private static function publish(): void {
        $set = [];
        foreach (['current', 'next', 'previous'] as $role) {
            if ($pair = self::pair($role)) {
                $set[$pair->jwk['kid']] = $pair->jwk;
            }
        }
        ksort($set, SORT_STRING);
        set_config('jwks', json_encode(['keys' => array_values($set)], JSON_THROW_ON_ERROR), 'local_asnunggul');
    }

    /**
     * The pair in a role.
     *
     * @param string $role `current`, `next` or `previous`
     * @return key_pair|null
     */
    private static function pair(string $role): ?key_pair {
        $text = get_config('local_asnunggul', "key_$role");
        return is_string($text) && $text !== '' ? key_pair::from_text($text) : null;
    }

    /**
     * Runs a change of the keys alone: two first visitors must not make two first keys.
     *
     * @param \Closure $change
     * @return mixed what the change returns
     */
    private static function locked(\Closure $change): mixed {
        return undisturbed::alone('local_asnunggul', 'keys', 10, function () use ($change): mixed {
            // What this process remembers of the configuration may be older than the lock.
            \cache_helper::invalidate_by_definition('core', 'config', [], 'local_asnunggul');
            return $change();
        }, fn() => throw new \moodle_exception('locktimeout'));
    }
}
