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

use local_asnunggul\local\setting;

/**
 * What a card shows of courses beside their facts, if the admin has agreed to it; reads Moodle's tables.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class card {
    /** @var string[] Its columns in the contract; the author line is a custom field and needs no setting but its own. */
    public const COLUMNS = ['topics', 'author', 'image', 'badges'];

    /** @var int The most topics. */
    private const TOPICS = 10;

    /** @var int The most characters of a topic. */
    private const TOPIC = 50;

    /** @var int[] Badges in these states can be earned: active, and active with somebody who has it. */
    private const EARNED = [1, 3];

    /**
     * Topics, image and number of badges of these courses.
     *
     * @param int[] $courseids
     * @return array<int, array{topics: string|null, image: string|null, badges: int}> by course; empty without consent
     */
    public static function of(array $courseids): array {
        if (!$courseids || !setting::card()->is_on()) {
            return [];
        }
        [$topics, $images, $badges] = [self::topics($courseids), card_images::of($courseids), self::badges($courseids)];
        $cards = [];
        foreach ($courseids as $id) {
            $cards[$id] = ['topics' => $topics[$id] ?? null, 'image' => $images[$id] ?? null, 'badges' => $badges[$id] ?? 0];
        }
        return $cards;
    }

    /**
     * The tags of courses, a line for each.
     *
     * @param int[] $courseids
     * @return array<int, string>
     */
    private static function topics(array $courseids): array {
        global $DB;

        [$in, $params] = $DB->get_in_or_equal($courseids);
        $sql = "SELECT ti.id, ti.itemid, t.rawname
                  FROM {tag_instance} ti
                  JOIN {tag} t ON t.id = ti.tagid
                 WHERE ti.component = 'core' AND ti.itemtype = 'course' AND ti.itemid $in
              ORDER BY ti.ordering, ti.id";
        $topics = [];
        foreach ($DB->get_records_sql($sql, $params) as $tag) {
            $topic = plain_text::line($tag->rawname, self::TOPIC);
            if ($topic !== null) {
                $topics[(int)$tag->itemid][$topic] = $topic;
            }
        }
        return array_map(fn(array $of): string => implode("\n", array_slice($of, 0, self::TOPICS)), $topics);
    }

    /**
     * How many badges can be earned in courses; those without any are missing.
     *
     * @param int[] $courseids
     * @return array<int, int>
     */
    private static function badges(array $courseids): array {
        global $DB;

        [$in, $params] = $DB->get_in_or_equal($courseids);
        [$earned, $states] = $DB->get_in_or_equal(self::EARNED);
        $sql = "SELECT courseid, COUNT(*) FROM {badge} WHERE courseid $in AND status $earned GROUP BY courseid";
        return array_map('intval', $DB->get_records_sql_menu($sql, [...$params, ...$states]));
    }
}
