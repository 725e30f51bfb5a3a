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

/**
 * What Moodle asks of an authentication plugin; everything is decided in classes/local.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use auth_asnsso\local\known_issuer;
use auth_asnsso\local\redirect_policy;
use auth_asnsso\local\setting;
use auth_asnsso\local\single_logout;
use auth_asnsso\local\visit;

defined('MOODLE_INTERNAL') || die();

require_once($CFG->libdir . '/authlib.php');

/**
 * Signing in through the national identity issuer.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class auth_plugin_asnsso extends auth_plugin_base {
    /**
     * Reads the settings.
     */
    public function __construct() {
        $this->authtype = 'asnsso';
        $this->config = get_config('auth_asnsso');
    }

    #[\Override]
    public function user_login($username, $password) {
        // The issuer alone asks for passwords: neither the form nor a web service can try them here.
        return false;
    }

    #[\Override]
    public function pre_loginpage_hook() {
        $this->send_away();
    }

    #[\Override]
    public function loginpage_hook() {
        $this->send_away();
    }

    /**
     * Sends a visitor to the issuer where that is right; whoever stays is told of the button where that helps.
     */
    private function send_away(): void {
        redirect_policy::tell_of_button();
        if ($destination = redirect_policy::destination(visit::now())) {
            redirect($destination);
        }
    }

    #[\Override]
    public function loginpage_idp_list($wantsurl) {
        global $OUTPUT;
        $known = known_issuer::current();
        if ($known === null) {
            return [];
        }
        $name = setting::button();
        return [[
            // Moodle's app wants an id, and core's own OAuth must not take it for one of its issuers: 0 is both.
            'url' => new moodle_url('/auth/asnsso/login.php', ['id' => 0] + ($wantsurl ? ['wantsurl' => (string) $wantsurl] : [])),
            'iconurl' => $OUTPUT->image_url('icon', 'auth_asnsso'),
            'name' => $known->is_known_away() ? get_string('buttonname_away', 'auth_asnsso', $name) : $name,
        ]];
    }

    #[\Override]
    public function logoutpage_hook() {
        global $redirect;
        if ($url = single_logout::from_here()) {
            $redirect = $url->out(false);
        }
    }

    #[\Override]
    public function is_configured() {
        return known_issuer::current() !== null;
    }

    #[\Override]
    public function is_internal() {
        return false;
    }

    #[\Override]
    public function can_be_manually_set() {
        return true;
    }

    #[\Override]
    public function can_change_password() {
        return $this->change_password_url() !== null;
    }

    #[\Override]
    public function change_password_url() {
        $issuer = known_issuer::current()?->issuer;
        return $issuer ? new moodle_url("$issuer->url/account/") : null;
    }
}
