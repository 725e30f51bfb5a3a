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

use core\lock\lock_config;
use Firebase\JWT\Key;

/**
 * What this site knows of its issuer: its addresses, its keys and whether it is well; kept in a cache, asked again when due.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class provider {
    /** Seconds for which what the issuer says of itself, and its keys, are believed. */
    private const LIFETIME = HOURSECS;

    /** Seconds between two looks whether the issuer is well, and between two fetches of its keys for the sake of an unknown one. */
    private const PAUSE = MINSECS;

    /** @var \cache Shared by all requests of the site. */
    private readonly \cache $cache;

    /**
     * The provider of an issuer.
     *
     * @param issuer $issuer
     */
    public function __construct(
        /** @var issuer The issuer. */
        public readonly issuer $issuer,
    ) {
        $this->cache = \cache::make('auth_asnsso', 'provider');
    }

    /**
     * The provider of this site's issuer, or null while it has none or the plugin is switched off in config.php.
     *
     * @return self|null
     */
    public static function current(): ?self {
        global $CFG;
        $issuer = empty($CFG->auth_asnsso_disable) ? issuer::current() : null;
        return $issuer ? new self($issuer) : null;
    }

    /**
     * The provider, if people may sign in through it: the administrator alone decides that, by switching the plugin on.
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
        } catch (provider_error) {
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
        $kept = $this->kept('metadata');
        if ($kept === null || $kept['time'] + self::LIFETIME <= self::now()) {
            $this->look();
            $kept = $this->kept('metadata');
        }
        return $kept['value'];
    }

    /**
     * Whether the issuer can be reached, as far as is known; looks at most once a minute, and only one request of the site does.
     *
     * @return bool
     */
    public function is_well(): bool {
        $health = $this->kept('health');
        if ($health !== null && $health['time'] + self::PAUSE > self::now()) {
            return $health['value'];
        }
        $lock = self::lock('health');
        if (!$lock) {
            return $health['value'] ?? true;
        }
        try {
            $this->look();
            return true;
        } catch (provider_error) {
            return false;
        } finally {
            $lock->release();
        }
    }

    /**
     * Asks for tokens.
     *
     * @param array $grant
     * @return array
     */
    public function token(array $grant): array {
        return $this->noting(fn(): array => self::client()->token($this->issuer, $this->metadata()['token_endpoint'], $grant));
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
            $this->noting(fn() => self::client()->sign_out($this->issuer, $endpoint, $refreshtoken));
        }
        return $endpoint !== null;
    }

    /**
     * Asks the issuer something, and notes it if it cannot be reached.
     *
     * @param callable $ask
     * @return mixed its answer
     */
    private function noting(callable $ask): mixed {
        try {
            return $ask();
        } catch (provider_error $e) {
            if ($e->reason === provider_error::UNREACHABLE) {
                $this->keep('health', false);
            }
            throw $e;
        }
    }

    /**
     * The key with this id. For an unknown one the set is fetched once more, at most once a minute for each who asks.
     *
     * @param string $kid
     * @param string $asker `login` or `logout`: what strangers send to the back channel must not keep a new key from a sign-in
     * @return Key|null
     */
    public function key(string $kid, string $asker = 'login'): ?Key {
        $kept = $this->kept('keys');
        $fetched = $kept === null || $kept['time'] + self::LIFETIME <= self::now();
        if ($fetched) {
            $kept = $this->fetch_keys('keystried') ?? $kept;
        }
        $key = key_reader::find($kept['value'] ?? [], $kid);
        if ($key === null && !$fetched) {
            $key = key_reader::find($this->fetch_keys("keysagain$asker")['value'] ?? [], $kid);
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
        $lock = self::lock('keys', 5);
        if (!$lock) {
            return $this->kept('keys');
        }
        try {
            $tried = $this->kept($reason);
            if ($tried === null || $tried['time'] + self::PAUSE <= self::now()) {
                $this->keep($reason, true);
                $this->keep('keys', self::client()->key_set($this->metadata()['jwks_uri']));
            }
        } finally {
            $lock->release();
        }
        return $this->kept('keys');
    }

    /**
     * Asks the issuer who it is, and keeps the answer and how it went.
     */
    private function look(): void {
        try {
            $this->keep('metadata', self::client()->metadata($this->issuer));
            $this->keep('health', true);
        } catch (provider_error $e) {
            $this->keep('health', false);
            throw $e;
        }
    }

    /**
     * What is kept of this issuer under a name.
     *
     * @param string $name
     * @return array|null `value` and `time`
     */
    private function kept(string $name): ?array {
        return $this->cache->get($name . sha1($this->issuer->url)) ?: null;
    }

    /**
     * Keeps a value.
     *
     * @param string $name
     * @param mixed $value
     */
    private function keep(string $name, mixed $value): void {
        $this->cache->set($name . sha1($this->issuer->url), ['value' => $value, 'time' => self::now()]);
    }

    /**
     * A lock of the whole site.
     *
     * @param string $name
     * @param int $wait seconds
     * @return \core\lock\lock|false
     */
    private static function lock(string $name, int $wait = 0): \core\lock\lock|false {
        return lock_config::get_lock_factory('auth_asnsso')->get_lock($name, $wait);
    }

    /**
     * The client.
     *
     * @return provider_client
     */
    private static function client(): provider_client {
        return \core\di::get(provider_client::class);
    }

    /**
     * Now.
     *
     * @return int
     */
    private static function now(): int {
        return \core\di::get(\core\clock::class)->time();
    }
}
