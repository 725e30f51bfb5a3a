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

/**
 * What the tenant admin has decided about the feed, with its defaults; reads the plugin's settings.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class feed_settings {
    /** @var array<string, string> Streams and whether they are on unless somebody decided. Those about people are not. */
    private const STREAMS = ['catalogue' => '1', 'learning' => '0', 'badges' => '0'];

    /** @var string[] What the catalogue wants to know about a course and Moodle has no place for. */
    public const CONCEPTS = ['audience', 'jp', 'minutes', 'competency', 'format', 'level', 'training_type', 'batch'];

    /**
     * A setting, or its default when it was never stored.
     *
     * @param string $name
     * @param string $default
     * @return string
     */
    private static function value(string $name, string $default): string {
        $value = get_config('local_asnunggul', $name);
        return $value === false ? $default : (string)$value;
    }

    /**
     * The streams that are switched on.
     *
     * @return string[]
     */
    public static function streams_on(): array {
        return array_values(array_filter(array_keys(self::STREAMS), self::is_on(...)));
    }

    /**
     * Whether a stream is switched on.
     *
     * @param string $stream
     * @return bool
     */
    public static function is_on(string $stream): bool {
        return self::value("stream_$stream", self::STREAMS[$stream]) === '1';
    }

    /**
     * Whether the tenant admin has paused reading.
     *
     * @return bool
     */
    public static function is_paused(): bool {
        return self::value('paused', '0') === '1';
    }

    /**
     * Whether a course nobody decided about is offered when anybody can enrol in it.
     *
     * @return bool
     */
    public static function offers_self_enrolment(): bool {
        return self::value('defaultoffer', 'selfenrol') === 'selfenrol';
    }

    /**
     * The short name of the course custom field that holds a concept.
     *
     * @param string $concept one of CONCEPTS
     * @return string empty: none
     */
    public static function field_shortname(string $concept): string {
        return self::value("field_$concept", "asn_$concept");
    }

    /**
     * For how many days entries of the change log are kept.
     *
     * @return int
     */
    public static function retention_days(): int {
        return max(1, (int)self::value('retention', '30'));
    }

    /**
     * All that decides how courses read besides the courses themselves: when it changes, every course may have changed.
     *
     * @return string
     */
    public static function basis(): string {
        global $CFG;

        $basis = [self::offers_self_enrolment(), $CFG->enrol_plugins_enabled, $CFG->enablecompletion];
        foreach (self::CONCEPTS as $concept) {
            $basis[] = self::field_shortname($concept);
        }
        return sha1(json_encode($basis, JSON_THROW_ON_ERROR));
    }
}
