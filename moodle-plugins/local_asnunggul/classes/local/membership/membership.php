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

use local_asnunggul\local\feed\watched_rows;
use local_asnunggul\local\marketplace\kept_answers;
use local_asnunggul\local\marketplace\kept_file;
use local_asnunggul\local\setting;
use local_asnunggul\site;

/**
 * The membership of this site: which centre it joined, under which name, with which pinned keys. The only writer of that
 * configuration.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class membership {
    /** Everything that is forgotten on leaving. The site's id and keys stay, so that it can come back as itself. */
    private const NAMES = ['tenant', 'centre', 'agency', 'centrejwks', 'joined', 'joinedurl', 'oidc', 'paused', 'lastread'];

    /**
     * Built by current() only.
     *
     * @param string $tenant the name the centre gave this site
     * @param string $centre the centre's address, under which it proves itself
     * @param string $agency the agency that owns this site, in the centre's words
     * @param string $jwks the centre's pinned key set, JSON
     * @param int $joined when
     * @param string $joinedurl the address this site joined under
     * @param bool $paused whether the tenant admin has paused reading
     * @param array|null $oidc issuer and client_id of this site at the identity issuer
     */
    private function __construct(
        /** @var string The name the centre gave this site. */
        public readonly string $tenant,
        /** @var string The centre's address. */
        public readonly string $centre,
        /** @var string The agency. */
        public readonly string $agency,
        /** @var string The pinned key set. */
        public readonly string $jwks,
        /** @var int When this site joined. */
        public readonly int $joined,
        /** @var string The address this site joined under. */
        public readonly string $joinedurl,
        /** @var bool Whether reading is paused. */
        public readonly bool $paused,
        /** @var array|null `issuer` and `client_id` at the identity issuer, null for a member without sign-in. */
        public readonly ?array $oidc,
    ) {
    }

    /**
     * The membership, or null while this site has not joined.
     *
     * @return self|null
     */
    public static function current(): ?self {
        $config = get_config('local_asnunggul');
        if (empty($config->tenant) || empty($config->centre) || empty($config->centrejwks)) {
            return null;
        }
        return new self(
            tenant: $config->tenant,
            centre: $config->centre,
            agency: $config->agency ?? '',
            jwks: $config->centrejwks,
            joined: (int) ($config->joined ?? 0),
            joinedurl: $config->joinedurl ?? '',
            paused: !empty($config->paused),
            oidc: json_decode($config->oidc ?? '', true),
        );
    }

    /**
     * Keeps what the centre answered to a join.
     *
     * @param string $centre
     * @param array $answer checked by join
     */
    public static function keep(string $centre, array $answer): void {
        global $CFG;
        set_config('centre', $centre, 'local_asnunggul');
        set_config('tenant', $answer['tenant'], 'local_asnunggul');
        set_config('agency', $answer['agency'] ?? '', 'local_asnunggul');
        $oidc = empty($answer['oidc']) ? '' : json_encode($answer['oidc'], JSON_THROW_ON_ERROR);
        set_config('oidc', $oidc, 'local_asnunggul');
        set_config('joined', site::now(), 'local_asnunggul');
        set_config('joinedurl', $CFG->wwwroot, 'local_asnunggul');
        unset_config('receipt', 'local_asnunggul');
        self::pin(json_encode($answer['jwks'], JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES));
    }

    /**
     * Pins the centre's key set.
     *
     * @param string $jwks JSON, checked by key_set
     */
    public static function pin(string $jwks): void {
        set_config('centrejwks', $jwks, 'local_asnunggul');
    }

    /**
     * Stops reading by the centre until resume(); what it has stays there.
     */
    public static function pause(): void {
        set_config('paused', '1', 'local_asnunggul');
        \local_asnunggul\event\reading_paused::create_now()->trigger();
    }

    /**
     * Whether reading is stopped, asked of a site that may have left.
     *
     * @return bool
     */
    public static function is_paused(): bool {
        return (bool) get_config('local_asnunggul', 'paused');
    }

    /**
     * Lets the centre read again.
     */
    public static function resume(): void {
        unset_config('paused', 'local_asnunggul');
        \local_asnunggul\event\reading_resumed::create_now()->trigger();
    }

    /**
     * Forgets the membership and takes back the consent that was given with it; says nothing to the centre (see leave).
     */
    public static function forget(): void {
        setting::withdraw_consent();
        foreach (self::NAMES as $name) {
            unset_config($name, 'local_asnunggul');
        }
        \cache::make('local_asnunggul', 'answers')->purge();
        kept_answers::forget();
        kept_file::forget();
        watched_rows::forget_gone();
    }
}
