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
 * After signing in people get to pages of this site, and nowhere else.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 *
 * @covers     \auth_asnsso\local\wanted_page
 */
final class wanted_page_test extends \advanced_testcase {
    /**
     * Pages of this site, and where they lead.
     *
     * @return array
     */
    public static function ours(): array {
        return [
            'a whole address' => ['https://www.example.com/moodle/course/view.php?id=2', '/course/view.php?id=2'],
            'from the root' => ['/course/view.php?id=2&section=3', '/course/view.php?id=2&section=3'],
            'from the root of the host' => ['/moodle/course/view.php?id=2#section-3', '/course/view.php?id=2#section-3'],
            'a folder whose name begins like that of the site' => ['/moodlenet/resource_sent.php', '/moodlenet/resource_sent.php'],
            'with an anchor' => ['/course/view.php?id=2#section-3', '/course/view.php?id=2#section-3'],
            'a file with spaces in its name' => ['/pluginfile.php/1/a%20b.pdf', '/pluginfile.php/1/a%20b.pdf'],
            'the front page' => ['/', '/'],
            'a page whose name begins like one that is not wanted' => ['/loginas.php', '/loginas.php'],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider ours
     * @param string $wanted
     * @param string $page
     */
    public function test_wanted_can_be(string $wanted, string $page): void {
        global $CFG;
        $this->assertSame($CFG->wwwroot . $page, wanted_page::clean($wanted));
    }

    /**
     * What nobody is sent to.
     *
     * @return array
     */
    public static function others(): array {
        return [
            'nothing' => [''],
            'another site' => ['https://evil.example/'],
            'a site whose name begins like ours' => ['https://www.example.com.evil.example/moodle/'],
            'a folder whose name begins like ours' => ['https://www.example.com/moodleevil/'],
            'our site as a user name' => ['https://www.example.com/moodle@evil.example/'],
            'a site without scheme' => ['//evil.example/'],
            'one with a backslash' => ['/\\evil.example/'],
            'a script' => ['javascript:alert(1)'],
            'data' => ['data:text/html,x'],
            'a header' => ["/course/view.php?id=2\r\nSet-Cookie: a=b"],
            'a tab' => ["/\t/evil.example"],
            'a relative path' => ['course/view.php'],
            'signing out' => ['/login/logout.php'],
            'the login page' => ['https://www.example.com/moodle/login/index.php'],
            'the login page from the root of the host' => ['/moodle/login/index.php'],
            'a site without scheme behind our folder' => ['/moodle/\\evil.example/'],
            'the login page by another way' => ['/course/../login/logout.php'],
            'the login page in other letters' => ['/%6cogin/logout.php'],
            'the login page behind more slashes' => ['/course//..//login/'],
            'the login page in capitals' => ['/LOGIN/index.php'],
            'our own pages' => ['/auth/asnsso/callback.php?code=1'],
            'an answer for a script' => ['/lib/ajax/service.php'],
        ];
    }

    /**
     * One of them.
     *
     * @dataProvider others
     * @param string $wanted
     */
    public function test_nobody_is_sent_to(string $wanted): void {
        $this->assertSame('', wanted_page::clean($wanted));
    }
}
