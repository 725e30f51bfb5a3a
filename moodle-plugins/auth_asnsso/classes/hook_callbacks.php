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

namespace auth_asnsso;

use auth_asnsso\local\redirect_policy;
use auth_asnsso\local\revalidation;
use auth_asnsso\local\sealed;
use auth_asnsso\local\visit;

/**
 * Looks at every page before it is sent: is the session of who is signed in still good, and is who is not perhaps known at the issuer.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class hook_callbacks {
    /**
     * A page is about to be sent.
     *
     * @param \core\hook\output\before_http_headers $hook
     */
    public static function before_http_headers(\core\hook\output\before_http_headers $hook): void {
        global $CFG, $PAGE, $SESSION;
        if (during_initial_install() || !empty($CFG->upgraderunning) || in_array($PAGE->pagelayout, ['login', 'redirect', 'maintenance'])) {
            return;
        }
        if (isloggedin() && !isguestuser()) {
            if (sealed::has('session') && !\core\session\manager::is_loggedinas() && !revalidation::may_go_on(visit::now())) {
                require_logout();
                redirect(new \moodle_url('/auth/asnsso/ended.php'));
            }
        } else if (empty($SESSION->auth_asnsso_tried) && $destination = redirect_policy::destination(visit::now(), false)) {
            redirect($destination);
        }
    }
}
