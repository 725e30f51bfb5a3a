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

namespace auth_asnsso\local\account;

/**
 * Why a person with a proven identity does not come in. The value is what the log keeps; the words are `refused_<value>`.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
enum refusal: string {
    case bad_subject = 'badsubject';
    case suspended = 'suspended';
    case unconfirmed = 'unconfirmed';
    case no_login = 'nologin';
    case remote = 'remote';
    case not_checked = 'notchecked';
    case not_active = 'notactive';
    case no_account = 'noaccount';
    case email_unverified = 'emailunverified';
    case email_not_allowed = 'emailnotallowed';
    case email_taken = 'emailtaken';
    case ambiguous = 'ambiguous';
    case linked = 'linked';
    case not_yours = 'notyours';
    case site_admin = 'siteadmin';
    case busy = 'busy';
}
