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
 * English texts.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['action_disconnect'] = 'Disconnect';
$string['action_disconnect_done'] = 'This site is disconnected. The receipt is below.';
$string['action_disconnect_question'] = 'LAN deletes everything it has of this site, and its courses leave the marketplace. You get a receipt. This site keeps all its own data and can join again with a new code. Disconnect?';
$string['action_pause'] = 'Pause reading';
$string['action_pause_done'] = 'Reading is paused.';
$string['action_pause_question'] = 'The centre can read nothing until you resume. What it has already read stays there and grows old. Pause reading?';
$string['action_restored'] = 'This site was restored from a backup';
$string['action_restored_done'] = 'The centre reads everything again with its next visit.';
$string['action_restored_question'] = 'The centre reads everything again and compares, because what it has read may be newer than the backup. Nothing is lost. Has this site been restored from a backup?';
$string['action_resume'] = 'Resume reading';
$string['action_resume_done'] = 'The centre may read again.';
$string['action_resume_question'] = 'Let the centre read again?';
$string['action_selftest'] = 'Run the self-test';
$string['action_selftest_done'] = 'The self-test has run.';
$string['action_selftest_question'] = 'Run the self-test?';
$string['agency'] = 'Agency';
$string['ago'] = '{$a} ago';
$string['asnunggul:manage'] = 'Join, pause and disconnect from ASN Unggul';
$string['asnunggul:viewstatus'] = 'See what ASN Unggul reads from this site';
$string['cachedef_answers'] = 'Last report of the centre and last self-test';
$string['cachedef_rate'] = 'Requests of the centre in the current minute';
$string['centre'] = 'Centre';
$string['centre_bad_request'] = '{$a->host} does not understand this site: {$a->detail} Update the plugin local_asnunggul; if it is up to date, tell LAN.';
$string['centre_badanswer'] = '{$a->host} answered, but not as the contract says. Nothing was changed here. Tell LAN; the plugin on this site or the centre may be out of date.';
$string['centre_blocked'] = 'Moodle itself forbids this site to ask {$a->host} on port {$a->port}. Open Site administration > General > Security > HTTP security: remove the address from "cURL blocked hosts list" (curlsecurityblockedhosts) and, if the list is not empty, add {$a->port} to "cURL allowed ports list" (curlsecurityallowedport). If the name {$a->host} cannot be resolved by this server, Moodle forbids it as well: check DNS.';
$string['centre_broken'] = '{$a->host} has a fault of its own ({$a->detail}). Nothing was changed here. Try again in a few minutes; if it stays, tell LAN.';
$string['centre_code_expired'] = 'This join code has expired. Ask LAN for a new one.';
$string['centre_code_used'] = 'This join code has been used already. Ask LAN for a new one.';
$string['centre_conflict'] = '{$a->host} knows this site under another key or address. If the site was moved or restored, ask LAN for a join code made for this tenant. If it is a copy of another site, run cli/identity.php --reset first.';
$string['centre_dns'] = 'This server cannot find {$a->host}: its name does not resolve. Check the DNS settings of this server.';
$string['centre_jwks_unreachable'] = '{$a->host} could not read {$a->wwwroot}/local/asnunggul/jwks.php: {$a->detail} Open this address in a browser outside your network; a firewall or web server rule must let it through.';
$string['centre_maintenance'] = '{$a->host} is under maintenance. Nothing was changed here. Try again later.';
$string['centre_network'] = 'The connection to {$a->host} failed. ({$a->detail}) Check the network of this server and try again.';
$string['centre_not_member'] = '{$a->host} does not know this site as a member. Ask LAN for a new join code; or end the membership here with cli/leave.php --without-centre.';
$string['centre_notacentre'] = '{$a->url} does not answer like the centre of ASN Unggul ({$a->detail}). Check that the code is from LAN and that no proxy of yours answers in its place.';
$string['centre_rate_limited'] = '{$a->host} has had too many requests from this site. Wait a minute and try again.';
$string['centre_redirect'] = '{$a->host} sent this site to another address, which is never followed. Check that the code is from LAN and that no proxy of yours answers in its place.';
$string['centre_refused'] = '{$a->host} does not accept a connection on port {$a->port}. Check that a firewall of yours lets this server out to it; if so, tell LAN.';
$string['centre_timeout'] = '{$a->host} did not answer within 10 seconds. Check that a firewall or proxy of yours lets this server out to port {$a->port}; then try again.';
$string['centre_tls'] = 'The TLS certificate of {$a->host} could not be verified, so nothing was sent. Check the clock and the CA certificates of this server, and whether a proxy of yours opens TLS. ({$a->detail})';
$string['centre_unauthorised'] = '{$a->host} does not accept this site\'s proof of itself. Check that the clock of this server is right (NTP) and that {$a->wwwroot} is the address LAN knows; if you have moved or restored the site, ask LAN for a join code made for this tenant and join again.';
$string['centre_url_blocked'] = '{$a->host} may not visit {$a->wwwroot}: {$a->detail} The address of this site must be public; if it is, tell LAN.';
$string['changelog'] = 'Change log';
$string['checklastread'] = 'ASN Unggul: last read by the centre';
$string['checkmembership'] = 'ASN Unggul: membership';
$string['checkselftest'] = 'ASN Unggul: self-test';
$string['column_audience'] = 'Offered to';
$string['column_badge'] = 'Badge class id';
$string['column_batch'] = 'Run';
$string['column_category'] = 'Category';
$string['column_competency'] = 'Competency';
$string['column_completed'] = 'Completed';
$string['column_course'] = 'Course id';
$string['column_created'] = 'Created';
$string['column_description'] = 'Description';
$string['column_ends'] = 'Ends';
$string['column_expires'] = 'Expires';
$string['column_format'] = 'Format';
$string['column_id'] = 'Id';
$string['column_issued'] = 'Awarded';
$string['column_issuer'] = 'Issuer';
$string['column_jp_hundredths'] = 'JP × 100';
$string['column_language'] = 'Language';
$string['column_learner'] = 'Learner\'s code';
$string['column_level'] = 'Level';
$string['column_method'] = 'Enrolment method';
$string['column_minutes'] = 'Minutes';
$string['column_name'] = 'Name';
$string['column_self_enrol'] = 'Self-enrolment';
$string['column_starts'] = 'Starts';
$string['column_status'] = 'Status';
$string['column_summary'] = 'Description';
$string['column_title'] = 'Title';
$string['column_tracks_completion'] = 'Tracks completion';
$string['column_training_type'] = 'Training type';
$string['consent'] = 'What may leave this site';
$string['consent_desc'] = 'The centre reads only what is switched on here. No name, e-mail address or NIP ever leaves this site: a learner is a random code, or, once the account is linked, the number of the ASN Unggul account. Switching a stream off stops reading; what the centre already has stays there until you disconnect.';
$string['defaultoffer'] = 'Courses that say nothing';
$string['defaultoffer_desc'] = 'Only visible courses are ever offered.';
$string['defaultoffer_none'] = 'are not offered';
$string['defaultoffer_selfenrol'] = 'are offered to all ASN if learners can enrol themselves';
$string['deletedthere'] = 'Deleted at the centre';
$string['event_epoch_renewed'] = 'Site marked as restored or copied';
$string['event_joined'] = 'Site joined ASN Unggul';
$string['event_left'] = 'Site left ASN Unggul';
$string['event_paused'] = 'Reading by the centre paused';
$string['event_resumed'] = 'Reading by the centre resumed';
$string['field_audience'] = 'Offered to';
$string['field_audience_desc'] = 'all, agency (own agency only) or no; empty: as set above.';
$string['field_batch'] = 'Run';
$string['field_batch_desc'] = 'The name or number of the run.';
$string['field_competency'] = 'Competency';
$string['field_competency_desc'] = 'teknis, manajerial or sosial_kultural.';
$string['field_format'] = 'Format';
$string['field_format_desc'] = 'mandiri (self-paced), sinkron (at fixed times) or campuran (both).';
$string['field_jp'] = 'Learning hours (JP)';
$string['field_jp_desc'] = 'A number, for example 3 or 1.5.';
$string['field_level'] = 'Level';
$string['field_level_desc'] = 'dasar, menengah or lanjut.';
$string['field_minutes'] = 'Minutes';
$string['field_minutes_desc'] = 'Minutes a learner needs, a whole number.';
$string['field_training_type'] = 'Training type';
$string['field_training_type_desc'] = 'For example PKA.';
$string['fields'] = 'Where the facts of a course are kept';
$string['fields_desc'] = 'The plugin made course custom fields for these facts. If your courses keep a fact in another custom field already, choose that one.';
$string['firstseen'] = 'first seen {$a}';
$string['join'] = 'Join';
$string['joincode'] = 'Join code';
$string['joincode_help'] = 'The code begins with ASN1 and works once, for one hour unless LAN has said otherwise. If it no longer works, ask LAN for a new one.';
$string['joincode_insecure'] = 'The code leads to {$a}, which has no TLS. Nothing was sent. Ask LAN for a code with an https address.';
$string['joincode_malformed'] = 'This is not a join code. It has three parts joined by dots and begins with ASN1. Copy the whole code from LAN\'s message.';
$string['joined'] = 'Joined';
$string['joinedto'] = 'This site has joined {$a}.';
$string['joinintro'] = 'LAN sends you a join code. Paste it here: this site proves itself to the centre with its own key, no password changes hands. Only the catalogue of offered courses is read at first; data about learners stays here until you switch it on in the settings.';
$string['justnow'] = 'just now';
$string['keysfailed'] = 'OpenSSL cannot make a key pair on this server. Check the openssl extension of PHP and its openssl.cnf.';
$string['kind_assertion'] = 'Awarded badges';
$string['kind_badge_class'] = 'Badge classes';
$string['kind_completion'] = 'Completions';
$string['kind_course'] = 'Courses';
$string['kind_enrolment'] = 'Enrolments';
$string['lastread'] = 'Last read by the centre';
$string['lastread_ago'] = 'The centre last read this site {$a} ago.';
$string['lastread_never'] = 'The centre has not read this site yet. It begins within minutes of joining.';
$string['lastread_notread'] = 'The centre does not read this site now.';
$string['left'] = 'Disconnected';
$string['membership'] = 'Membership';
$string['newestrows'] = '{$a}: newest rows';
$string['norows'] = '{$a}: nothing to send.';
$string['notjoined'] = 'This site has not joined';
$string['offer'] = 'What is offered';
$string['offer_desc'] = 'Each course can say for itself, by the custom field chosen below, whether it is offered to all ASN, to the own agency only, or not at all. This setting decides about courses that say nothing.';
$string['outcome_failed'] = 'failed';
$string['outcome_lost'] = 'broken off';
$string['outcome_ok'] = 'complete';
$string['outcome_partial'] = 'partly';
$string['outcome_running'] = 'running';
$string['paused'] = 'Paused';
$string['pluginname'] = 'ASN Unggul';
$string['privacy:metadata:lan'] = 'LAN keeps one learning record for every civil servant. It receives the following only if the tenant admin has switched it on; never a name, e-mail address or NIP.';
$string['privacy:metadata:lan:assertion'] = 'Badge and times of each badge awarded.';
$string['privacy:metadata:lan:completion'] = 'Course and time of each completion.';
$string['privacy:metadata:lan:enrolment'] = 'Course, status, way and times of each enrolment.';
$string['privacy:metadata:lan:learner'] = 'The learner\'s code.';
$string['privacy:metadata:person'] = 'Under which code an account is known at LAN.';
$string['privacy:metadata:person:learner'] = 'A random code, or, once the account is linked, the number of the ASN Unggul account.';
$string['privacy:metadata:person:userid'] = 'The account.';
$string['receipt'] = 'Receipt of the disconnection';
$string['receiptnumber'] = 'Receipt number';
$string['rejections'] = 'Refused records';
$string['rejections_intro'] = 'These records did not go in; all others did. Mend them here, the centre takes them with its next visit.';
$string['rejections_none'] = 'No record was refused.';
$string['report'] = 'What LAN did with it';
$string['report_fetched'] = 'Asked {$a}.';
$string['report_none'] = 'There is no earlier answer.';
$string['report_old'] = 'What is shown below is the last good answer, from {$a}.';
$string['report_state'] = 'State at the centre: {$a}.';
$string['retentiondays'] = 'Days kept';
$string['retentiondays_desc'] = 'Entries older than this are deleted. If the centre was away longer, it reads everything again. Between 7 and 399.';
$string['selftest'] = 'Self-test';
$string['selftest_address'] = 'Address of this site';
$string['selftest_address_blocked'] = 'Moodle\'s HTTP security forbids this site to ask its own address {$a}, so it could not be tried from here. Joining proves it from outside.';
$string['selftest_address_other'] = 'At {$a} another key set is served than the one of this site: a cache in front of it is stale, or the address leads to another server. Clear that cache, or correct wwwroot.';
$string['selftest_address_unreachable'] = 'This site could not read its own {$a->url}. From outside it may still work; open it in a browser. {$a->error}';
$string['selftest_asked'] = 'The network was last asked {$a}; everything else is as of now.';
$string['selftest_centre'] = 'Centre';
$string['selftest_clock'] = 'Clock';
$string['selftest_clock_off'] = 'The clock of this server and that of the centre differ by {$a} seconds; more than 60 and each refuses the other. Set this server\'s clock by NTP.';
$string['selftest_completion'] = 'Completion tracking';
$string['selftest_completion_off'] = 'Completion tracking is switched off (enablecompletion), so no course can be completed and no JP earned. Switch it on under Advanced features.';
$string['selftest_cron'] = 'Cron';
$string['selftest_cron_late'] = 'Cron last ran {$a} ago. Set up admin/cli/cron.php to run every minute.';
$string['selftest_cron_never'] = 'Cron has never run. Set up admin/cli/cron.php to run every minute.';
$string['selftest_fields'] = 'Course custom fields';
$string['selftest_fields_missing'] = 'These course custom fields do not exist: {$a}. Make them under Courses > Course custom fields, or choose others in the settings.';
$string['selftest_https'] = 'TLS';
$string['selftest_https_missing'] = '{$a} has no TLS: everybody on the way can read what is sent. Set up https and change wwwroot in config.php.';
$string['selftest_joined'] = 'Membership';
$string['selftest_joined_elsewhere'] = 'This site joined as {$a->then} but is now {$a->now}. If it was moved, ask LAN for a join code made for this tenant and join again. If it is a copy, run cli/identity.php --reset.';
$string['selftest_joined_not'] = 'This site has not joined ASN Unggul. Paste the join code LAN has sent.';
$string['selftest_joined_paused'] = 'Reading by the centre is paused; what it has grows old.';
$string['selftest_keys'] = 'Keys of this site';
$string['selftest_keys_unreadable'] = 'The private key cannot be decrypted, so this site cannot prove itself. Restore Moodle\'s encryption key {$a}, or make new keys with cli/keys.php --replace and join again.';
$string['selftest_notasked'] = 'The network has not been asked yet: run the self-test.';
$string['selftest_selfenrol'] = 'Self-enrolment';
$string['selftest_selfenrol_off'] = 'The enrolment plugin "Self enrolment" is switched off, so learners cannot come in by themselves. Switch it on under Plugins > Enrolments.';
$string['selftest_streams'] = 'Catalogue';
$string['selftest_streams_off'] = 'The catalogue is switched off, so no course of this site is in the marketplace. Switch it on in the settings.';
$string['selftest_summary'] = 'Self-test: {$a->failed} failed, {$a->warned} warnings.';
$string['selftest_values'] = 'Values of the custom fields';
$string['selftest_values_unknown'] = 'Nothing is sent yet, so there is nothing to look at.';
$string['selftest_values_unreadable'] = '{$a} values of custom fields cannot be read and are sent as empty. They are listed with their courses below.';
$string['sent'] = 'What LAN receives';
$string['sent_intro'] = 'The newest rows are shown exactly as they leave this site.';
$string['sent_settings'] = 'Change what may leave';
$string['settings'] = 'Settings';
$string['since'] = 'Member since';
$string['siteid'] = 'Site id';
$string['state_failing'] = 'failing';
$string['state_fresh'] = 'fresh';
$string['state_late'] = 'late';
$string['state_new'] = 'new';
$string['state_paused'] = 'paused';
$string['state_stale'] = 'stale';
$string['status_failed'] = 'Failed';
$string['status_ok'] = 'OK';
$string['status_skipped'] = 'Not tried';
$string['status_warning'] = 'Warning';
$string['statuspage'] = 'Membership and status';
$string['stream_badges'] = 'Badges';
$string['stream_badges_desc'] = 'Personal data. The badges of this site (name, description, issuer, status) and, of every badge awarded, the learner\'s code and the times.';
$string['stream_catalogue'] = 'Catalogue';
$string['stream_catalogue_desc'] = 'Of every offered course: title, description, category, learning hours (JP), minutes, competency, format, level, training type, run and dates, language, whether learners can enrol themselves. Hidden courses and drafts never leave. No personal data.';
$string['stream_learning'] = 'Enrolments and completions';
$string['stream_learning_desc'] = 'Personal data. Of every enrolment and completion in an offered course: the learner\'s code, the course, the status and way of the enrolment, and the times. No grades, no names, no activity.';
$string['stream_off'] = 'Off';
$string['stream_on'] = 'On';
$string['sync_error'] = 'Error';
$string['sync_gone'] = 'Gone';
$string['sync_outcome'] = 'Outcome';
$string['sync_rejected'] = 'Refused';
$string['sync_rows'] = 'Rows';
$string['sync_started'] = 'Started';
$string['synced_lastok'] = 'Last good sync {$a}.';
$string['synced_rows'] = 'Rows at the centre: {$a}.';
$string['synced_unverified'] = 'Not yet proven equal to this site.';
$string['synced_verified'] = 'Proven equal to this site {$a}.';
$string['syncs'] = 'Latest syncs';
$string['task_rotate_keys'] = 'Rotate the keys of this site';
$string['tenant'] = 'Tenant name at the centre';
