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
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['action_disconnect'] = 'Disconnect';
$string['action_disconnect_done'] = 'This site is disconnected. The receipt is below.';
$string['action_disconnect_question'] = 'LAN deletes everything it has of this site, and its courses leave the marketplace. You get a receipt. This site keeps all its own data, no data about people may leave it any more, and it can join again with a new code. Disconnect?';
$string['action_pause'] = 'Pause reading';
$string['action_pause_done'] = 'Reading is paused.';
$string['action_pause_question'] = 'The centre can read nothing until you resume. What it has already read stays there and grows old. Pause reading?';
$string['action_restored'] = 'This site was restored from a backup';
$string['action_restored_done'] = 'The centre reads everything again with its next visit.';
$string['action_restored_question'] = 'The centre reads everything again and compares, because what it has read may be newer than the backup. Nothing is lost. Has this site been restored from a backup?';
$string['action_resume'] = 'Resume reading';
$string['action_resume_done'] = 'The centre may read again.';
$string['action_resume_question'] = 'Let the centre read again?';
$string['agency'] = 'Agency';
$string['ago'] = '{$a} ago';
$string['asnunggul:manage'] = 'Join, pause and disconnect from ASN Unggul';
$string['asnunggul:viewstatus'] = 'See what ASN Unggul reads from this site';
$string['cachedef_answers'] = 'The last tenant status of the centre';
$string['cachedef_breaker'] = 'Since when pages of the marketplace do not wait for the centre';
$string['cachedef_market'] = 'The last answers of the centre about the marketplace';
$string['cachedef_versions'] = 'When no upgrade was due last';
$string['centre'] = 'Centre';
$string['centre_bad_request'] = '{$a->host} does not understand this site: {$a->detail} Update the plugin local_asnunggul; if it is up to date, tell LAN.';
$string['centre_badanswer'] = '{$a->host} answered, but not as the contract says. Nothing was changed here. Tell LAN; the plugin on this site or the centre may be out of date.';
$string['centre_blocked'] = 'Moodle itself forbids this site to reach {$a->host} on port {$a->port}. Open {$a->page}: take the address off "{$a->hosts}" (curlsecurityblockedhosts) and, if its list is not empty, add {$a->port} to "{$a->ports}" (curlsecurityallowedport). If this server cannot find the name {$a->host}, Moodle forbids it too: check the DNS.';
$string['centre_broken'] = '{$a->host} has a fault of its own ({$a->detail}). Nothing was changed here. Try again in a few minutes; if it stays, tell LAN.';
$string['centre_code_expired'] = 'This join code has expired. Ask LAN for a new one.';
$string['centre_code_unknown'] = '{$a->host} does not know this join code. Copy the whole line again, or ask LAN for a new one.';
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
$string['changelog_desc'] = 'What has changed here, kept until the centre has read it.';
$string['check_address'] = 'Address of this site';
$string['check_address_blocked'] = 'Moodle\'s HTTP security forbids this site to ask its own address {$a}, so it could not be tried from here. Joining proves it from outside.';
$string['check_address_other'] = 'At {$a} another key set is served than the one of this site: a cache in front of it is stale, or the address leads to another server. Clear that cache, or correct wwwroot.';
$string['check_address_unreachable'] = 'This site could not ask its own address {$a->url}. From outside it may still work; open it in a browser. ({$a->reason})';
$string['check_authorization'] = 'Web server';
$string['check_authorization_dropped'] = 'The web server drops the header Authorization before it reaches PHP, so every request of the centre is refused. Apache with PHP-FPM or CGI: CGIPassAuth On, or SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1. nginx: fastcgi_param HTTP_AUTHORIZATION $http_authorization. Then run the self-test again.';
$string['check_authorization_unknown'] = 'feed.php of this site answered with HTTP {$a} where it must ask for a proof. Maintenance, a firewall or a forced login may stand before it.';
$string['check_centre'] = 'Centre';
$string['check_centre_clock'] = 'The clock of this server and that of the centre differ by {$a} seconds; more than 60 and each refuses the other. Set this server\'s clock by NTP.';
$string['check_completion'] = 'Completion tracking';
$string['check_completion_off'] = '"{$a->setting}" (enablecompletion) is switched off, so no course can be completed and no JP earned. Switch it on under {$a->page}.';
$string['check_fields'] = 'Custom fields of courses';
$string['check_fields_missing'] = 'These custom fields do not exist: {$a->fields}. Make them under {$a->page}, or choose others in the settings.';
$string['check_https'] = 'TLS';
$string['check_https_missing'] = '{$a} has no TLS: everybody on the way can read what is sent. Set up https and change wwwroot in config.php.';
$string['check_jp'] = 'Learning hours (JP)';
$string['check_jp_none'] = '{$a} offered courses say no JP, so completing them earns none. Enter it in the courses, or choose another field in the settings.';
$string['check_keys'] = 'Keys of this site';
$string['check_keys_unreadable'] = 'The private key cannot be decrypted, so this site cannot prove itself. Restore Moodle\'s encryption key {$a}, or make new keys with cli/keys.php --replace and join again.';
$string['check_lastread'] = 'Last read';
$string['check_lastread_ago'] = 'The centre last read this site {$a} ago.';
$string['check_lastread_ahead'] = 'The time of the last reading is in the future: the clock of this server was wrong. It is noted again at the next reading.';
$string['check_lastread_never'] = 'The centre has not read this site yet. It begins within minutes of joining.';
$string['check_lastread_notread'] = 'The centre does not read this site now.';
$string['check_membership'] = 'Membership';
$string['check_membership_elsewhere'] = 'This site joined as {$a->then} but is now {$a->now}. If it was moved, ask LAN for a join code made for this tenant and join again. If it is a copy, run cli/identity.php --reset.';
$string['check_membership_not'] = 'This site has not joined ASN Unggul. Paste the join code LAN has sent.';
$string['check_membership_paused'] = 'Reading by the centre is paused; what it has grows old.';
$string['check_offers'] = 'Offered courses';
$string['check_offers_all'] = '{$a->n} of {$a->m} courses are offered.';
$string['check_offers_some'] = '{$a->n} of {$a->m} courses are offered. The others: {$a->why}.';
$string['check_openstreams'] = 'Catalogue';
$string['check_openstreams_off'] = 'The catalogue is switched off, so no course of this site is in the marketplace. Switch it on in the settings.';
$string['check_readable'] = 'Data for the centre';
$string['check_readable_not'] = 'The centre cannot read: {$a}. Tell LAN these words; what else is switched on is not touched.';
$string['check_selfenrol'] = 'Self-enrolment';
$string['check_selfenrol_off'] = 'The enrolment plugin "{$a->plugin}" is switched off, so learners cannot come in by themselves. Switch it on under {$a->page}.';
$string['check_values'] = 'Values of the custom fields';
$string['check_values_unreadable'] = '{$a} values of custom fields cannot be read and are sent as empty. Correct them in the courses.';
$string['cli_identity'] = 'Shows this site\'s id and epoch.

--restored  this site was restored from a backup: new epoch, the centre reads everything again and compares
--reset     this site is a copy of another: new id, epoch and keys, no membership. The original does not change
-h, --help';
$string['cli_join'] = 'Joins ASN Unggul by the code LAN has sent; asks first, with the name and centre the code leads to.

--code=ASN1.…        the join code
--streams=NAME,NAME  streams about people to switch on, all others are switched off; of: {$a}
--yes                do not ask
--new-centre         go to another centre or identity issuer than now
-h, --help

Exit codes: 0 joined, 1 not joined, 2 called wrongly.';
$string['cli_joined'] = 'See what is not yet in order: php admin/cli/checks.php --filter=local_asnunggul';
$string['cli_keys'] = 'Shows where the key rotation stands and the published key set.

--rotate    publish the next key now; cron switches to it after a day and retires the old one a day later
--replace   a key was stolen: throw all keys away now. Then ask LAN for a join code made for this tenant and join again
-h, --help';
$string['cli_leave'] = 'Leaves ASN Unggul: LAN deletes what it has of this site and gives a receipt.

--yes               really leave
--without-centre    the centre is gone for good: end the membership here, without a receipt
-h, --help';
$string['cli_needs'] = 'This command needs {$a}. See --help.';
$string['cli_pause'] = 'Pauses reading by the centre; what it has stays there.

--resume    let it read again
-h, --help';
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
$string['column_enrol_from'] = 'Enrolment opens';
$string['column_enrol_until'] = 'Enrolment closes';
$string['column_expires'] = 'Expires';
$string['column_format'] = 'Format';
$string['column_id'] = 'Id';
$string['column_issued'] = 'Awarded';
$string['column_issuer'] = 'Issuer';
$string['column_jp_hundredths'] = 'JP';
$string['column_language'] = 'Language';
$string['column_learner'] = 'Learner\'s code';
$string['column_level'] = 'Level';
$string['column_method'] = 'Enrolment method';
$string['column_minutes'] = 'Minutes';
$string['column_name'] = 'Name';
$string['column_places'] = 'Places left';
$string['column_self_enrol'] = 'Self-enrolment';
$string['column_starts'] = 'Starts';
$string['column_status'] = 'Status';
$string['column_summary'] = 'Description';
$string['column_title'] = 'Title';
$string['column_tracks_completion'] = 'Tracks completion';
$string['column_training_type'] = 'Training type';
$string['consent'] = 'What may leave this site';
$string['consent_desc'] = 'The centre reads only what is switched on here. No name, e-mail address or NIP ever leaves this site: a learner is a random code, or, once the account is linked, the id of the ASN Unggul account. Switching a stream off stops reading; what the centre already has stays there until you disconnect.';
$string['customfield_audience'] = 'Offered to';
$string['customfield_audience_desc'] = 'Who may learn here. Empty: as the site decides for all courses.';
$string['customfield_batch'] = 'Batch';
$string['customfield_batch_desc'] = 'The batch (angkatan) this course is for, if any.';
$string['customfield_competency'] = 'Competency kind';
$string['customfield_competency_desc'] = 'Technical, managerial or socio-cultural.';
$string['customfield_format'] = 'Learning format';
$string['customfield_format_desc'] = 'At one\'s own pace, at set hours, or both.';
$string['customfield_jp'] = 'Learning hours (JP)';
$string['customfield_jp_desc'] = 'The learning hours a learner earns by completing this course.';
$string['customfield_level'] = 'Level';
$string['customfield_level_desc'] = 'Basic, intermediate or advanced.';
$string['customfield_minutes'] = 'Minutes';
$string['customfield_minutes_desc'] = 'The minutes a learner needs.';
$string['customfield_training_type'] = 'Training type';
$string['customfield_training_type_desc'] = 'For example PKA or PKP.';
$string['defaultoffer'] = 'Courses that say nothing';
$string['defaultoffer_desc'] = 'Only visible courses are ever offered.';
$string['defaultoffer_none'] = 'are not offered';
$string['defaultoffer_selfenrol'] = 'are offered to all ASN if learners can enrol themselves';
$string['deletedthere'] = 'Deleted at the centre';
$string['event_epoch_renewed'] = 'Site marked as restored or copied';
$string['event_membership_joined'] = 'Site joined ASN Unggul';
$string['event_membership_left'] = 'Site left ASN Unggul';
$string['event_reading_paused'] = 'Reading by the centre paused';
$string['event_reading_resumed'] = 'Reading by the centre resumed';
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
$string['join_othercentre'] = 'This site is a member at {$a->now}, and the code leads to {$a->then}. Nothing was sent. Only take it if LAN has told you that the centre moves: php local/asnunggul/cli/join.php --new-centre. Data about people then stays here until you switch it on again.';
$string['join_otherissuer'] = 'People of this site sign in at {$a->now}, and this code would change that to {$a->then}. Nothing has changed here. Only take it if LAN has told you that the identity issuer changes: php local/asnunggul/cli/join.php --new-centre.';
$string['joinagain'] = 'Paste a new join code';
$string['joinagain_intro'] = 'For a code that LAN has made for this tenant: because it brings sign-in, the site has moved or its keys are new. This site joins again as itself; what LAN has read stays there, and what you have switched on, off or paused stays so.';
$string['joincode'] = 'Join code';
$string['joincode_help'] = 'The code begins with ASN1 and works once, for one hour unless LAN has said otherwise. If it no longer works, ask LAN for a new one.';
$string['joincode_insecure'] = 'The code leads to {$a}, which has no TLS. Nothing was sent. Ask LAN for a code with an https address.';
$string['joincode_malformed'] = 'This is not a join code. It has three parts joined by dots and begins with ASN1. Copy the whole code from LAN\'s message.';
$string['joined'] = 'Joined';
$string['joinedto'] = 'This site has joined {$a}.';
$string['joinintro'] = 'LAN sends you a join code. Paste it here: this site proves itself to the centre with its own key, no password changes hands. Only the catalogue of offered courses is read at first; data about learners stays here until you switch it on in the settings.';
$string['joinpreview_centre'] = 'Centre: {$a}';
$string['joinpreview_issuer'] = 'People can sign in through {$a}.';
$string['joinpreview_known'] = 'This tenant is known at the centre as {$a}. If that is another site than this one, do not join: this site would take its place. Ask LAN.';
$string['joinpreview_new'] = 'The centre does not know this tenant yet; it begins with this site.';
$string['joinpreview_noissuer'] = 'Without sign-in by one account.';
$string['joinpreview_question'] = 'Is this your agency\'s site, and is this LAN\'s centre? Join?';
$string['joinpreview_tenant'] = 'This site is about to join as {$a->name} ({$a->agency}).';
$string['justnow'] = 'just now';
$string['keysfailed'] = 'OpenSSL cannot make a key pair on this server. Check the openssl extension of PHP and its openssl.cnf.';
$string['kind_assertion'] = 'Awarded badges';
$string['kind_badge_class'] = 'Badge classes';
$string['kind_completion'] = 'Completions';
$string['kind_course'] = 'Courses';
$string['kind_enrolment'] = 'Enrolments';
$string['lastread'] = 'Last read by the centre';
$string['left'] = 'Disconnected';
$string['market'] = 'Learning marketplace';
$string['market_about'] = 'About this course';
$string['market_agencies'] = 'Agencies';
$string['market_agencies_lead'] = '{$a->agencies} agencies offer courses to every civil servant.';
$string['market_agency'] = 'Agency';
$string['market_all_agencies'] = 'All agencies';
$string['market_all_courses'] = 'All courses';
$string['market_apply'] = 'Apply filters';
$string['market_asof'] = 'Data of {$a}.';
$string['market_away_title'] = 'The centre cannot be reached now';
$string['market_badge'] = 'Badge';
$string['market_badge:yes'] = 'With a badge';
$string['market_browsed'] = 'Data of {$a}: the centre cannot be reached now. Only the courses that are kept on this site are shown.';
$string['market_by_agency'] = 'By agency';
$string['market_by_competency'] = 'By competency kind';
$string['market_cannotkeep'] = 'No file can be written in {$a}. Check its permissions and the space left on the disk.';
$string['market_category'] = 'Category';
$string['market_chosen'] = 'Chosen filters';
$string['market_clear_all'] = 'Remove all filters';
$string['market_closed'] = 'The learning marketplace is not open on this site.';
$string['market_competency'] = 'Competency kind';
$string['market_competency:manajerial'] = 'Managerial';
$string['market_competency:sosial_kultural'] = 'Socio-cultural';
$string['market_competency:teknis'] = 'Technical';
$string['market_courses_of'] = 'Courses of this agency';
$string['market_desc'] = 'The courses of all agencies, on pages of this site. Only a site that has joined shows them.';
$string['market_early'] = 'Enrolment is not open yet';
$string['market_early_from'] = 'Enrolment opens on {$a}';
$string['market_empty'] = 'No course fits.';
$string['market_empty_all'] = 'See all courses';
$string['market_empty_filters'] = 'Remove some filters:';
$string['market_empty_words'] = 'Try fewer or more general words; most courses are in Indonesian.';
$string['market_ends'] = 'Ends';
$string['market_enter'] = 'Enter the course';
$string['market_enter_here'] = 'This course is on this very site.';
$string['market_enter_note'] = 'This takes you to the site of its owner:';
$string['market_facts'] = 'Facts of this course';
$string['market_filters'] = 'Narrow the results';
$string['market_first'] = 'Back to the first page';
$string['market_format'] = 'Form';
$string['market_format:campuran'] = 'Blended';
$string['market_format:mandiri'] = 'At your own pace';
$string['market_format:sinkron'] = 'Together at set times';
$string['market_found_many'] = '{$a} courses';
$string['market_full'] = 'No places are left';
$string['market_heading'] = 'Find courses of every agency';
$string['market_home'] = 'Home';
$string['market_jp'] = 'JP';
$string['market_jp:1'] = '≤ 1 JP';
$string['market_jp:10'] = '≤ 10 JP';
$string['market_jp:20'] = '≤ 20 JP';
$string['market_jp:3'] = '≤ 3 JP';
$string['market_jp:longer'] = 'more than 20 JP';
$string['market_jp:unknown'] = 'not said';
$string['market_kept'] = 'Data of {$a}: the centre cannot be reached now.';
$string['market_late'] = 'Enrolment has closed';
$string['market_lead'] = '{$a->count} courses of {$a->agencies} agencies, open to every civil servant.';
$string['market_level'] = 'Level';
$string['market_level:dasar'] = 'Basic';
$string['market_level:lanjut'] = 'Advanced';
$string['market_level:menengah'] = 'Intermediate';
$string['market_lookedup'] = 'Data of {$a}: the centre cannot be reached now. Only the titles of courses that are kept on this site were searched.';
$string['market_many_hours'] = '{$a} hours';
$string['market_many_minutes'] = '{$a} minutes';
$string['market_marketplace'] = 'Learning marketplace';
$string['market_meant'] = 'The catalogue does not have this word. Perhaps you meant:';
$string['market_minutes'] = 'Time to learn';
$string['market_minutes:1'] = '≤ 1 minute';
$string['market_minutes:10'] = '≤ 10 minutes';
$string['market_minutes:5'] = '≤ 5 minutes';
$string['market_minutes:60'] = '≤ 1 hour';
$string['market_minutes:longer'] = 'more than 1 hour';
$string['market_minutes:unknown'] = 'not said';
$string['market_missing'] = 'This course or agency is not offered to every civil servant, or not any more.';
$string['market_missing_title'] = 'Not found';
$string['market_more'] = 'Enrolment and badges';
$string['market_much'] = '{$a} courses';
$string['market_new'] = 'New';
$string['market_next'] = 'Next page';
$string['market_notfetched'] = 'The marketplace did not come from {$a}. What is kept stays in use, and Moodle tries again.';
$string['market_nothing_kept'] = 'This list has not come from the centre yet. The cron of this site gets it once an hour.';
$string['market_nothing_yet'] = 'No course is offered to every civil servant yet.';
$string['market_one_hour'] = '{$a} hour';
$string['market_one_minute'] = '{$a} minute';
$string['market_open'] = 'Enrolment is open';
$string['market_open:yes'] = 'Enrolment is open';
$string['market_open_all'] = 'Open the marketplace';
$string['market_open_until'] = 'Enrolment is open until {$a}';
$string['market_order_minutes'] = 'Shortest';
$string['market_order_newest'] = 'Newest';
$string['market_order_relevance'] = 'Best match';
$string['market_order_title'] = 'Title';
$string['market_owner'] = 'Offered by';
$string['market_pages'] = 'Pages of results';
$string['market_places'] = '{$a} places left';
$string['market_popular'] = 'Popular';
$string['market_quick'] = 'Go straight to';
$string['market_refused'] = 'Write at most 500 characters and choose filters on this page, or start again from the home page.';
$string['market_refused_title'] = 'This search cannot be answered';
$string['market_remove'] = 'Remove the filter:';
$string['market_results'] = 'What was found';
$string['market_run'] = 'Course run';
$string['market_search'] = 'Search';
$string['market_search_hint'] = 'such as: procurement, SPBE, leadership';
$string['market_search_label'] = 'Words to look for';
$string['market_search_of'] = 'Search in this agency';
$string['market_section'] = 'New courses of all agencies';
$string['market_sections'] = 'Parts of the portal';
$string['market_see_all_new'] = 'See all that is new';
$string['market_see_all_popular'] = 'See all that is popular';
$string['market_see_all_short'] = 'See all of ten minutes at most';
$string['market_short'] = 'Ten minutes at most';
$string['market_short_name'] = 'Marketplace';
$string['market_shut'] = 'The owner enrols learners';
$string['market_similar'] = 'Similar courses';
$string['market_soon:yes'] = 'Begins within 30 days';
$string['market_sort'] = 'Order';
$string['market_spoken'] = 'Language';
$string['market_starts'] = 'Begins';
$string['market_suggested'] = '{$a} suggestions; use the arrows up and down.';
$string['market_suggestions'] = 'Suggested titles';
$string['market_type'] = 'Kind of course';
$string['market_unreachable'] = 'The centre cannot be reached now, and this site has not kept its answer yet. Try again in a moment.';
$string['market_with_badge'] = 'With a badge';
$string['marketplace'] = 'Show the marketplace';
$string['marketplace_desc'] = 'The pages /local/asnunggul/marketplace/. The words that are looked for are sent to the centre, without a word of who looks for them.';
$string['marketplacefrontpage'] = 'Section on the site\'s front page';
$string['marketplacefrontpage_desc'] = 'The three newest courses below the content of the site\'s front page. Only what is kept is shown: the centre is not asked.';
$string['marketplacenavigation'] = 'Entry in the navigation';
$string['marketplacenavigation_desc'] = 'A link to the marketplace in the site\'s primary navigation.';
$string['membership'] = 'Membership';
$string['newestrows'] = '{$a}: newest records';
$string['norows'] = '{$a}: nothing to send.';
$string['notjoined'] = 'This site has not joined';
$string['offer'] = 'What is offered';
$string['offer_desc'] = 'Each course can say for itself, by the custom field chosen below, whether it is offered to all ASN, to the own agency only, or not at all. This setting decides about courses that say nothing.';
$string['offers_bysetting'] = '{$a} say nothing and are not offered by the settings';
$string['offers_closed'] = '{$a} take no new learners by self-enrolment';
$string['offers_cohort'] = '{$a} only let a cohort enrol';
$string['offers_hidden'] = '{$a} hidden';
$string['offers_key'] = '{$a} ask for an enrolment key';
$string['offers_nodoor'] = '{$a} without self-enrolment';
$string['offers_unreadable'] = '{$a} with an audience nobody can read';
$string['offers_withheld'] = '{$a} set to "not offered"';
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
$string['privacy:metadata:market'] = 'Searches of the marketplace are answered by LAN\'s centre. This site asks, not the browser of the person, and it does not say who looks for something.';
$string['privacy:metadata:market:words'] = 'The words that are looked for and the filters that are chosen.';
$string['privacy:metadata:person'] = 'Under which code an account is known at LAN.';
$string['privacy:metadata:person:learner'] = 'A random code, or, once the account is linked, the id of the ASN Unggul account.';
$string['privacy:metadata:person:userid'] = 'The account.';
$string['privacy:metadata:watched'] = 'Enrolments, completions and badges by their numbers, also those that are gone here, so that LAN can be told to forget them too.';
$string['privacy:metadata:watched:gone'] = 'Whether it is gone here.';
$string['privacy:metadata:watched:kind'] = 'Enrolment, completion or badge awarded.';
$string['privacy:metadata:watched:objectid'] = 'Its number.';
$string['privacy:metadata:watched:userid'] = 'Whose it is or was.';
$string['reason_control_character'] = 'holds a control character';
$string['reason_empty'] = 'is empty';
$string['reason_missing'] = 'is missing';
$string['reason_not_a_learner'] = 'is not a learner\'s code';
$string['reason_not_a_row'] = 'is not a whole record';
$string['reason_not_allowed'] = 'is not one of the values the contract knows';
$string['reason_not_unicode'] = 'is not valid text';
$string['reason_out_of_range'] = 'is too small or too large';
$string['reason_too_long'] = 'is too long';
$string['reason_wrong_type'] = 'is not of the right type';
$string['receipt'] = 'Receipt of the disconnection';
$string['receiptnumber'] = 'Receipt number';
$string['record_assertion'] = 'Awarded badge {$a}';
$string['record_badge_class'] = 'Badge class {$a}';
$string['record_completion'] = 'Completion {$a}';
$string['record_course'] = 'Course {$a}';
$string['record_enrolment'] = 'Enrolment {$a}';
$string['rejections'] = 'Refused records';
$string['rejections_intro'] = 'These records did not go in; all others did. Correct them here, the centre takes them with its next visit.';
$string['rejections_none'] = 'No record was refused.';
$string['retentiondays'] = 'Days kept';
$string['retentiondays_desc'] = 'Entries older than this are deleted. If the centre was away longer, it reads everything again. Between 7 and 399.';
$string['selftest'] = 'Self-test';
$string['selftest_notasked'] = 'This site\'s address, the web server and the centre are only asked when you run the self-test.';
$string['selftest_run'] = 'Run the self-test';
$string['sent'] = 'What LAN receives';
$string['sent_intro'] = 'The newest records as they leave this site; codes are shown in words.';
$string['sent_off'] = 'Nothing of this leaves the site. If you switch it on, LAN receives what is shown here.';
$string['sent_settings'] = 'Change what may leave';
$string['settings'] = 'Settings';
$string['since'] = 'Member since';
$string['siteid'] = 'Site id';
$string['state_failing'] = 'failing';
$string['state_fresh'] = 'fresh';
$string['state_late'] = 'late';
$string['state_new'] = 'new';
$string['state_paused'] = 'paused';
$string['statuspage'] = 'Membership and status';
$string['stream_badges'] = 'Badges';
$string['stream_badges_desc'] = 'Personal data. The badges of this site (name, description, issuer, status, course, when it was made) and, of every badge awarded, the learner\'s code and the times.';
$string['stream_catalogue'] = 'Catalogue';
$string['stream_catalogue_desc'] = 'Of every offered course: title, description, category, to whom it is offered, learning hours (JP), minutes, competency, format, level, training type, run and dates, language, whether and when learners can enrol themselves, the places left, whether completion is tracked, when the course was made. Hidden courses and drafts never leave. No personal data.';
$string['stream_learning'] = 'Enrolments and completions';
$string['stream_learning_desc'] = 'Personal data. Of every enrolment and completion in an offered course: the learner\'s code, the course, the status and way of the enrolment, and the times. No grades, no names, no activity.';
$string['stream_off'] = 'Off';
$string['stream_on'] = 'On';
$string['sync_error'] = 'Error';
$string['sync_gone'] = 'Gone';
$string['sync_outcome'] = 'Outcome';
$string['sync_rejected'] = 'Refused';
$string['sync_rows'] = 'Records';
$string['sync_started'] = 'Started';
$string['synced_lastok'] = 'Last good sync {$a}.';
$string['synced_rows'] = 'Records at the centre: {$a}.';
$string['synced_unverified'] = 'Not yet proven equal to this site.';
$string['synced_verified'] = 'Proven equal to this site {$a}.';
$string['syncs'] = 'Latest syncs';
$string['task_catch_up'] = 'Find completions and awards written past Moodle\'s events';
$string['task_fetch_marketplace'] = 'Get the marketplace from the centre';
$string['task_prune'] = 'Delete old entries of the change log';
$string['task_rotate_keys'] = 'Rotate the keys of this site';
$string['tenant'] = 'Tenant name at the centre';
$string['tenantstatus'] = 'What LAN tells of this site';
$string['tenantstatus_fetched'] = 'Asked {$a}.';
$string['tenantstatus_none'] = 'There is no earlier answer.';
$string['tenantstatus_old'] = 'What is shown below is the last good answer, from {$a}.';
$string['tenantstatus_state'] = 'Status at the centre: {$a}.';
$string['value_active'] = 'active';
$string['value_agency'] = 'own agency';
$string['value_all'] = 'all ASN';
$string['value_archived'] = 'archived';
$string['value_inactive'] = 'not in use';
$string['value_suspended'] = 'suspended';
