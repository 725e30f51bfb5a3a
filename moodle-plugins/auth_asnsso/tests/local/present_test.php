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

namespace auth_asnsso\local;

use auth_asnsso\local\account\bulk;
use auth_asnsso\local\account\link;
use auth_asnsso\local\account\provisioner;
use auth_asnsso\local\account\resolver;
use auth_asnsso\privacy\provider;
use auth_asnsso\task\cleanup;
use auth_asnsso\task\follow_links;
use auth_asnsso\tests\account_testcase;
use auth_asnsso\tests\fake_issuer;
use core\context\system;
use core_privacy\local\request\approved_contextlist;
use local_asnunggul\tests\watched_database;

/**
 * What decides who comes in, and whose sessions end, is read where Moodle never asks a read replica: somebody else may have written
 * it a moment ago.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_asnunggul\site
 */
final class present_test extends account_testcase {
    /** @var string What reads. */
    private const READS = '/^(?:get_(?:record|field)|record_exists|count_records)/';

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->preventResetByRollback();
    }

    /**
     * The reads that this plugin, or what keeps its subjects, makes outside of a transaction; Moodle's own are its own business.
     *
     * @param \Closure $action
     * @return string[]
     */
    private static function reads_of_a_replica(\Closure $action): array {
        global $DB;

        $database = $DB;
        $found = [];
        $look = function (string $method, array $arguments) use ($database, &$found): void {
            // Who looks, the database that is watched, who asks it.
            $caller = debug_backtrace(DEBUG_BACKTRACE_IGNORE_ARGS, 2)[1]['file'] ?? '';
            $ours = preg_match('~/(?:auth/asnsso/classes|local/asnunggul/classes/local/feed)/~', $caller);
            if ($ours && preg_match(self::READS, $method) && !$database->is_transaction_started()) {
                $found[] = basename($caller) . ": $method " . json_encode($arguments);
            }
        };
        watched_database::during($look, $action);
        return $found;
    }

    /**
     * A session of an account that the issuer opened.
     *
     * @param int $userid
     * @param string $session Moodle's
     */
    private static function session(int $userid, string $session): void {
        global $DB;
        $moodles = ['sid' => $session, 'userid' => $userid, 'timecreated' => time(), 'timemodified' => time()];
        $DB->insert_record('sessions', (object)$moodles);
        $row = ['userid' => $userid, 'sid' => 'sid-1', 'sessionhash' => hash('sha256', $session), 'timecreated' => 1];
        $DB->insert_record(sso_session::TABLE, (object)$row);
    }

    /**
     * A sign-in up to the session.
     *
     * @param claims $claims
     */
    private static function sign_in(claims $claims): void {
        $outcome = resolver::resolve($claims);
        if ($outcome->user && !$outcome->proofneeded && !$outcome->refusal) {
            provisioner::bring_up_to_date($outcome->user, $claims);
        }
    }

    /**
     * What is done, and in which state.
     *
     * @return array
     */
    public static function deeds(): array {
        $claims = fn(self $test): claims => $test->claims_with_nip(['groups' => ['/instansi/LAN'], 'roles' => ['pengelola']]);
        $linked = fn(self $test): int => (int)$test->linked()[0];
        return [
            'a first sign-in by NIP' => [
                fn(self $test) => $test->account_with_nip(),
                fn(self $test) => self::sign_in($claims($test)),
            ],
            'a first sign-in that makes an account' => [fn() => null, fn(self $test) => self::sign_in($claims($test))],
            'a first sign-in that needs a proof' => [
                fn(self $test) => $test->account(['email' => self::EMAIL]),
                fn(self $test) => self::sign_in($test->claims()),
            ],
            'another sign-in' => [
                fn(self $test) => self::sign_in($claims($test)),
                fn(self $test) => self::sign_in($test->claims(['email' => 'lain@example.invalid'])),
            ],
            'a refused sign-in' => [
                fn(self $test) => self::sign_in($claims($test)),
                fn(self $test) => self::sign_in($test->claims(['status_asn' => 'berhenti'])),
            ],
            'the end of a session' => [
                function (self $test) use ($claims, $linked): void {
                    self::sign_in($claims($test));
                    self::session($linked($test), 'moodle-1');
                },
                fn() => single_logout::by_centre((object)['issuer' => self::ISSUER, 'session' => 'sid-1']),
            ],
            'the end of a person' => [
                fn(self $test) => self::sign_in($claims($test)),
                fn() => single_logout::by_centre((object)['issuer' => self::ISSUER, 'subject' => 'subject-1']),
            ],
            'a list' => [
                fn(self $test) => $test->account(['idnumber' => 'N-1']),
                fn() => (new bulk(self::ISSUER, 'b', false, false))->line('idnumber', 'N-1', 's1'),
            ],
            'a list that is taken back' => [
                fn(self $test) => link::to($test->account(), $test->claims(), 'bulk', 'b'),
                fn() => bulk::undo('b'),
            ],
            'links that are followed' => [
                fn(self $test) => self::sign_in($claims($test)),
                fn() => (new follow_links())->execute(),
            ],
            'sessions that are forgotten' => [
                function (self $test) use ($claims, $linked): void {
                    self::sign_in($claims($test));
                    self::session($linked($test), 'moodle-1');
                },
                fn() => (new cleanup())->execute(),
            ],
            'an issuer that was left' => [
                function (self $test) use ($claims): void {
                    self::sign_in($claims($test));
                    fake_issuer::adopt('https://id2.example');
                },
                fn() => (new follow_links())->execute(),
            ],
            'an erasure' => [
                fn(self $test) => self::sign_in($claims($test)),
                fn(self $test) => provider::delete_data_for_user(new approved_contextlist(
                    \core_user::get_user($linked($test)),
                    'auth_asnsso',
                    [system::instance()->id]
                )),
            ],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider deeds
     * @param \Closure $arrange
     * @param \Closure $act
     */
    public function test_nothing_is_read_from_a_replica_by(\Closure $arrange, \Closure $act): void {
        setting::rolerules->store('pengelola => manager');
        $arrange($this);
        ob_start();
        try {
            $this->assertSame([], self::reads_of_a_replica(fn(): mixed => $act($this)));
        } finally {
            ob_end_clean();
        }
    }

    public function test_a_read_outside_of_all_this_is_seen(): void {
        $this->assertNotSame([], self::reads_of_a_replica(fn(): array => account\nip::fields()));
    }
}
