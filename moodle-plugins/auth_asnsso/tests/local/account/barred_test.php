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

use auth_asnsso\local\sso_session;
use auth_asnsso\task\follow_links;
use auth_asnsso\tests\account_testcase;
use GuzzleHttp\Handler\MockHandler;
use GuzzleHttp\Psr7\Response;
use local_asnunggul\tests\fake_centre;

/**
 * Who may not sign in anywhere any more keeps nothing here that opens the account, also without a session at the issuer.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \auth_asnsso\local\account\barred
 * @covers     \auth_asnsso\task\follow_links
 * @covers     \local_asnunggul\site
 */
final class barred_test extends account_testcase {
    /** @var MockHandler What the centre will answer. */
    private MockHandler $answers;

    /** @var array What it was asked. */
    private array $asked = [];

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        ['mock' => $this->answers] = $this->get_mocked_http_client($this->asked);
    }

    /**
     * A linked account with a key of each sort that opens it without a session.
     *
     * @param string $subject
     * @return int
     */
    private function with_keys(string $subject): int {
        global $DB;

        $user = $this->account();
        link::to($user, $this->claims([], $subject), 'bulk');
        $this->keys((int)$user->id);
        $session = ['userid' => $user->id, 'sid' => 's', 'sessionhash' => "h$user->id", 'timecreated' => 1];
        $DB->insert_record(sso_session::TABLE, (object)$session);
        return (int)$user->id;
    }

    /**
     * Gives an account keys.
     *
     * @param int $userid
     */
    private function keys(int $userid): void {
        global $DB;

        $DB->insert_record('external_tokens', (object)[
            'token' => random_string(32),
            'tokentype' => EXTERNAL_TOKEN_PERMANENT,
            'userid' => $userid,
            'externalserviceid' => $DB->get_field('external_services', 'id', ['shortname' => MOODLE_OFFICIAL_MOBILE_SERVICE]),
            'contextid' => SYSCONTEXTID,
            'creatorid' => $userid,
            'timecreated' => 1,
        ]);
        $DB->insert_record('user_private_key', (object)['script' => 'x', 'value' => random_string(), 'userid' => $userid]);
    }

    /**
     * How many keys and sessions an account has.
     *
     * @param int $userid
     * @return int[]
     */
    private function left(int $userid): array {
        global $DB;
        $tables = ['external_tokens', 'user_private_key', sso_session::TABLE];
        return array_map(fn(string $table): int => $DB->count_records($table, ['userid' => $userid]), $tables);
    }

    public function test_what_opens_the_account_of_a_barred_person_ends_and_of_nobody_else(): void {
        [$barred, $free] = [$this->with_keys('mati'), $this->with_keys('aktif')];
        $this->keys((int)$this->account()->id);
        link::to($this->account(), $this->claims([], 'tanpa-kunci'), 'bulk');
        $this->answers->append(fake_centre::response(['barred' => ['mati', 'siapa', 7]]));
        $this->assertSame(1, barred::end_all());
        $this->assertSame([[0, 0, 0], [1, 1, 1]], [$this->left($barred), $this->left($free)]);
        // Only people whose account something opens are asked about.
        $request = $this->asked[0]['request'];
        $this->assertSame(fake_centre::URL . '/api/v1/barred', (string)$request->getUri());
        $body = json_decode((string)$request->getBody(), true);
        $this->assertEqualsCanonicalizing(['mati', 'aktif'], $body['subjects']);
        $this->assertSame([1, self::ISSUER], [$body['contract'], $body['issuer']]);
        $this->assertStringStartsWith('Bearer ey', $request->getHeaderLine('Authorization'));
        // Nothing is left to ask about.
        $this->answers->append(fake_centre::response(['barred' => []]));
        $this->assertSame(0, barred::end_all());
        $this->assertSame(['aktif'], json_decode((string)$this->asked[1]['request']->getBody(), true)['subjects']);
    }

    public function test_nobody_is_asked_about_where_there_is_nothing_to_end(): void {
        link::to($this->account(), $this->claims(), 'bulk');
        $this->assertSame(0, barred::end_all());
        $this->with_keys('subject-2');
        set_config('oidc', '', 'local_asnunggul');
        $this->assertSame(0, barred::end_all());
        $this->assertSame([], $this->asked);
    }

    /**
     * What a centre may answer that says nothing of anybody.
     *
     * @return array
     */
    public static function silent(): array {
        return [
            'an older centre' => [fn() => fake_centre::problem(404, 'not_found')],
            'a centre in maintenance' => [fn() => fake_centre::problem(503, 'maintenance')],
            'another answer' => [fn() => fake_centre::response(['barred' => 'all'])],
            'a page' => [fn() => fake_centre::response('<html>')],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider silent
     * @param \Closure $answer
     */
    public function test_the_task_says_why_and_ends_nothing_with(\Closure $answer): void {
        $userid = $this->with_keys('mati');
        $this->answers->append($answer());
        $this->expectOutputRegex('/^Out of step: 0\nOf an earlier issuer: 0\n(?!Barred).+\n$/s');
        (new follow_links())->execute();
        $this->assertSame([1, 1, 1], $this->left($userid));
    }
}
