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

use Firebase\JWT\Key;
use local_asnunggul\key_set;
use local_asnunggul\site;
use local_asnunggul\undisturbed;

/**
 * What this site knows of its issuer: its addresses, its keys and whether it is well; kept in a cache, asked again when due.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_issuer {
    /** Seconds for which what the issuer says of itself, and its keys, are believed. */
    private const LIFETIME = HOURSECS;

    /** Seconds between two looks whether the issuer is well, and between two fetches of its keys for the sake of an unknown one. */
    private const PAUSE = MINSECS;

    /** @var \cache Shared by all requests of the site. */
    private readonly \cache $cache;

    /**
     * An issuer of this site.
     *
     * @param issuer $issuer
     */
    public function __construct(
        /** @var issuer The issuer. */
        public readonly issuer $issuer,
    ) {
        $this->cache = \cache::make('auth_asnsso', 'issuer');
    }

    /**
     * This site's issuer, or null while it has none or the plugin is switched off in config.php.
     *
     * @return self|null
     */
    public static function current(): ?self {
        global $CFG;
        $issuer = empty($CFG->auth_asnsso_disable) ? issuer::current() : null;
        return $issuer ? new self($issuer) : null;
    }

    /**
     * The issuer, if people may sign in through it: the administrator alone decides that, by switching the plugin on.
     *
     * @return self|null
     */
    public static function for_sign_in(): ?self {
        return is_enabled_auth('asnsso') ? self::current() : null;
    }

    /**
     * One of the issuer's addresses, or null if it names none that is safe, or cannot be asked.
     *
     * @param string $name as discovery calls it
     * @return string|null
     */
    public function endpoint(string $name): ?string {
        try {
            $url = $this->metadata()[$name] ?? null;
        } catch (issuer_error) {
            return null;
        }
        return issuer::is_safe($url) ? $url : null;
    }

    /**
     * What the issuer says of itself.
     *
     * @return array
     */
    public function metadata(): array {
        return $this->kept('metadata', self::LIFETIME)['value'] ?? $this->look();
    }

    /**
     * Whether the issuer can be reached, as far as is known; looks at most once a minute, and only one request of the site does.
     *
     * @return bool
     */
    public function is_well(): bool {
        if ($health = $this->kept('health', self::PAUSE)) {
            return $health['value'];
        }
        return undisturbed::alone('auth_asnsso', 'health', 0, function (): bool {
            try {
                $this->look();
                return true;
            } catch (issuer_error) {
                return false;
            }
        }, fn(): bool => $this->kept('health')['value'] ?? true);
    }

    /**
     * Whether the issuer was away at the newest look, a moment ago; looks at nothing itself.
     *
     * @return bool
     */
    public function is_known_away(): bool {
        return ($this->kept('health', self::PAUSE)['value'] ?? true) === false;
    }

    /**
     * Whether the issuer is well and renewed tokens when it was last asked to; if it did not, it is left alone for a minute.
     * Sign-ins do not look at this: what befalls one visitor's session decides nothing for another's.
     *
     * @return bool
     */
    public function renews(): bool {
        return $this->kept('renewal', self::PAUSE) === null && $this->is_well();
    }

    /**
     * Asks for tokens.
     *
     * @param array $grant
     * @return array
     */
    public function token(array $grant): array {
        try {
            return self::client()->token($this->issuer, $this->metadata()['token_endpoint'], $grant);
        } catch (issuer_error $e) {
            if ($e->reason === issuer_error::UNREACHABLE && ($grant['grant_type'] ?? '') === 'refresh_token') {
                $this->keep('renewal', false);
            }
            $this->doubt($e);
            throw $e;
        }
    }

    /**
     * Ends the issuer's session.
     *
     * @param string $refreshtoken of the session
     * @return bool false if the issuer offers no way to
     */
    public function sign_out(string $refreshtoken): bool {
        $endpoint = $this->endpoint('end_session_endpoint');
        if ($endpoint !== null) {
            self::client()->sign_out($this->issuer, $endpoint, $refreshtoken);
        }
        return $endpoint !== null;
    }

    /**
     * Lets the next who wants to know look whether the issuer is well, because one request found it away. The request itself
     * decides nothing: it may have been about one person, or one session, alone.
     *
     * @param issuer_error $error
     */
    private function doubt(issuer_error $error): void {
        $health = $this->kept('health');
        if ($health !== null && $error->reason === issuer_error::UNREACHABLE) {
            $this->keep('health', $health['value'], site::now() - self::PAUSE);
        }
    }

    /**
     * The key with this id. For an unknown one the set is fetched once more, at most once a minute.
     *
     * @param string $kid
     * @return Key|null
     */
    public function key(string $kid): ?Key {
        $kept = $this->kept('keys', self::LIFETIME);
        $fetched = $kept === null;
        $kept ??= $this->fetch_keys('keystried');
        $key = key_set::find($kept['value'] ?? [], $kid);
        if ($key === null && !$fetched) {
            $key = key_set::find($this->fetch_keys('keysagain')['value'] ?? [], $kid);
        }
        return $key;
    }

    /**
     * Fetches the key set, if nobody did or tried for the same reason within a minute.
     *
     * @param string $reason under which the try is kept
     * @return array|null as kept
     */
    private function fetch_keys(string $reason): ?array {
        undisturbed::alone('auth_asnsso', 'keys', 5, function () use ($reason): void {
            if ($this->kept($reason, self::PAUSE) === null) {
                $this->keep($reason, true);
                $this->keep('keys', self::client()->key_set($this->metadata()['jwks_uri']));
            }
        }, fn() => null);
        return $this->kept('keys');
    }

    /**
     * Asks the issuer who it is, and keeps the answer and how it went.
     *
     * @return array what it says of itself
     */
    private function look(): array {
        try {
            $metadata = self::client()->metadata($this->issuer);
            $this->keep('metadata', $metadata);
            $this->keep('health', true);
            return $metadata;
        } catch (issuer_error $e) {
            $this->keep('health', false);
            throw $e;
        }
    }

    /**
     * What is kept of this issuer under a name. What a clock kept that was ahead is not: nobody knows how old it is.
     *
     * @param string $name
     * @param int $seconds what is older counts as nothing
     * @return array|null `value` and `time`
     */
    private function kept(string $name, int $seconds = PHP_INT_MAX): ?array {
        $kept = $this->cache->get($name . sha1($this->issuer->url)) ?: null;
        return $kept === null || site::is_ahead($kept['time']) || site::now() - $kept['time'] >= $seconds ? null : $kept;
    }

    /**
     * Keeps a value.
     *
     * @param string $name
     * @param mixed $value
     * @param int|null $time since when it is known; null for now
     */
    private function keep(string $name, mixed $value, ?int $time = null): void {
        $this->cache->set($name . sha1($this->issuer->url), ['value' => $value, 'time' => $time ?? site::now()]);
    }

    /**
     * The client; not made before it is needed, for most requests ask nothing.
     *
     * @return issuer_client
     */
    private static function client(): issuer_client {
        return \core\di::get(issuer_client::class);
    }
}
