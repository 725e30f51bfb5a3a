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

namespace auth_asnsso\tests;

use auth_asnsso\local\encrypted_value;
use auth_asnsso\local\sso_session;
use auth_asnsso\local\tokens;

/**
 * What the tests about sessions have in common: somebody is signed in, and may have come through the issuer.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class session_testcase extends issuer_testcase {
    /** @var \stdClass Somebody. */
    protected \stdClass $user;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->answers->append(fake_issuer::metadata());
        $this->user = $this->getDataGenerator()->create_user();
        $this->setUser($this->user);
    }

    /**
     * Leaves in the session what a sign-in through the issuer leaves.
     *
     * @param tokens|null $tokens
     */
    protected function came_through_the_issuer(?tokens $tokens = null): void {
        global $SESSION;
        encrypted_value::put('session', [
            'issuer' => fake_issuer::URL,
            'subject' => fake_issuer::SUBJECT,
            'sid' => 'sid-1',
            'tokens' => $tokens ?? fake_issuer::tokens(),
        ]);
        $SESSION->auth_asnsso_checked = self::NOW;
    }

    /**
     * A session of somebody that the issuer opened.
     *
     * @param string $session Moodle's
     * @param string $sid the issuer's
     * @param int $age seconds
     */
    protected function session(string $session, string $sid, int $age = 0): void {
        global $DB;
        $time = self::NOW - $age;
        $moodles = ['sid' => $session, 'userid' => $this->user->id, 'timecreated' => $time, 'timemodified' => $time];
        $DB->insert_record('sessions', (object) $moodles);
        $row = ['userid' => $this->user->id, 'sid' => $sid, 'sessionhash' => hash('sha256', $session), 'timecreated' => $time];
        $DB->insert_record(sso_session::TABLE, (object) $row);
    }
}
