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

use auth_asnsso\hook_callbacks;
use auth_asnsso\tests\fake_issuer;
use auth_asnsso\tests\issuer_testcase;

/**
 * Visitors are sent to the issuer where that helps, and never in circles or away from the local form.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\redirect_policy
 * @covers     \auth_asnsso\local\authorization
 * @covers     \auth_asnsso\local\flow_store
 * @covers     \auth_asnsso\local\visit
 */
final class redirect_policy_test extends issuer_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->answers->append(fake_issuer::metadata());
        $this->setUser(null);
    }

    /**
     * The parameters somebody is sent to the issuer with.
     *
     * @param \moodle_url|null $destination
     * @return array
     */
    private function asked(?\moodle_url $destination): array {
        $this->assertNotNull($destination);
        $this->assertSame(fake_issuer::URL . '/protocol/openid-connect/auth', $destination->out_omit_querystring());
        return $destination->params();
    }

    public function test_a_sign_in_begins_with_everything_that_protects_it(): void {
        global $CFG, $SESSION;
        $asked = authorization::begin('https://www.example.com/moodle/course/view.php?id=2')->params();
        $flow = $SESSION->auth_asnsso_flows[$asked['state']];
        $this->assertSame('code', $asked['response_type']);
        $this->assertSame('query', $asked['response_mode']);
        $this->assertSame(fake_issuer::CLIENT, $asked['client_id']);
        $this->assertSame("$CFG->wwwroot/auth/asnsso/callback.php", $asked['redirect_uri']);
        $this->assertSame('openid profile email asn', $asked['scope']);
        $this->assertSame('S256', $asked['code_challenge_method']);
        $this->assertSame(fake_issuer::encode(hash('sha256', $flow['verifier'], true)), $asked['code_challenge']);
        $this->assertSame($flow['nonce'], $asked['nonce']);
        $this->assertArrayNotHasKey('ui_locales', $asked);
        $this->assertArrayNotHasKey('prompt', $asked);
        foreach (['state', 'nonce', 'verifier'] as $secret) {
            $this->assertMatchesRegularExpression('/^[0-9a-f]{64}$/', $flow[$secret]);
        }
    }

    public function test_the_issuer_is_told_a_language_only_when_the_person_has_chosen_it(): void {
        global $SESSION;
        // So Moodle notes what it took from the browser, or from the site.
        $SESSION->lang = 'en';
        hook_callbacks::after_config(new \core\hook\after_config());
        $this->assertArrayNotHasKey('ui_locales', authorization::begin('')->params());
        $_GET['lang'] = 'en';
        hook_callbacks::after_config(new \core\hook\after_config());
        unset($_GET['lang']);
        $this->assertSame('en', authorization::begin('')->params()['ui_locales']);
    }

    public function test_who_wants_another_account_is_asked_by_the_issuer_who_it_is(): void {
        $this->assertSame('login', authorization::begin('', another: true)->params()['prompt']);
    }

    /**
     * Pages to which Moodle sends a guest who wanted another.
     *
     * @return array
     */
    public static function on_the_way(): array {
        return ['to enrol' => ['/enrol/index.php'], 'to agree to the policy' => ['/user/policy.php']];
    }

    /**
     * Each of them.
     *
     * @dataProvider on_the_way
     * @param string $script
     */
    public function test_a_guest_whom_moodle_has_sent_elsewhere_first_wants_the_page_from_before(string $script): void {
        global $CFG, $SCRIPT, $SESSION;
        $this->setGuestUser();
        $SESSION->wantsurl = "$CFG->wwwroot/mod/page/view.php?id=2";
        $before = $SCRIPT;
        $SCRIPT = $script;
        $asked = $this->asked(redirect_policy::destination(new visit(), false));
        $SCRIPT = $before;
        $this->assertSame($SESSION->wantsurl, $SESSION->auth_asnsso_flows[$asked['state']]['wantsurl']);
    }

    public function test_the_usual_mode_tries_silently_and_then_leaves_the_login_page_alone(): void {
        $asked = $this->asked(redirect_policy::destination(new visit()));
        $this->assertSame('none', $asked['prompt']);
        $this->assertNull(redirect_policy::destination(new visit()));
    }

    public function test_who_may_have_signed_in_elsewhere_meanwhile_is_tried_again(): void {
        redirect_policy::destination(new visit());
        $this->clock->bump(5 * MINSECS);
        $this->answers->append(fake_issuer::metadata());
        $this->assertNotNull(redirect_policy::destination(new visit()));
    }

    public function test_a_page_for_guests_is_left_once_in_a_session_only(): void {
        $this->assertSame('none', $this->asked(redirect_policy::destination(new visit(), false))['prompt']);
        $this->clock->bump(DAYSECS);
        $this->assertNull(redirect_policy::destination(new visit(), false));
    }

    public function test_a_page_for_guests_is_not_left_by_a_browser_that_may_keep_no_cookies(): void {
        $this->assertNull(redirect_policy::destination(new visit(begun: false), false));
        $this->assertNotNull(redirect_policy::destination(new visit(begun: false)));
    }

    public function test_the_wanted_page_goes_along(): void {
        global $SESSION;
        $SESSION->wantsurl = 'https://www.example.com/moodle/course/view.php?id=2';
        $asked = $this->asked(redirect_policy::destination(new visit()));
        $this->assertSame($SESSION->wantsurl, flow_store::take($asked['state'])['wantsurl']);
    }

    public function test_the_automatic_mode_asks_the_person(): void {
        setting::mode->store('auto');
        $this->assertArrayNotHasKey('prompt', $this->asked(redirect_policy::destination(new visit())));
        $this->assertNotNull(redirect_policy::destination(new visit()));
    }

    public function test_the_automatic_mode_asks_nobody_on_a_page_for_guests(): void {
        setting::mode->store('auto');
        $this->assertSame('none', $this->asked(redirect_policy::destination(new visit(), false))['prompt']);
    }

    public function test_the_button_mode_sends_nobody_away_unasked(): void {
        setting::mode->store('button');
        $this->assertNull(redirect_policy::destination(new visit()));
        $this->assertNull(redirect_policy::destination(new visit(), false));
        $this->assertNotNull(redirect_policy::destination(new visit(wanted: true)));
    }

    /**
     * Visits that are never answered with a redirect.
     *
     * @return array
     */
    public static function left_alone(): array {
        return [
            'a form or a script' => [new visit(page: false)],
            'a form that has just failed' => [new visit(answered: true)],
            'the word of the visitor' => [new visit(wanted: false)],
            'the third redirect in two minutes' => [new visit(count: 3, since: self::NOW - 119)],
        ];
    }

    /**
     * One of them, in the mode that redirects most.
     *
     * @dataProvider left_alone
     * @param visit $visit
     */
    public function test_nobody_is_sent_away_by(visit $visit): void {
        setting::mode->store('auto');
        $this->assertNull(redirect_policy::destination($visit));
        $this->assertNotNull(redirect_policy::destination(new visit(wanted: true)));
    }

    public function test_the_word_of_the_visitor_holds_for_the_session(): void {
        setting::mode->store('auto');
        redirect_policy::destination(new visit(wanted: false));
        $this->assertNull(redirect_policy::destination(new visit()));
        $this->assertNotNull(redirect_policy::destination(new visit(wanted: true)));
    }

    public function test_counting_begins_anew_after_two_minutes(): void {
        $this->assertNotNull(redirect_policy::destination(new visit(count: 3, since: self::NOW - 120)));
    }

    public function test_what_was_counted_while_the_clock_was_ahead_keeps_nobody(): void {
        redirect_policy::destination(new visit());
        $this->clock->bump(-DAYSECS);
        $this->answers->append(fake_issuer::metadata());
        $this->assertNotNull(redirect_policy::destination(new visit(count: 3, since: self::NOW)));
    }

    public function test_who_was_sent_in_circles_reads_why_they_stay(): void {
        global $SESSION;
        redirect_policy::destination(new visit(count: 3, since: self::NOW));
        $this->assertStringContainsString('several times', $SESSION->logininfomsg);
    }

    public function test_while_the_issuer_is_away_the_login_page_says_so(): void {
        global $SESSION;
        setting::mode->store('auto');
        $this->answers->reset();
        $this->answers->append(fake_issuer::response('', 503));
        $this->assertNull(redirect_policy::destination(new visit()));
        $this->assertStringContainsString('cannot be reached', $SESSION->logininfomsg);
        $this->assertEmpty($SESSION->auth_asnsso_flows ?? []);
        $this->clock->bump(MINSECS);
        $this->answers->append(fake_issuer::metadata());
        $this->assertNotNull(redirect_policy::destination(new visit()));
    }

    /**
     * Ways in which redirects are off.
     *
     * @return array
     */
    public static function switches(): array {
        return [
            'the plugin is off' => [fn() => set_config('auth', '')],
            'an emergency' => [fn() => setting::emergency->store('1')],
            'config.php' => [function (): void {
                global $CFG;
                $CFG->auth_asnsso_disable = 1;
            }],
            'maintenance' => [fn() => set_config('maintenance_enabled', 1)],
            'no issuer' => [fn() => set_config('oidc', '', 'local_asnunggul')],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider switches
     * @param callable $switch
     */
    public function test_nobody_is_sent_away_because_of(callable $switch): void {
        $switch();
        $this->assertNull(redirect_policy::destination(new visit()));
        $this->assertNull(redirect_policy::destination(new visit(wanted: true)));
    }

    public function test_nobody_who_is_signed_in_is_sent_away_but_a_guest_is(): void {
        $this->setGuestUser();
        $this->assertNotNull(redirect_policy::destination(new visit()));
        $this->setUser($this->getDataGenerator()->create_user());
        $this->assertNull(redirect_policy::destination(new visit(wanted: true)));
    }

    public function test_a_script_on_the_command_line_is_no_visit_of_a_page(): void {
        $this->assertFalse(visit::now()->page);
    }

    public function test_a_list_where_a_text_is_due_is_nothing(): void {
        $_GET['state'] = ['x'];
        $this->assertSame('', visit::text('state'));
        $_GET['state'] = 'x';
        $this->assertSame('x', visit::text('state'));
        unset($_GET['state']);
    }

    public function test_each_tab_has_a_sign_in_of_its_own_which_is_used_once(): void {
        $first = flow_store::begin('https://www.example.com/moodle/a.php', false);
        $second = flow_store::begin('https://www.example.com/moodle/b.php', true);
        $this->assertSame($second, flow_store::take($second['state']));
        $this->assertSame($first, flow_store::take($first['state']));
        $this->assertNull(flow_store::take($first['state']));
        $this->assertNull(flow_store::take(''));
    }

    public function test_ten_sign_ins_may_be_under_way(): void {
        $flows = array_map(fn(int $i): array => flow_store::begin('', false), range(1, 11));
        $this->assertNull(flow_store::take($flows[0]['state']));
        foreach (array_slice($flows, 1) as $flow) {
            $this->assertNotNull(flow_store::take($flow['state']));
        }
    }

    public function test_a_sign_in_waits_half_an_hour(): void {
        $flow = flow_store::begin('', false);
        $late = flow_store::begin('', false);
        $this->clock->bump(flow_store::LIFETIME - 1);
        $this->assertNotNull(flow_store::take($flow['state']));
        $this->clock->bump(1);
        $this->assertNull(flow_store::take($late['state']));
    }
}
