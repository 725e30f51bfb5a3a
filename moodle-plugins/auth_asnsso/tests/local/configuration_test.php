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

/**
 * The command line writes good settings only, and says what it changed.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\configuration
 */
final class configuration_test extends \advanced_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
    }

    public function test_what_is_changed_is_told_and_what_is_not_is_not(): void {
        set_config('mode', 'silent', 'auth_asnsso');
        set_config('revalidate', '15', 'auth_asnsso');
        $changed = configuration::apply(['mode' => 'auto', 'revalidate' => '15']);
        $this->assertSame(['mode' => 'silent → auto'], $changed);
        $this->assertSame('auto', get_config('auth_asnsso', 'mode'));
    }

    /**
     * Settings that may not be.
     *
     * @return array
     */
    public static function bad(): array {
        return [
            'a mode there is not' => ['mode', 'always'],
            'a good mode and more' => ['mode', "auto\n"],
            'minutes there are not' => ['revalidate', '5'],
            'a switch in words' => ['singlelogout', 'yes'],
            'markup on the button' => ['buttonname', '<b>ASN</b>'],
            'a field that is none' => ['nipfield', 'id; drop'],
            'states with spaces' => ['statusallowed', 'aktif, cpns'],
            'a setting there is not' => ['emergency', '1'],
        ];
    }

    /**
     * One of them, after a good one.
     *
     * @dataProvider bad
     * @param string $name
     * @param string $value
     */
    public function test_nothing_is_written_because_of(string $name, string $value): void {
        set_config('onlink', 'switch', 'auth_asnsso');
        try {
            configuration::apply(['onlink' => 'keep', $name => $value]);
            $this->fail('It was written.');
        } catch (\invalid_parameter_exception $e) {
            $this->assertStringContainsString("--$name", $e->getMessage());
        }
        $this->assertSame('switch', get_config('auth_asnsso', 'onlink'));
    }

    public function test_the_plugin_is_switched_on_beside_the_others(): void {
        set_config('auth', 'email');
        $this->assertTrue(configuration::enable());
        $this->assertFalse(configuration::enable());
        $this->assertSame(['email', 'asnsso'], array_values(array_intersect(get_enabled_auth_plugins(), ['email', 'asnsso'])));
    }
}
