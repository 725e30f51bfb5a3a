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

use local_asnunggul\key_set;

/**
 * Joins a centre by code (contract section 7): proves this site, checks the answer, keeps the membership.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class join {
    /**
     * Joins. Everything is as it was if this throws.
     *
     * @param string $text the pasted code
     * @param bool $newcentre whether another centre or issuer than now may be taken
     * @return membership
     * @throws \moodle_exception in words the tenant admin can act on
     */
    public static function by_code(string $text, bool $newcentre = false): membership {
        $code = join_code::parse($text);
        join_preview::require_same_centre($newcentre, $code->centre);
        $answer = \core\di::get(centre_client::class)->join($code->centre, self::introduction($code));
        if (!self::is_whole($answer, $code->centre)) {
            throw new centre_error('badanswer', $code->centre);
        }
        join_preview::require_same_issuer($newcentre, $answer['oidc']['issuer'] ?? null);
        if (membership::current()?->centre !== $code->centre) {
            // Nothing of an earlier membership goes on at this centre, above all no consent.
            membership::forget();
        }
        membership::keep($code->centre, $answer);
        \local_asnunggul\event\membership_joined::create_now()->trigger();
        return membership::current();
    }

    /**
     * Who joins. The name is the site's, not a person's.
     *
     * @param join_code $code
     * @return array
     */
    private static function introduction(join_code $code): array {
        global $CFG, $SITE;
        $plugin = \core_plugin_manager::instance()->get_plugin_info('local_asnunggul');
        return [
            'contract' => 1,
            'code' => $code->secret,
            'site' => identity::site(),
            'url' => $CFG->wwwroot,
            'name' => trim(html_entity_decode(strip_tags($SITE->fullname), ENT_QUOTES | ENT_HTML5, 'UTF-8')),
            'plugin' => (int) $plugin->versiondb,
            'release' => (string) $plugin->release,
            'moodle' => $CFG->release,
            'php' => PHP_VERSION,
        ];
    }

    /**
     * Whether the answer is the contract's, from this centre, with keys that can prove it.
     *
     * @param array $answer
     * @param string $centre
     * @return bool
     */
    private static function is_whole(array $answer, string $centre): bool {
        $oidc = $answer['oidc'] ?? null;
        return ($answer['contract'] ?? null) === 1
            && ($answer['centre'] ?? null) === $centre
            && is_string($answer['tenant'] ?? null) && preg_match('~^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$~D', $answer['tenant'])
            && is_string($answer['agency'] ?? '')
            && is_array($answer['jwks'] ?? null) && key_set::rsa(json_encode($answer['jwks']))
            && ($oidc === null || (is_string($oidc['issuer'] ?? null) && is_string($oidc['client_id'] ?? null)));
    }
}
