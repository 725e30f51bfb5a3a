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

namespace local_asnunggul\local\feed;

use local_asnunggul\local\feed\kind\assertion;
use local_asnunggul\local\feed\kind\badge_class;
use local_asnunggul\local\feed\kind\completion;
use local_asnunggul\local\feed\kind\course;
use local_asnunggul\local\feed\kind\enrolment;
use local_asnunggul\local\feed\kind\kind;

/**
 * Which kinds each stream carries; a list.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class streams {
    /** @var array<string, array<string, class-string<kind>>> Stream, kind, its class; the order of the contract. */
    private const STREAMS = [
        'catalogue' => ['course' => course::class],
        'learning' => ['enrolment' => enrolment::class, 'completion' => completion::class],
        'badges' => ['badge_class' => badge_class::class, 'assertion' => assertion::class],
    ];

    /**
     * The names of all streams.
     *
     * @return string[]
     */
    public static function names(): array {
        return array_keys(self::STREAMS);
    }

    /**
     * The names of the kinds of a stream.
     *
     * @param string $stream
     * @return string[]
     */
    public static function kind_names(string $stream): array {
        return array_keys(self::STREAMS[$stream]);
    }

    /**
     * The kinds of a stream.
     *
     * @param string $stream
     * @return array<string, kind> by name
     */
    public static function kinds(string $stream): array {
        return array_map(fn(string $class): kind => new $class(), self::STREAMS[$stream]);
    }

    /**
     * One kind.
     *
     * @param string $name
     * @return kind
     */
    public static function kind(string $name): kind {
        $class = array_merge(...array_values(self::STREAMS))[$name];
        return new $class();
    }
}
