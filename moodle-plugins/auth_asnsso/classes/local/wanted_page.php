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
 * Decides whether somebody may be sent to an address after signing in: only to pages of this site, and never in a circle.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class wanted_page {
    /** Where nobody wants to arrive. */
    private const NOT_WANTED = '~^/(login|auth/asnsso|lib/ajax|local/asnunggul/feed\.php)(/|$)~';

    /** Where Moodle sends a guest who wanted another page, which it has noted: to enrol, and to agree to the policy for guests. */
    private const ON_THE_WAY = ['/enrol/index.php', '/user/policy.php'];

    /**
     * Whether this page is one to which Moodle sends a guest who wanted another.
     *
     * @return bool
     */
    public static function is_on_the_way(): bool {
        global $SCRIPT, $SESSION;
        return in_array($SCRIPT, self::ON_THE_WAY, true) && !empty($SESSION->wantsurl);
    }

    /**
     * The whole address of a wanted page, with its anchor; empty if it is none of this site's.
     *
     * @param string|null $wanted absolute, or from the root of the host or of the site
     * @return string
     */
    public static function clean(?string $wanted): string {
        global $CFG;
        $wanted = trim((string) $wanted);
        if ($wanted === '' || preg_match('/[\x00-\x20\x7f\\\\]/', $wanted)) {
            return '';
        }
        if (str_starts_with($wanted, '/')) {
            $folder = (string) parse_url($CFG->wwwroot, PHP_URL_PATH);
            $wanted = $CFG->wwwroot . (str_starts_with($wanted, "$folder/") ? substr($wanted, strlen($folder)) : $wanted);
        }
        if (!str_starts_with($wanted, "$CFG->wwwroot/") || clean_param($wanted, PARAM_LOCALURL) === '') {
            return '';
        }
        $path = rawurldecode((string) parse_url(substr($wanted, strlen($CFG->wwwroot)), PHP_URL_PATH));
        $path = preg_replace('~/+~', '/', $path);
        if ($path === '' || str_contains($path, '/.') || preg_match(self::NOT_WANTED, strtolower($path))) {
            return '';
        }
        return (new \moodle_url($wanted))->out(false);
    }
}
