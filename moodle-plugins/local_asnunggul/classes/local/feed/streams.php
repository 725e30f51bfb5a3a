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
use local_asnunggul\local\feed\kind\rating;

/**
 * The streams of the contract: whether each is about people, and the kinds it carries. A new stream is one row here and its kinds.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class streams {
    /** @var array<string, array{bool, class-string<kind>[]}> Whether it is about people, and so off at first; its kinds in order. */
    private const STREAMS = [
        'catalogue' => [false, [course::class]],
        'learning' => [true, [enrolment::class, completion::class]],
        'badges' => [true, [badge_class::class, assertion::class]],
        'ratings' => [true, [rating::class]],
    ];

    /** @var string The stream whose rows name images. */
    public const WITH_IMAGES = 'catalogue';

    /**
     * The names of all streams.
     *
     * @return string[]
     */
    public static function names(): array {
        return array_keys(self::STREAMS);
    }

    /**
     * The names of the streams about people: they leave only if the admin says so.
     *
     * @return string[]
     */
    public static function about_people(): array {
        return array_keys(array_filter(self::STREAMS, fn(array $stream): bool => $stream[0]));
    }

    /**
     * The names of the kinds of a stream.
     *
     * @param string $stream
     * @return string[]
     */
    public static function kind_names(string $stream): array {
        return array_map(fn(string $class): string => $class::NAME, self::STREAMS[$stream][1]);
    }

    /**
     * The kinds of a stream.
     *
     * @param string $stream
     * @param int $contract in which version of the contract
     * @return array<string, kind> by name
     */
    public static function kinds(string $stream, int $contract = 3): array {
        $kinds = array_map(fn(string $class): kind => new $class($contract), self::STREAMS[$stream][1]);
        return array_combine(self::kind_names($stream), $kinds);
    }

    /**
     * The kinds of all streams.
     *
     * @param int $contract in which version of the contract
     * @return array<string, kind> by name
     */
    public static function all_kinds(int $contract = 3): array {
        return array_merge(...array_map(fn(string $stream): array => self::kinds($stream, $contract), self::names()));
    }

    /**
     * One kind.
     *
     * @param string $name
     * @param int $contract in which version of the contract
     * @return kind
     */
    public static function kind(string $name, int $contract = 3): kind {
        return self::all_kinds($contract)[$name];
    }
}
