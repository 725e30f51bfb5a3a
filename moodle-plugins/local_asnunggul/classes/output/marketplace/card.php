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
use local_asnunggul\local\marketplace\place;
use local_asnunggul\site;

/**
 * One card of a course as data: the same facts in the same order as on the portal.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class card {
    /** The language nobody has to be told of. */
    private const USUAL = 'id';

    /**
     * Cards of offerings.
     *
     * @param offering[] $offerings
     * @return array
     */
    public static function each(array $offerings): array {
        return array_map(self::export(...), $offerings);
    }

    /**
     * A card.
     *
     * @param offering $one
     * @return array
     */
    public static function export(offering $one): array {
        $facts = $one->facts;
        $about = $one->about();
        $now = site::now();
        $isopen = $one->door($now) === 'open';
        return self::owner($one) + picture::export($one) + [
            'url' => place::course($one)->out(false),
            'title' => $facts['marked_title'] ?: [['text' => $facts['title'], 'hit' => false]],
            'summary' => $facts['marked_summary'] ?: ($about === null ? [] : [['text' => $about, 'hit' => false]]),
            'hassummary' => $facts['marked_summary'] || $about !== null,
            'spoken' => self::spoken($one),
            'stars' => standing::stars($one),
            'reasons' => standing::why($one),
            'hasreasons' => (bool) standing::why($one),
            'facts' => self::facts($one),
            'hasfacts' => (bool) self::facts($one),
            'door' => saying::door($one, $now),
            'isopen' => $isopen,
            'topics' => implode(' · ', array_slice($facts['topics'] ?? [], 0, 3)),
            'author' => $facts['author'],
            'places' => $isopen && $facts['places'] !== null ? saying::word('places', saying::number($facts['places'])) : null,
            'unread' => $facts['as_of'] === null ? null : saying::word('unread', saying::day($facts['as_of'])),
        ];
    }

    /**
     * Whose it is.
     *
     * @param offering $one
     * @return array
     */
    private static function owner(offering $one): array {
        ['agency' => $agency, 'name' => $site] = $one->facts;
        return ['agency' => $agency, 'site' => $site === $agency ? null : $site, 'initials' => saying::initials($agency)];
    }

    /**
     * The language of title and summary, where it is another one than the page's.
     *
     * @param offering $one
     * @return string|null
     */
    public static function spoken(offering $one): ?string {
        $language = $one->language();
        return $language === null || str_starts_with(current_language(), $language) ? null : $language;
    }

    /**
     * What is known of a course, in the one order.
     *
     * @param offering $one
     * @return array[] name and text of each
     */
    public static function facts(offering $one): array {
        $facts = $one->facts;
        $language = $one->language();
        $said = [
            'agency' => $facts['audience'] === 'agency' ? saying::word('own_agency') : null,
            'minutes' => $facts['minutes'] === null ? null : saying::minutes($facts['minutes']),
            'jp' => $facts['jp'] === null ? null : saying::number($facts['jp']) . ' JP',
        ];
        foreach (['competency', 'format', 'level'] as $name) {
            $said[$name] = $facts[$name] === null ? null : saying::value($name, $facts[$name]);
        }
        $said['spoken'] = $language === null || $language === self::USUAL ? null : saying::value('language', $language);
        $said['badge'] = $facts['badge'] ? saying::word('with_badge') : null;
        return self::named($said);
    }

    /**
     * What a card has no room for.
     *
     * @param offering $one
     * @return array[] name and text of each
     */
    public static function more_facts(offering $one): array {
        $facts = $one->facts;
        return self::named([
            'topic' => implode(' · ', $facts['topics'] ?? []),
            'author' => $facts['author'],
            'category' => $facts['category'],
            'type' => $facts['training_type'],
            'run' => $facts['batch'],
            'starts' => $facts['starts'] === null ? null : saying::day($facts['starts']),
            'ends' => $facts['ends'] === null ? null : saying::day($facts['ends']),
        ]);
    }

    /**
     * Facts that are known, with their names.
     *
     * @param array $said
     * @return array[]
     */
    private static function named(array $said): array {
        $known = array_filter($said, fn(?string $text): bool => $text !== null && $text !== '');
        $fact = fn(string $name, string $text): array => ['name' => saying::word($name), 'text' => $text];
        return array_map($fact, array_keys($known), array_values($known));
    }
}
