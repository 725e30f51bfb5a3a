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

namespace local_asnunggul\tests;

use GuzzleHttp\Handler\MockHandler;

/**
 * What the tests have in common in which this site asks: a centre that answers what the test says, and notes what it was asked.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class centre_testcase extends \advanced_testcase {
    /** @var MockHandler What the centre will answer. */
    protected MockHandler $centre;

    /** @var array What it was asked. */
    protected array $asked = [];

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        // Moodle's blocking looks hosts up in the network as soon as one address is forbidden.
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        ['mock' => $this->centre] = $this->get_mocked_http_client($this->asked);
    }
}
