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
 * A person whose identity is proven shows that an account here is theirs, by signing in to it as this site asks, or says that it is
 * not.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

use auth_asnsso\local\account\new_account;
use auth_asnsso\local\account\proof;
use auth_asnsso\local\account\refusal;
use auth_asnsso\local\account\resolver;
use auth_asnsso\local\failure;
use auth_asnsso\local\known_issuer;
use auth_asnsso\local\pending;
use auth_asnsso\local\sign_in;
use auth_asnsso\local\sign_in_refused;
use auth_asnsso\local\visit;

// phpcs:ignore moodle.Files.RequireLogin.Missing -- who comes here first has no session yet; below it is asked for.
require(__DIR__ . '/../../config.php');

$page = new \core\url('/auth/asnsso/link.php');
$PAGE->set_context(\core\context\system::instance());
$PAGE->set_url($page);
$PAGE->set_pagelayout('login');
$PAGE->set_title(get_string('link_title', 'auth_asnsso'));
$PAGE->set_cacheable(false);

$signedin = isloggedin() && !isguestuser();
if ($signedin) {
    // The site's own questions to who signs in come first: second factor, a forced change of the password, its terms.
    require_login(null, false);
}
$pending = pending::current();
if (!$pending) {
    $expired = get_string('link_expired', 'auth_asnsso');
    if ($signedin) {
        redirect(new \core\url('/'), $expired, null, \core\output\notification::NOTIFY_WARNING);
    }
    // The login page shows no notifications; it has words of its own.
    $SESSION->loginerrormsg = $expired;
    redirect(get_login_url());
}

$answer = visit::text('answer', PARAM_ALPHA);
$sesskey = visit::text('sesskey');
try {
    known_issuer::for_sign_in() ?? throw new sign_in_refused('notready');
    if ($signedin && !proof::is_theirs($pending->claims, $USER)) {
        throw sign_in_refused::of(refusal::not_yours);
    }
    if ($answer !== '' && $sesskey !== '' && confirm_sesskey($sesskey)) {
        if ($answer === 'link' && $signedin) {
            proof::link($pending->claims, $USER);
        } else if ($signedin) {
            pending::forget();
            redirect(new \core\url($pending->wantsurl ?: '/'));
        } else if ($refusal = resolver::resolve($pending->claims, true)->refusal) {
            throw sign_in::refused($refusal, $pending->claims, $pending->tokens);
        }
        redirect(sign_in::with($pending->claims, $pending->tokens, $pending->wantsurl));
    }
} catch (sign_in_refused $refused) {
    pending::forget();
    failure::show($refused);
}

// The form's own way back: to this page, as somebody who is signed in.
$SESSION->wantsurl = $page->out(false);
$button = fn(string $answer): string => $OUTPUT->render(new \single_button(
    new \core\url($page, ['answer' => $answer]),
    get_string("link_$answer", 'auth_asnsso'),
    'post',
    $answer === 'link' ? \single_button::BUTTON_PRIMARY : \single_button::BUTTON_SECONDARY
));
echo $OUTPUT->header();
echo $OUTPUT->render_from_template('auth_asnsso/link', [
    'identity' => new_account::title($pending->claims),
    'account' => $signedin ? fullname($USER) : '',
    'site' => format_string($SITE->fullname),
    'another' => (new \core\url('/auth/asnsso/login.php', ['another' => 1]))->out(false),
    'localurl' => failure::local_form()->out(false),
    'link' => $signedin ? $button('link') : '',
    'notmine' => $button($signedin ? 'dont' : 'notmine'),
]);
echo $OUTPUT->footer();
