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

namespace local_asnunggul\event;

use core\context\course as course_context;
use local_asnunggul\local\feed\kind\rating;

/**
 * What the events of a rating have in common: which one and in which course; neither stars nor texts, nor whose it is.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class rating_event extends site_event {
    /** @var string The table of ratings. */
    protected const TABLE = rating::TABLE;

    /**
     * The event about a rating as of now, to be triggered.
     *
     * @param \stdClass $rating
     * @param array $other
     * @return static
     */
    public static function about(\stdClass $rating, array $other = []): static {
        return static::create([
            'context' => course_context::instance($rating->courseid),
            'objectid' => $rating->id,
            'other' => $other,
        ]);
    }

    // In its course.
    #[\Override]
    protected function init(): void {
        $this->data['crud'] = static::CRUD;
        $this->data['edulevel'] = self::LEVEL_PARTICIPATING;
        $this->data['objecttable'] = static::TABLE;
    }

    #[\Override]
    public function get_description(): string {
        return "The user with id '$this->userid' caused: " . self::what() . ". Rating with id '$this->objectid'.";
    }

    #[\Override]
    public function get_url(): \core\url {
        return new \core\url('/local/asnunggul/ratings.php', ['course' => $this->courseid]);
    }

    /**
     * A rating is in no backup.
     *
     * @return array
     */
    public static function get_objectid_mapping(): array {
        return ['db' => static::TABLE, 'restore' => self::NOT_MAPPED];
    }

    /**
     * What is beside it says nothing of other records.
     *
     * @return bool
     */
    public static function get_other_mapping(): bool {
        return false;
    }
}
