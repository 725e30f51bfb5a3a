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

namespace auth_asnsso\local\account;

use auth_asnsso\local\claims;
use local_asnunggul\site;

/**
 * The profile fields this plugin brings, locked and shown to the person only: makes them, and keeps them as the claims say.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class profile_fields {
    /** @var string[] The claims that have a field; its short name is asn_ and the claim. */
    public const CLAIMS = ['nip', 'instansi_kode', 'instansi', 'unit_kerja', 'jabatan', 'golongan', 'jenis_asn'];

    /** @var string The category of the fields. */
    private const CATEGORY = 'ASN Unggul';

    /**
     * Makes the fields that are not there; those that are stay as they are.
     */
    public static function create_missing(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/user/profile/lib.php');
        require_once($CFG->dirroot . '/user/profile/definelib.php');

        foreach (self::CLAIMS as $claim) {
            if ($DB->record_exists('user_info_field', ['shortname' => "asn_$claim"])) {
                continue;
            }
            profile_save_field((object)[
                'datatype' => 'text',
                'shortname' => "asn_$claim",
                'name' => get_string("field_$claim", 'auth_asnsso'),
                'description' => ['text' => '', 'format' => FORMAT_HTML],
                'categoryid' => self::category(),
                'required' => 0,
                'locked' => 1,
                'visible' => PROFILE_VISIBLE_PRIVATE,
                'forceunique' => 0,
                'signup' => 0,
                'defaultdata' => '',
                'defaultdataformat' => FORMAT_MOODLE,
                'param1' => 30,
                'param2' => 255,
                'param3' => 0,
            ], []);
        }
    }

    /**
     * Writes what the claims say into those fields that exist. A NIP nobody vouches for is not written, and does not erase one.
     *
     * @param int $userid
     * @param claims $claims
     */
    public static function write(int $userid, claims $claims): void {
        global $CFG;
        require_once($CFG->dirroot . '/user/profile/lib.php');

        $present = site::present(fn(): array => (array)profile_user_record($userid, false));
        $wanted = ['asn_nip' => nip::of($claims) ?? $present['asn_nip'] ?? ''];
        foreach (array_diff(self::CLAIMS, ['nip']) as $claim) {
            $wanted["asn_$claim"] = self::clean($claims->text($claim));
        }
        $changed = array_filter($wanted, fn($value, $name) => $value !== (string)($present[$name] ?? ''), ARRAY_FILTER_USE_BOTH);
        if ($changed) {
            profile_save_custom_fields($userid, $changed);
        }
    }

    /**
     * A text as a profile field takes it.
     *
     * @param string $value
     * @return string
     */
    public static function clean(string $value): string {
        return \core_text::substr(clean_param($value, PARAM_NOTAGS), 0, 255);
    }

    /**
     * The category of the fields, made when missing.
     *
     * @return int
     */
    private static function category(): int {
        global $DB;

        $find = fn() => current($DB->get_records('user_info_category', ['name' => self::CATEGORY], 'id', 'id', 0, 1));
        if (!$find()) {
            profile_save_category((object)['name' => self::CATEGORY]);
        }
        return (int)$find()->id;
    }
}
