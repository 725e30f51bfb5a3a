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

$string['accounts'] = 'Accounts';
$string['accounts_desc'] = 'Who gets an account on this site, and which existing account belongs to whom. An account is never linked because of an e-mail address or a name alone, and a site administrator\'s account only from the command line (auth/asnsso/cli/link.php).';
$string['auth_asnssodescription'] = 'Civil servants sign in with their one ASN Unggul account. The issuer and this site\'s name there come with the membership; nothing is pasted here.';
$string['bulk_already'] = 'linked already';
$string['bulk_create'] = 'no such account: the first sign-in makes one';
$string['bulk_linked'] = 'linked';
$string['bulk_refused'] = 'refused';
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
$string['checknipfield'] = 'ASN Unggul: field of the NIP';
$string['cli_batch'] = 'Batch {$a}. To take it back: --undo={$a}';
$string['cli_columns'] = 'The first line must name the column subject and exactly one of userid, username, idnumber.';
$string['cli_dryrun'] = 'Dry run: nothing was changed.';
$string['cli_nofile'] = 'The list cannot be read.';
$string['cli_noissuer'] = 'This site has no sign-in with ASN Unggul yet: join with a code that includes it.';
$string['cli_notenabled'] = 'Linked accounts could not sign in: ASN Unggul sign-in is switched off. Switch it on first, for example as a button: php auth/asnsso/cli/configure.php --mode=button';
$string['cli_notlinked'] = 'This account has no link.';
$string['cli_undone'] = 'Links taken back: {$a}';
$string['cohortrules'] = 'Cohorts from groups';
$string['cohortrules_desc'] = 'One rule a line: the path of a group, and the id number of the cohort its members are in here. Each * is one part of the path, {1} is the first. Only cohorts this plugin has made are touched.';
$string['createaccounts'] = 'Make accounts at the first sign-in';
$string['createaccounts_desc'] = 'Who has a verified e-mail address that this site allows and no account here gets one. Otherwise only people with a linked account come in.';
$string['event_account_created'] = 'Account made at the first sign-in';
$string['event_account_linked'] = 'Account linked';
$string['event_account_unlinked'] = 'Account unlinked';
$string['event_role_refused'] = 'Role of the identity provider ignored';
$string['event_sessions_ended'] = 'Sessions ended by the identity issuer';
$string['event_sign_in_refused'] = 'Sign-in through the identity issuer refused';
$string['failure_again'] = 'Try again';
$string['failure_home'] = 'Back to the site';
$string['failure_local'] = 'Sign in with an account of this site';
$string['failure_reference'] = 'Reference: {$a}';
$string['failure_title'] = 'You are not signed in';
$string['field_golongan'] = 'Rank';
$string['field_instansi'] = 'Agency';
$string['field_instansi_kode'] = 'Agency code';
$string['field_jabatan'] = 'Position';
$string['field_jenis_asn'] = 'Kind of employment';
$string['field_nip'] = 'NIP';
$string['field_unit_kerja'] = 'Unit';
$string['link_another'] = 'This account has neither the e-mail address nor the user name of your ASN Unggul account, so it cannot be linked here. Ask the administrator of this site.';
$string['link_expired'] = 'This took too long. Please sign in again.';
$string['link_identity'] = 'You are signed in to ASN Unggul as';
$string['link_intro'] = '{$a} already has an account with your e-mail address or user name. If it is yours, enter its user name and its password on this site once; after that you sign in without it.';
$string['link_notmine'] = 'This is not my account';
$string['link_notmine_desc'] = 'If the account is not yours, you get a new one, unless your e-mail address is in use here: then the administrator of this site can help.';
$string['link_submit'] = 'Link and go on';
$string['link_title'] = 'Is this account yours?';
$string['mode'] = 'When somebody has to sign in';
$string['mode_auto'] = 'Always go to ASN Unggul';
$string['mode_button'] = 'Show the login page with a button';
$string['mode_desc'] = 'A silent try asks whether the person is signed in at ASN Unggul already; if not, the login page comes as usual. The local form always stays at /login/index.php?noredirect=1.';
$string['mode_silent'] = 'Try silently first, then the login page';
$string['nipfield'] = 'Field of the NIP';
$string['nipfield_closed'] = 'Accounts are linked by the NIP in {$a}, which people cannot edit themselves.';
$string['nipfield_desc'] = 'An existing account is linked when this field has the NIP that LAN has verified for the person. Only a field that people cannot edit themselves can be chosen.';
$string['nipfield_idnumber'] = 'People can edit their own ID number. Set "Lock value (ID number)" to "Locked" under Site administration > Plugins > Authentication for: {$a}.';
$string['nipfield_missing'] = 'There is no profile field {$a}. Choose another under Site administration > Plugins > Authentication > ASN Unggul sign-in > Field of the NIP.';
$string['nipfield_none'] = 'Accounts are not linked by NIP.';
$string['nipfield_selfregistration'] = 'People can choose their user name when they register themselves. Set "Self registration" to "Disable" under Site administration > Plugins > Authentication > Manage authentication.';
$string['nipfield_signup'] = 'The profile field {$a} is filled in by people who register themselves. Set "Display on signup page" to "No" for it under Site administration > Users > Accounts > User profile fields.';
$string['nipfield_unlocked'] = 'People can edit the profile field {$a} themselves. Set "Is this field locked?" to "Yes" for it under Site administration > Users > Accounts > User profile fields.';
$string['nipfield_why'] = 'Whoever could write somebody else\'s NIP into their own profile would be given that person\'s identity. Until this is mended, no account is linked by NIP.';
$string['notice_down'] = 'ASN Unggul cannot be reached right now. Who has a password of this site can sign in here; everybody else please try again in a few minutes.';
$string['notice_loop'] = 'You were sent to ASN Unggul several times without success, so we stopped. Please try the button once more, or allow cookies for this site.';
$string['notice_restarted'] = 'Your first sign-in took too long or was begun elsewhere, so it was begun again.';
$string['onlink'] = 'A linked account signs in';
$string['onlink_desc'] = 'With ASN Unggul only: whoever is barred or has a second factor there cannot go round it by a password of this site. How the account signed in before is kept for the way back.';
$string['onlink_keep'] = 'also as before';
$string['onlink_switch'] = 'with ASN Unggul only';
$string['pluginname'] = 'ASN Unggul sign-in';
$string['privacy:metadata:core_cohort'] = 'Membership of cohorts of agencies.';
$string['privacy:metadata:core_role'] = 'Roles that follow from the person\'s roles at the identity provider.';
$string['privacy:metadata:core_user'] = 'Names, e-mail address, NIP, agency, unit, position, rank and kind of employment, in the account and its profile fields.';
$string['privacy:metadata:issuer'] = 'The national identity provider learns that the person signs in to this site, and has the data this plugin reads.';
$string['privacy:metadata:issuer:signin'] = 'That and when the person signs in.';
$string['privacy:metadata:link'] = 'Which identity an account belongs to.';
$string['privacy:metadata:link:batch'] = 'The list it was linked from.';
$string['privacy:metadata:link:issuer'] = 'The identity provider.';
$string['privacy:metadata:link:method'] = 'How it was linked.';
$string['privacy:metadata:link:prevauth'] = 'How the account signed in before.';
$string['privacy:metadata:link:subject'] = 'The key of the person at the identity provider.';
$string['privacy:metadata:link:timecreated'] = 'When it was linked.';
$string['privacy:metadata:link:timelastlogin'] = 'When the person last signed in with it.';
$string['privacy:metadata:link:userid'] = 'The account.';
$string['privacy:metadata:session'] = 'Open sessions, so that signing out elsewhere can end them.';
$string['privacy:metadata:session:idpsid'] = 'The session at the identity provider.';
$string['privacy:metadata:session:sidhash'] = 'A fingerprint of the session here.';
$string['privacy:metadata:session:timecreated'] = 'When it was opened.';
$string['privacy:metadata:session:userid'] = 'The account.';
$string['provider_blocked'] = 'Moodle blocks requests to {$a}. Change “cURL blocked hosts list” (curlsecurityblockedhosts) or “cURL allowed ports list” (curlsecurityallowedport) in Site administration > Security > HTTP security.';
$string['provider_client'] = '{$a} does not accept this site. Tell LAN: the site\'s client or its key set address is not right there.';
$string['provider_grant'] = '{$a} does not accept this code or session any more.';
$string['provider_notanissuer'] = '{$a} answers, but not as an identity issuer does. Ask LAN for a new join code if the address is wrong.';
$string['provider_otherissuer'] = '{$a} says that it is another issuer than the membership names. Ask LAN for a new join code.';
$string['provider_unreachable'] = '{$a} cannot be reached or has an error of its own. If other sites work, look at Moodle\'s proxy settings (proxyhost) and at the firewall.';
$string['refused_ambiguous'] = 'Several accounts on this site have your NIP. The administrator of this site has to say which one is yours.';
$string['refused_badsubject'] = 'The identity provider has sent a key for you that this site cannot keep.';
$string['refused_badtoken'] = 'The answer of ASN Unggul could not be verified, so nobody was signed in. Please try again.';
$string['refused_busy'] = 'Your account is being made in another window. Please sign in again in a moment.';
$string['refused_cookies'] = 'Your browser does not keep cookies of this site, so signing in cannot work. Please allow them and try again.';
$string['refused_denied'] = 'The sign-in at ASN Unggul was cancelled.';
$string['refused_emailnotallowed'] = 'This site does not make accounts for e-mail addresses like yours. Ask its administrator.';
$string['refused_emailtaken'] = 'An account on this site already has your e-mail address, so no second one is made. The administrator of this site can link it to you, or free the address.';
$string['refused_emailunverified'] = 'Please verify your e-mail address in your ASN Unggul account first.';
$string['refused_ended'] = 'Your session at ASN Unggul has ended, so you were signed out here too.';
$string['refused_issuer'] = 'ASN Unggul did not accept the sign-in. Please try again; if it goes on, tell the administrator of this site.';
$string['refused_linked'] = 'Your account on this site is linked to another ASN Unggul account. Ask the administrator of this site.';
$string['refused_loginas'] = 'You are acting as another user in this browser. End that first.';
$string['refused_noaccount'] = 'You have no account on this site, and it does not make new ones at sign-in. Ask its administrator.';
$string['refused_nologin'] = 'Your account on this site is closed for signing in. Ask its administrator.';
$string['refused_notactive'] = 'Your status as a civil servant is not confirmed as active, and this site is for active civil servants. Ask the personnel office of your agency.';
$string['refused_notready'] = 'Signing in through ASN Unggul is not set up on this site.';
$string['refused_remote'] = 'Your account on this site belongs to another site. Ask the administrator.';
$string['refused_siteadmin'] = 'This account administers the site; it is linked from the command line only (auth/asnsso/cli/link.php).';
$string['refused_suspended'] = 'Your account on this site is suspended. Ask its administrator.';
$string['refused_unconfirmed'] = 'Your account on this site has not been confirmed yet. Follow the link in the e-mail you were sent when you registered.';
$string['refused_unreachable'] = 'ASN Unggul cannot be reached right now. Please try again in a few minutes.';
$string['report_badnip'] = 'accounts with something else than a NIP in the chosen field';
$string['report_emailclash'] = 'asked for their password, but others have the same e-mail address';
$string['report_hasnip'] = 'accounts with a NIP in the chosen field';
$string['report_linked'] = 'linked already';
$string['report_nip'] = 'linked by NIP at the first sign-in, without a question';
$string['report_nipclash'] = 'refused: other accounts have the same NIP';
$string['report_nologin'] = 'refused: closed for signing in';
$string['report_nothing'] = 'not found by anything: without an e-mail address or a password of this site';
$string['report_password'] = 'asked for their password once, if the identity has the same e-mail address';
$string['report_remote'] = 'refused: of another site';
$string['report_siteadmin'] = 'site administrators: from the command line only';
$string['report_suspended'] = 'refused: suspended';
$string['report_unconfirmed'] = 'refused: not confirmed';
$string['revalidate'] = 'Ask whether the session still stands';
$string['revalidate_desc'] = 'ASN Unggul does not tell by itself that a session has run out or an account was disabled. So long sessions are asked about, on a page view and never while a form is sent.';
$string['rolerules'] = 'Roles from claims';
$string['rolerules_desc'] = 'One rule a line: a role of the person for this site at the identity provider, and the short name of the role it gives in the whole site, for example: pengelola => manager. Roles without a rule mean nothing here; nobody becomes a site administrator. The role goes when the claim goes.';
$string['rules_cohort'] = 'the left side is a path such as /instansi/*, the right side the id number of a cohort such as asn:{1}';
$string['rules_line'] = 'a rule is: what the claim says => what it means here';
$string['rules_role'] = '{$a} is no role that can be given in the whole site, or it may change the site\'s configuration';
$string['settings_issuer'] = 'Identity issuer';
$string['settings_issuer_is'] = '{$a->issuer}, where this site is {$a->client}. It comes with the membership. Site administration > Reports > System status tells whether all is well.';
$string['settings_issuer_none'] = 'None yet. LAN sends a join code that brings it: Site administration > Plugins > Local plugins > ASN Unggul.';
$string['singlelogout'] = 'Sign out everywhere';
$string['singlelogout_desc'] = 'Who came through ASN Unggul and signs out here is signed out there too, and so on all other sites.';
$string['statusallowed'] = 'Who comes in';
$string['statusallowed_desc'] = 'Values of the claim status_asn, with commas between them. Empty: nobody\'s status is asked.';
$string['task_cleanup'] = 'Forget sessions that are gone';
