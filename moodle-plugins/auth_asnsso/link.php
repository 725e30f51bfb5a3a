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
 * A person whose identity is proven shows by its password that an account here is theirs, or says that it is not.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

use auth_asnsso\form\link_form;
use auth_asnsso\local\account\password_proof;
use auth_asnsso\local\account\resolver;
use auth_asnsso\local\failure;
use auth_asnsso\local\pending;
use auth_asnsso\local\provider;
use auth_asnsso\local\sign_in;
use auth_asnsso\local\sign_in_refused;

// phpcs:ignore moodle.Files.RequireLogin.Missing -- who comes here has no session yet.
require(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/authlib.php');

$PAGE->set_context(\core\context\system::instance());
$PAGE->set_url('/auth/asnsso/link.php');
$PAGE->set_pagelayout('login');
$PAGE->set_title(get_string('link_title', 'auth_asnsso'));
$PAGE->set_cacheable(false);

$pending = pending::current();
if (!$pending) {
    redirect(get_login_url(), get_string('link_expired', 'auth_asnsso'), null, \core\output\notification::NOTIFY_WARNING);
}

$form = new link_form();
try {
    provider::for_sign_in() ?? throw new sign_in_refused('notready');
    if ($form->is_cancelled()) {
        $outcome = resolver::resolve($pending->claims, true);
        if ($outcome->refusal) {
            throw sign_in_refused::of($outcome->refusal);
        }
        redirect(sign_in::with($pending->claims, $pending->tokens, $pending->wantsurl));
    }
    if ($data = $form->get_data()) {
        $problem = password_proof::link($pending->claims, $data->username, $data->password);
        if ($problem === null) {
            redirect(sign_in::with($pending->claims, $pending->tokens, $pending->wantsurl));
        }
        $form->refuse($problem);
    }
} catch (sign_in_refused $refused) {
    pending::forget();
    failure::show($refused);
}

echo $OUTPUT->header();
echo $OUTPUT->render_from_template('auth_asnsso/link', [
    'identity' => $pending->claims->text('name'),
    'site' => format_string($SITE->fullname),
    'forgoturl' => (new \core\url('/login/forgot_password.php'))->out(false),
    'form' => $form->render(),
]);
echo $OUTPUT->footer();
