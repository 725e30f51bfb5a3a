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

namespace local_asnunggul\local\marketplace;

/**
 * What a page of the marketplace has to show, and of when it is. A value.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class answer {
    /** The centre says so now. */
    public const NOW = 'now';

    /** The centre said so at that time, and cannot be asked now. */
    public const KEPT = 'kept';

    /** The centre cannot be asked, and was never asked this: it was looked up among the offerings that are kept. */
    public const LOOKED_UP = 'lookedup';

    /**
     * An answer.
     *
     * @param mixed $content
     * @param int $time
     * @param string $source one of the constants
     * @param bool $isunproven
     */
    public function __construct(
        /** @var mixed What there is to show. */
        public readonly mixed $content,
        /** @var int Of when it is. */
        public readonly int $time,
        /** @var string One of the constants. */
        public readonly string $source = self::NOW,
        /** @var bool Whether it lacks what is offered to the agency only, because the centre did not believe that this site asks. */
        public readonly bool $isunproven = false,
    ) {
    }
}
