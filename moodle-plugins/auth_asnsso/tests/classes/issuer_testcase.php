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

use GuzzleHttp\Handler\MockHandler;

/**
 * What the tests have in common in which this site asks its issuer: an issuer that answers what the test says, and the time.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class issuer_testcase extends \advanced_testcase {
    /** Now. */
    protected const NOW = 1700000000;

    /** @var MockHandler What the issuer will answer. */
    protected MockHandler $answers;

    /** @var array What it was asked. */
    protected array $asked = [];

    /** @var object The clock. */
    protected object $clock;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->clock = $this->mock_clock_with_frozen(self::NOW);
        fake_issuer::adopt();
        ['mock' => $this->answers] = $this->get_mocked_http_client($this->asked);
    }
}
