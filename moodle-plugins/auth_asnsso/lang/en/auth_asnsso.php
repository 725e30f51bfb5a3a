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
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
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
$string['buttonname_away'] = '{$a} (cannot be reached right now)';
$string['buttonname_default'] = 'Sign in with ASN Unggul';
$string['buttonname_desc'] = 'Empty for “Sign in with ASN Unggul”.';
$string['cachedef_issuer'] = 'Addresses, keys and health of the identity issuer';
$string['check_blocked'] = 'requests to the issuer';
$string['check_blocked_ok'] = 'Moodle lets requests to the issuer through.';
$string['check_blocked_yes'] = 'Moodle blocks requests to {$a->host}, port {$a->port}. Under {$a->where}, take the host\'s address out of “{$a->blocked}” (curlsecurityblockedhosts), and add {$a->port} to “{$a->ports}” (curlsecurityallowedport).';
$string['check_breakglass'] = 'a way in while the issuer is away';
$string['check_breakglass_none'] = 'No active site administrator signs in with the method “{$a->value}”: while the issuer is away, nobody could repair this site. Set one administrator\'s “{$a->setting}” (auth) to “{$a->value}” and give the account a password.';
$string['check_breakglass_ok'] = 'Site administrators who can always sign in here: {$a}.';
$string['check_clock'] = 'clock';
$string['check_clock_ok'] = 'Both clocks agree ({$a} s).';
$string['check_clock_unknown'] = 'The issuer does not tell its time.';
$string['check_clock_wrong'] = 'The issuer\'s clock is {$a} s ahead of this server\'s; tokens are refused from 60 s on. Switch time synchronisation (NTP) on on this server.';
$string['check_enabled'] = 'switched on';
$string['check_enabled_emergency'] = 'Redirects are off (emergency). php auth/asnsso/cli/emergency.php --on lets them be again.';
$string['check_enabled_not'] = 'The plugin is off. Switch it on under {$a}, or run php auth/asnsso/cli/enable.php.';
$string['check_enabled_ok'] = 'The plugin is on.';
$string['check_https'] = 'https';
$string['check_https_not'] = 'This site\'s address is {$a}: codes and cookies travel in clear. Serve it over https and change $CFG->wwwroot in config.php.';
$string['check_https_ok'] = 'This site is served over https.';
$string['check_keyset'] = 'keys of the issuer';
$string['check_keyset_none'] = 'The issuer publishes no key that can be used here (RSA of 2048 bits or more with RS256, P-256 with ES256, Ed25519). Tell LAN.';
$string['check_keyset_ok'] = 'Usable keys: {$a}.';
$string['check_member'] = 'membership';
$string['check_member_none'] = 'This site has not joined ASN Unggul. Paste the join code under {$a}.';
$string['check_member_nooidc'] = 'The membership names no identity issuer that is safe to use. Ask LAN for a new join code with sign-in, and paste it under {$a}.';
$string['check_member_off'] = 'Signing in is off: $CFG->auth_asnsso_disable in config.php.';
$string['check_member_ok'] = 'The issuer is {$a}.';
$string['check_mobile'] = 'Moodle app';
$string['check_mobile_app'] = 'People cannot sign in from Moodle\'s app. Under {$a->where}, set “{$a->setting}” (typeoflogin) to “{$a->value}”.';
$string['check_mobile_off'] = 'Moodle\'s app is not used here.';
$string['check_mobile_ok'] = 'Moodle\'s app signs in through a browser.';
$string['check_nipfield'] = 'field of the NIP';
$string['check_noissuer'] = 'Not looked at: there is no issuer yet.';
$string['check_reachable'] = 'the issuer answers';
$string['check_reachable_ok'] = '{$a} answers and is who it should be.';
$string['check_settings'] = 'stored settings';
$string['check_settings_ok'] = 'Every setting has a value it can have.';
$string['check_settings_wrong'] = 'These settings are stored with a value they cannot have. {$a->wrong} Choose another under {$a->where}; until then a choice that does not exist counts as the default.';
$string['check_timeout'] = 'length of sessions';
$string['check_timeout_long'] = 'Sessions here last {$a->time} without a click, longer than the issuer\'s 10 hours. Under {$a->where}, lower “{$a->setting}” (sessiontimeout) to 8 hours.';
$string['check_timeout_ok'] = 'Sessions here end before the issuer\'s do.';
$string['cli_batch'] = 'Batch {$a}. To take it back: --undo={$a}';
$string['cli_columns'] = 'The first line must name the column subject and exactly one of userid, username, idnumber.';
$string['cli_dryrun'] = 'Dry run: nothing was changed.';
$string['cli_emergency'] = 'Switches redirects to the issuer off: everybody sees the local form, the button stays, sessions go on unasked.

--off         no redirects from now on
--on          as the settings say
-h, --help

No administrator with a password? php admin/cli/reset_password.php sets one for an account with the sign-in "manual".
To hide the button too, write $CFG->auth_asnsso_disable = 1; in config.php.';
$string['cli_enable'] = 'Switches signing in through ASN Unggul on; its settings stay as they are.
php admin/cli/cfg.php --component=auth_asnsso reads and writes those.

-h, --help';
$string['cli_link'] = 'Links accounts of this site to identities of ASN Unggul. Prints user ids, never names.

--preview            what the first sign-in of everybody would do; changes nothing
--file=LIST.csv      link from a list (- is standard input): a line of column names, then one account a line;
                     column subject, and one of userid, username, idnumber
-n, --dry-run        with --file: print the preview, change nothing
--allow-siteadmin    with --file: site admins too; nothing else ever links them
--undo=BATCH         take a whole list back: its accounts sign in as they did before
--unlink=USERID      take one link back
--let-go             this site has left its issuer: let all accounts sign in as before. Where it has another one this
                     happens by itself
-h, --help

Exit codes: 0 done, 1 not done, 2 called wrongly, 3 done but some lines were refused.';
$string['cli_nofile'] = 'The list cannot be read.';
$string['cli_noissuer'] = 'This site has no sign-in with ASN Unggul yet: join with a code that includes it.';
$string['cli_notenabled'] = 'Linked accounts could not sign in: ASN Unggul sign-in is switched off. Switch it on first: php auth/asnsso/cli/enable.php';
$string['cli_notlinked'] = 'This account has no link.';
$string['cli_redirectsoff'] = 'Redirects are off. Sign in at {$a}';
$string['cli_redirectson'] = 'Redirects are as the settings say.';
$string['cli_undone'] = 'Links taken back: {$a}';
$string['cohortrules'] = 'Cohorts from groups';
$string['cohortrules_desc'] = 'One rule a line: the path of a group, and the id number of the cohort its members are in here. Each * is one part of the path, {1} is the first. Only cohorts this plugin has made are touched.';
$string['createaccounts'] = 'Make accounts at the first sign-in';
$string['createaccounts_desc'] = 'People without an account here get one if they have a verified e-mail address that this site allows. Otherwise only people with a linked account can sign in.';
$string['event_account_created'] = 'Account made at the first sign-in';
$string['event_account_linked'] = 'Account linked';
$string['event_account_unlinked'] = 'Account unlinked';
$string['event_role_refused'] = 'Role of the identity issuer ignored';
$string['event_sessions_ended'] = 'Sessions ended by the identity issuer';
$string['event_sign_in_refused'] = 'Sign-in through the identity issuer refused';
$string['failure_again'] = 'Try again';
$string['failure_another'] = 'Use another ASN Unggul account';
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
$string['issuer_blocked'] = 'Moodle blocks requests to {$a->url}. Change “{$a->blocked}” (curlsecurityblockedhosts) or “{$a->ports}” (curlsecurityallowedport) under {$a->where}.';
$string['issuer_client'] = '{$a->url} does not accept this site. Tell LAN: the site\'s client or its key set address is not right there.';
$string['issuer_grant'] = '{$a->url} does not accept this code or session any more.';
$string['issuer_notanissuer'] = '{$a->url} answers, but not as an identity issuer does. Ask LAN for a new join code if the address is wrong.';
$string['issuer_otherissuer'] = '{$a->url} says that it is another issuer than the membership names. Ask LAN for a new join code.';
$string['issuer_unreachable'] = '{$a->url} cannot be reached or has an error of its own. If other sites work, look at Moodle\'s proxy settings (proxyhost) and at the firewall.';
$string['link_account'] = 'On this site you are signed in as';
$string['link_confirm'] = 'If you link it, you sign in to {$a} with ASN Unggul from now on, and name and e-mail address of this account follow ASN Unggul.';
$string['link_dont'] = 'Do not link it';
$string['link_expired'] = 'This took too long. Please sign in again.';
$string['link_identity'] = 'You are signed in to ASN Unggul as';
$string['link_intro'] = '{$a} already has an account with your e-mail address or user name. If it is yours, sign in with it once as you always did; after that you sign in with ASN Unggul.';
$string['link_link'] = 'Link and go on';
$string['link_local'] = 'Sign in with that account';
$string['link_notmine'] = 'This is not my account';
$string['link_notmine_desc'] = 'If the account is not yours, you get a new one, unless your e-mail address is in use here: then the administrator of this site can help.';
$string['link_title'] = 'Is this account yours?';
$string['mode'] = 'When somebody has to sign in';
$string['mode_auto'] = 'Always go to ASN Unggul';
$string['mode_button'] = 'Show the login page with a button';
$string['mode_desc'] = 'A silent try asks whether the person is signed in at ASN Unggul already; if not, the login page comes as usual. The local form always stays at /login/index.php?noredirect=1&loginredirect=0.';
$string['mode_silent'] = 'Try silently first, then the login page';
$string['nipfield'] = 'Field of the NIP';
$string['nipfield_closed'] = 'Accounts are linked by the NIP in {$a}, which people cannot edit themselves.';
$string['nipfield_desc'] = 'An existing account is linked when this field has the NIP that LAN has verified for the person. Only a field that people cannot edit themselves can be chosen.';
$string['nipfield_idnumber'] = 'People can edit their own ID number. Set “{$a->setting}” to “{$a->value}” under {$a->where} for: {$a->names}.';
$string['nipfield_missing'] = 'There is no profile field {$a->field}. Choose another under {$a->where}.';
$string['nipfield_none'] = 'Accounts are not linked by NIP.';
$string['nipfield_selfregistration'] = 'People can choose their user name when they register themselves. Set “{$a->setting}” to “{$a->value}” under {$a->where}.';
$string['nipfield_signup'] = 'The profile field {$a->field} is filled in by people who register themselves. Set “{$a->setting}” to “{$a->value}” for it under {$a->where}.';
$string['nipfield_unlocked'] = 'People can edit the profile field {$a->field} themselves. Set “{$a->setting}” to “{$a->value}” for it under {$a->where}.';
$string['nipfield_why'] = 'Whoever could write somebody else\'s NIP into their own profile would be given that person\'s identity. Until this is corrected, no account is linked by NIP.';
$string['notice_down'] = 'ASN Unggul cannot be reached right now. If you have a password for this site, sign in here; otherwise please try again in a few minutes.';
$string['notice_linked'] = 'If your account has moved to ASN Unggul, its password for this site no longer works: use the button “{$a}”.';
$string['notice_linking'] = 'Sign in below once with the user name and password of your account on this site; after that you can link it.';
$string['notice_loop'] = 'You were sent to ASN Unggul several times without success, so we stopped. Please try the button once more, or allow cookies for this site.';
$string['notice_restarted'] = 'Your first sign-in took too long or was begun elsewhere, so it was begun again.';
$string['onlink'] = 'A linked account signs in';
$string['onlink_desc'] = 'With ASN Unggul only: whoever is barred or has a second factor there cannot go round it by a password of this site. How the account signed in before is kept for the way back.';
$string['onlink_keep'] = 'also as before';
$string['onlink_switch'] = 'with ASN Unggul only';
$string['pluginname'] = 'ASN Unggul sign-in';
$string['preview_badnip'] = 'accounts with something else than a NIP in the chosen field';
$string['preview_emailclash'] = 'asked for their password, but others have the same e-mail address';
$string['preview_hasnip'] = 'accounts with a NIP in the chosen field';
$string['preview_linked'] = 'linked already';
$string['preview_nip'] = 'linked by NIP at the first sign-in, without a question';
$string['preview_nipclash'] = 'refused: other accounts have the same NIP';
$string['preview_nologin'] = 'refused: closed for signing in';
$string['preview_nothing'] = 'not found by anything: without an e-mail address or a password of this site';
$string['preview_password'] = 'asked for their password once, if the identity has the same e-mail address';
$string['preview_remote'] = 'refused: of another site';
$string['preview_siteadmin'] = 'site administrators: from the command line only';
$string['preview_suspended'] = 'refused: suspended';
$string['preview_unconfirmed'] = 'refused: not confirmed';
$string['privacy:metadata:centre'] = 'LAN\'s centre is asked whether the person may still sign in, while Moodle\'s app or a feed can be used.';
$string['privacy:metadata:core_cohort'] = 'Membership of cohorts of agencies.';
$string['privacy:metadata:core_role'] = 'Roles that follow from the person\'s roles at the identity issuer.';
$string['privacy:metadata:core_user'] = 'Names, e-mail address, NIP, agency, unit, position, rank and kind of employment, in the account and its profile fields.';
$string['privacy:metadata:issuer'] = 'The national identity issuer learns that the person signs in to this site, and has the data this plugin reads.';
$string['privacy:metadata:issuer:signin'] = 'That and when the person signs in.';
$string['privacy:metadata:link'] = 'Which identity an account belongs to.';
$string['privacy:metadata:link:batch'] = 'The list it was linked from.';
$string['privacy:metadata:link:former'] = 'Name, address and profile fields of the account before claims changed them.';
$string['privacy:metadata:link:issuer'] = 'The identity issuer.';
$string['privacy:metadata:link:method'] = 'How it was linked.';
$string['privacy:metadata:link:prevauth'] = 'How the account signed in before.';
$string['privacy:metadata:link:subject'] = 'The identifier of the person at the identity issuer.';
$string['privacy:metadata:link:timecreated'] = 'When it was linked.';
$string['privacy:metadata:link:timelastlogin'] = 'When the person last signed in with it.';
$string['privacy:metadata:link:userid'] = 'The account.';
$string['privacy:metadata:session'] = 'Open sessions, so that signing out elsewhere can end them.';
$string['privacy:metadata:session:sessionhash'] = 'A fingerprint of the session here.';
$string['privacy:metadata:session:sid'] = 'The session at the identity issuer.';
$string['privacy:metadata:session:timecreated'] = 'When it was opened.';
$string['privacy:metadata:session:userid'] = 'The account.';
$string['privacy:metadata:taken_back'] = 'Links that were taken back, so that they are not made again by themselves.';
$string['refused_ambiguous'] = 'Several accounts on this site have your NIP. The administrator of this site has to say which one is yours.';
$string['refused_badsubject'] = 'The identity issuer has sent an identifier for you that this site cannot keep.';
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
$string['refused_notactive'] = 'Your status at ASN Unggul is not one of those that can sign in to this site. If that status is wrong, ask the personnel office of your agency.';
$string['refused_notchecked'] = 'Your ASN Unggul account still waits for a check: after signing up, LAN makes sure that you are an active civil servant, and then you can sign in here. If you have waited long, ask the personnel office of your agency.';
$string['refused_notready'] = 'Signing in through ASN Unggul is not set up on this site.';
$string['refused_notyours'] = 'The account you use on this site cannot be linked with your ASN Unggul account here. Ask the administrator of this site.';
$string['refused_remote'] = 'Your account on this site belongs to another site. Ask the administrator.';
$string['refused_siteadmin'] = 'This account administers the site; it is linked from the command line only (auth/asnsso/cli/link.php).';
$string['refused_suspended'] = 'Your account on this site is suspended. Ask its administrator.';
$string['refused_unconfirmed'] = 'Your account on this site has not been confirmed yet. Follow the link in the e-mail you were sent when you registered.';
$string['refused_unreachable'] = 'ASN Unggul cannot be reached right now. Please try again in a few minutes.';
$string['revalidate'] = 'Ask whether the session still stands';
$string['revalidate_desc'] = 'ASN Unggul does not tell by itself that a session has run out or an account was disabled. So long sessions are asked about: when a page is opened, and once that is long overdue, at any request.';
$string['rolerules'] = 'Roles from claims';
$string['rolerules_desc'] = 'One rule a line: a role of the person for this site at the identity issuer, and the short name of the role it gives in the whole site, for example: pengelola => manager. Roles without a rule mean nothing here; nobody becomes a site administrator. The role goes when the claim goes.';
$string['rules_cohort'] = 'the left side is a path such as /instansi/*, the right side the id number of a cohort such as asn:{1}';
$string['rules_line'] = 'a rule is: what the claim says => what it means here';
$string['rules_role'] = '{$a} is no role that can be given in the whole site, or it may change the site\'s configuration';
$string['settings_issuer'] = 'Identity issuer';
$string['settings_issuer_is'] = '{$a->issuer}, where this site is {$a->client}. It comes with the membership. {$a->where} tells whether all is well.';
$string['settings_issuer_none'] = 'None yet. LAN sends a join code that brings it; paste it under {$a}.';
$string['singlelogout'] = 'Sign out everywhere';
$string['singlelogout_desc'] = 'People who came through ASN Unggul and sign out here are signed out there too, and so on all other sites.';
$string['statusallowed'] = 'Who may sign in';
$string['statusallowed_desc'] = 'Values of the claim status_asn, with commas between them. Empty: nobody\'s status is asked.';
$string['task_cleanup'] = 'Forget sessions that are gone';
$string['task_follow_links'] = 'Let learners follow their account links';
