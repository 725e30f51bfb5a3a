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

namespace local_asnunggul\output\marketplace;

use local_asnunggul\local\marketplace\offering;

/**
 * Where a course stands, in words: its stars, and why it is where it is. Nothing is said of what the centre does not tell.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class standing {
    /** Stars there are. */
    private const MOST = 5;

    /** For so many minutes everybody sees the same lots. */
    private const LOT_MINUTES = 10;

    /** @var string[] Reasons that have a sentence. */
    private const REASONS = ['votes', 'few', 'prior', 'own', 'own_capped', 'damped', 'completions', 'new'];

    /**
     * The stars of a course; without a mean, only how many ratings there are.
     *
     * @param offering $one
     * @return array|null null where the centre has no ratings
     */
    public static function stars(offering $one): ?array {
        $rating = $one->facts['rating'];
        if ($rating === null) {
            return null;
        }
        $stars = $one->stars();
        $full = max(0, min(self::MOST, (int) round($stars ?? 0)));
        return [
            'drawn' => str_repeat('★', $full) . str_repeat('☆', self::MOST - $full),
            'mean' => $stars === null ? null : saying::number($stars),
            'count' => match (true) {
                !$rating['count'] => saying::word('not_rated'),
                $stars === null => saying::word('rated_new', saying::number($rating['count'])),
                default => saying::word('rated', saying::number($rating['count'])),
            },
        ];
    }

    /**
     * Why a course is where it is, one reason a sentence.
     *
     * @param offering $one
     * @return string[]
     */
    public static function why(offering $one): array {
        $said = $one->facts['by_lot'] ? [saying::word('why_lot', saying::number(self::LOT_MINUTES))] : [];
        foreach ($one->facts['why'] ?? [] as ['what' => $what, 'numbers' => $numbers]) {
            $what = $what === 'votes' && $one->stars() === null ? 'few' : $what;
            if (in_array($what, self::REASONS, true)) {
                $said[] = saying::word("why_$what", (object) array_map(saying::number(...), $numbers));
            }
        }
        $popularity = $one->facts['popularity'];
        if ($said && $popularity !== null) {
            $said[] = saying::word('why_popularity', saying::number(round($popularity, 1)));
        }
        return $said;
    }
}
