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
 * English words of the sign-in plugin.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['auth_asnssodescription'] = 'Civil servants sign in with their one ASN Unggul account. The issuer and this site\'s name there come with the membership; nothing is pasted here.';
$string['buttonname'] = 'Words on the button';
$string['buttonname_default'] = 'Sign in with ASN Unggul';
$string['buttonname_desc'] = 'Empty for “Sign in with ASN Unggul”.';
$string['cachedef_logouttokens'] = 'Logout tokens that were used';
$string['cachedef_provider'] = 'Addresses, keys and health of the identity issuer';
$string['check_blocked'] = 'ASN Unggul sign-in: requests to the issuer';
$string['check_blocked_ok'] = 'Moodle lets requests to the issuer through.';
$string['check_blocked_yes'] = 'Moodle blocks requests to {$a->host}, port {$a->port}. In Site administration > Security > HTTP security, take the host\'s address out of “cURL blocked hosts list” (curlsecurityblockedhosts), and add {$a->port} to “cURL allowed ports list” (curlsecurityallowedport).';
$string['check_breakglass'] = 'ASN Unggul sign-in: a way in while the issuer is away';
$string['check_breakglass_none'] = 'No active site administrator signs in with the method “manual”: while the issuer is away nobody could mend this site. Set one administrator\'s “Choose an authentication method” (auth) to “Manual accounts” and give the account a password.';
$string['check_breakglass_ok'] = 'Site administrators who can always sign in here: {$a}.';
$string['check_clock'] = 'ASN Unggul sign-in: clock';
$string['check_clock_ok'] = 'Both clocks agree ({$a} s).';
$string['check_clock_unknown'] = 'The issuer does not tell its time.';
$string['check_clock_wrong'] = 'The issuer\'s clock is {$a} s ahead of this server\'s; tokens are refused from 60 s on. Switch time synchronisation (NTP) on on this server.';
$string['check_enabled'] = 'ASN Unggul sign-in: switched on';
$string['check_enabled_emergency'] = 'Redirects are off (emergency). php auth/asnsso/cli/emergency.php --on lets them be again.';
$string['check_enabled_not'] = 'The plugin is off: Site administration > Plugins > Authentication > Manage authentication, “ASN Unggul sign-in” (auth).';
$string['check_enabled_ok'] = 'The plugin is on.';
$string['check_https'] = 'ASN Unggul sign-in: https';
$string['check_https_not'] = 'This site\'s address is {$a}: codes and cookies travel in clear. Serve it over https and change $CFG->wwwroot in config.php.';
$string['check_https_ok'] = 'This site is served over https.';
$string['check_keyset'] = 'ASN Unggul sign-in: keys of the issuer';
$string['check_keyset_none'] = 'The issuer publishes no key that can be used here (RSA of 2048 bits or more with RS256, P-256 with ES256, Ed25519). Tell LAN.';
$string['check_keyset_ok'] = 'Usable keys: {$a}.';
$string['check_member'] = 'ASN Unggul sign-in: membership';
$string['check_member_none'] = 'This site has not joined ASN Unggul: Site administration > Plugins > Local plugins > ASN Unggul.';
$string['check_member_nooidc'] = 'The membership names no identity issuer that is safe to use. Ask LAN for a new join code with sign-in, and paste it in Site administration > Plugins > Local plugins > ASN Unggul.';
$string['check_member_off'] = 'Signing in is off: $CFG->auth_asnsso_disable in config.php.';
$string['check_member_ok'] = 'The issuer is {$a}.';
$string['check_mobile'] = 'ASN Unggul sign-in: Moodle app';
$string['check_mobile_app'] = 'People cannot sign in from Moodle\'s app: set Site administration > Mobile app > Mobile authentication > “Type of login” (typeoflogin) to “Via a browser window”.';
$string['check_mobile_off'] = 'Moodle\'s app is not used here.';
$string['check_mobile_ok'] = 'Moodle\'s app signs in through a browser.';
$string['check_noissuer'] = 'Not looked at: there is no issuer yet.';
$string['check_reachable'] = 'ASN Unggul sign-in: the issuer answers';
$string['check_reachable_ok'] = '{$a} answers and is who it should be.';
$string['check_timeout'] = 'ASN Unggul sign-in: length of sessions';
$string['check_timeout_long'] = 'Sessions here last {$a} without a click, longer than the issuer\'s 10 hours. Lower Site administration > Server > Session handling > “Timeout” (sessiontimeout) to 8 hours.';
$string['check_timeout_ok'] = 'Sessions here end before the issuer\'s do.';
$string['event_sessions_ended'] = 'Sessions ended by the identity issuer';
$string['event_sign_in_refused'] = 'Sign-in through the identity issuer refused';
$string['failure_again'] = 'Try again';
$string['failure_home'] = 'Back to the site';
$string['failure_local'] = 'Sign in with an account of this site';
$string['failure_reference'] = 'Reference: {$a}';
$string['failure_title'] = 'You are not signed in';
$string['mode'] = 'When somebody has to sign in';
$string['mode_auto'] = 'Always go to ASN Unggul';
$string['mode_button'] = 'Show the login page with a button';
$string['mode_desc'] = 'A silent try asks whether the person is signed in at ASN Unggul already; if not, the login page comes as usual. The local form always stays at /login/index.php?noredirect=1.';
$string['mode_silent'] = 'Try silently first, then the login page';
$string['notice_down'] = 'ASN Unggul cannot be reached right now. Who has a password of this site can sign in here; everybody else please try again in a few minutes.';
$string['notice_loop'] = 'You were sent to ASN Unggul several times without success, so we stopped. Please try the button once more, or allow cookies for this site.';
$string['notice_restarted'] = 'Your first sign-in took too long or was begun elsewhere, so it was begun again.';
$string['pluginname'] = 'ASN Unggul sign-in';
$string['provider_blocked'] = 'Moodle blocks requests to {$a}. Change “cURL blocked hosts list” (curlsecurityblockedhosts) or “cURL allowed ports list” (curlsecurityallowedport) in Site administration > Security > HTTP security.';
$string['provider_client'] = '{$a} does not accept this site. Tell LAN: the site\'s client or its key set address is not right there.';
$string['provider_grant'] = '{$a} does not accept this code or session any more.';
$string['provider_notanissuer'] = '{$a} answers, but not as an identity issuer does. Ask LAN for a new join code if the address is wrong.';
$string['provider_otherissuer'] = '{$a} says that it is another issuer than the membership names. Ask LAN for a new join code.';
$string['provider_unreachable'] = '{$a} cannot be reached or has an error of its own. If other sites work, look at Moodle\'s proxy settings (proxyhost) and at the firewall.';
$string['refused_badtoken'] = 'The answer of ASN Unggul could not be verified, so nobody was signed in. Please try again.';
$string['refused_cookies'] = 'Your browser does not keep cookies of this site, so signing in cannot work. Please allow them and try again.';
$string['refused_denied'] = 'The sign-in at ASN Unggul was cancelled.';
$string['refused_ended'] = 'Your session at ASN Unggul has ended, so you were signed out here too.';
$string['refused_issuer'] = 'ASN Unggul did not accept the sign-in. Please try again; if it goes on, tell the administrator of this site.';
$string['refused_loginas'] = 'You are acting as another user in this browser. End that first.';
$string['refused_notready'] = 'Signing in through ASN Unggul is not set up on this site.';
$string['refused_unreachable'] = 'ASN Unggul cannot be reached right now. Please try again in a few minutes.';
$string['revalidate'] = 'Ask whether the session still stands';
$string['revalidate_desc'] = 'ASN Unggul does not tell by itself that a session has run out or an account was disabled. So long sessions are asked about, on a page view and never while a form is sent.';
$string['settings_issuer'] = 'Identity issuer';
$string['settings_issuer_is'] = '{$a->issuer}, where this site is {$a->client}. It comes with the membership. Site administration > Reports > System status tells whether all is well.';
$string['settings_issuer_none'] = 'None yet. LAN sends a join code that brings it: Site administration > Plugins > Local plugins > ASN Unggul.';
$string['singlelogout'] = 'Sign out everywhere';
$string['singlelogout_desc'] = 'Who came through ASN Unggul and signs out here is signed out there too, and so on all other sites.';
$string['task_cleanup'] = 'Forget sessions that are gone';
