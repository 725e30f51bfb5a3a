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

use local_asnunggul\local\membership\membership;
use local_asnunggul\site;

/**
 * What is kept of the front of the marketplace: rows of offerings, agencies and counts, fetched by a scheduled task.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bundle {
    /** The name of the file. */
    private const FILE = 'front';

    /** Offerings of a row, and how many of them one agency has at most. */
    private const ROW = 6;

    /** Of one agency in a row. */
    private const OF_ONE = 2;

    /** Agencies that are kept. */
    private const AGENCIES = 2000;

    /**
     * Made by current() and fetch() only.
     *
     * @param int $time
     * @param array $rows
     * @param int $total
     * @param array $agencies
     * @param array $facets
     * @param audience $audience
     */
    private function __construct(
        /** @var int Of when it is. */
        public readonly int $time,
        /** @var offering[][] By the name of the row. */
        public readonly array $rows,
        /** @var int How much is offered. */
        public readonly int $total,
        /** @var array By name, with how much each offers. */
        public readonly array $agencies,
        /** @var array Counts by value, by name of the facet. */
        public readonly array $facets,
        /** @var audience For whom it is. */
        public readonly audience $audience,
    ) {
    }

    /**
     * What each row asks, in the order in which they stand. A centre that does not know an order refuses it, and then there is
     * no such row.
     *
     * @return question[]
     */
    public static function questions(): array {
        $open = ['open' => ['yes']];
        return [
            'popular' => new question(choices: $open, sort: 'popular', size: 60),
            'new' => new question(choices: $open, sort: 'newest', size: 100),
            'short' => new question(choices: ['minutes' => ['10']] + $open, sort: 'newest', size: 60),
        ];
    }

    /**
     * What is kept for whoever is signed in, of the centre this site is a member of; or null. Of what is kept for nobody in the
     * agency yet, everyone's part is shown.
     *
     * @return self|null
     */
    public static function current(): ?self {
        $centre = membership::current()?->centre;
        $mine = audience::of_user();
        return $centre === null ? null : self::kept($centre, $mine) ?? self::kept($centre, audience::everyone);
    }

    /**
     * What is kept of a centre for an audience, or null.
     *
     * @param string $centre address
     * @param audience $audience
     * @return self|null
     */
    private static function kept(string $centre, audience $audience): ?self {
        [$kept, $time] = kept_file::read($audience->file(self::FILE), $centre) ?? [null, 0];
        return $kept === null ? null : self::of($kept, $time, $audience);
    }

    /**
     * Forgets what is kept for an audience.
     *
     * @param audience $audience
     */
    public static function drop(audience $audience): void {
        kept_file::drop($audience->file(self::FILE));
        kept_offerings::drop($audience);
    }

    /**
     * Fetches it anew for the audience that the centre is asked for, and everything that is looked up while it cannot be asked.
     *
     * @param centre $centre
     * @return self
     * @throws no_answer if any of it cannot be had: then what is kept stays
     */
    public static function fetch(centre $centre): self {
        $now = site::now();
        $every = self::page($centre, new question(sort: 'newest', size: 100));
        $pages = array_filter(array_map(fn(question $one): ?page_of_hits => self::known($centre, $one), self::questions()));
        $kept = [
            'total' => $every->total,
            'facets' => $every->kept()['facets'],
            'agencies' => $centre->get('agencies')['agencies'] ?? null,
            'rows' => self::rows($centre) ?? array_map(
                fn(page_of_hits $page): array => self::facts(self::fair($page->offerings)),
                $pages
            ),
        ];
        $audience = $centre->audience();
        $bundle = self::of($kept, $now, $audience) ?? throw new no_answer(no_answer::AWAY);
        $kept['agencies'] = array_map(
            fn(string $name, int $count): array => ['agency' => $name, 'offerings' => $count],
            array_map('strval', array_keys($bundle->agencies)),
            $bundle->agencies
        );
        kept_file::write($audience->file(self::FILE), $centre->url, $kept, $now);
        $offerings = array_map(fn(page_of_hits $page): array => $page->offerings, [$every, ...array_values($pages)]);
        kept_offerings::keep($centre->url, array_merge(...$offerings), $now, $audience);
        return $bundle;
    }

    /**
     * The rows as the centre fills them, or null if it is older and leaves that to this site.
     *
     * @param centre $centre
     * @return array|null facts of offerings by the name of the row
     * @throws no_answer
     */
    private static function rows(centre $centre): ?array {
        try {
            $said = $centre->get('front');
        } catch (no_answer $e) {
            return $e->reason === no_answer::MISSING ? null : throw $e;
        }
        $row = function (mixed $said): ?array {
            $name = shape::members($said, ['name' => 'word']);
            $offerings = shape::each($said['offerings'] ?? null, self::ROW, offering::of(...));
            return $name === null || $offerings === null ? null : $name + ['offerings' => self::facts($offerings)];
        };
        $rows = shape::each($said['rows'] ?? null, count(self::questions()), $row) ?? throw new no_answer(no_answer::AWAY);
        return array_column($rows, 'offerings', 'name');
    }

    /**
     * What is kept of the offerings of a row.
     *
     * @param offering[] $offerings
     * @return array[]
     */
    private static function facts(array $offerings): array {
        return array_map(fn(offering $one): array => $one->for_card()->facts, $offerings);
    }

    /**
     * A row of offerings in their order, in which no agency has more than two places, as the portal fills its rows.
     *
     * @param offering[] $offerings
     * @return offering[]
     */
    public static function fair(array $offerings): array {
        $taken = $row = [];
        foreach ($offerings as $one) {
            $agency = $one->facts['agency'];
            $taken[$agency] = ($taken[$agency] ?? 0) + 1;
            if ($taken[$agency] <= self::OF_ONE) {
                $row[] = $one;
            }
        }
        return array_slice($row, 0, self::ROW);
    }

    /**
     * Reads what is kept.
     *
     * @param array $kept
     * @param int $time
     * @param audience $audience
     * @return self|null
     */
    private static function of(array $kept, int $time, audience $audience): ?self {
        $page = page_of_hits::of(['hits' => []] + $kept);
        $agency = fn(mixed $one): ?array => shape::members($one, ['agency' => 'text:255', 'offerings' => 'count']);
        $agencies = shape::each($kept['agencies'] ?? null, self::AGENCIES, $agency);
        if ($page === null || $agencies === null || !is_array($kept['rows'] ?? null)) {
            return null;
        }
        $row = fn(mixed $row): array => shape::each($row, self::ROW, offering::of(...)) ?? [];
        $rows = array_map($row, array_intersect_key($kept['rows'], self::questions()));
        $agencies = array_column($agencies, 'offerings', 'agency');
        return new self($time, array_filter($rows), $page->total, $agencies, $page->facets, $audience);
    }

    /**
     * What fits a question, or null if this centre does not know it.
     *
     * @param centre $centre
     * @param question $question
     * @return page_of_hits|null
     */
    private static function known(centre $centre, question $question): ?page_of_hits {
        try {
            return self::page($centre, $question);
        } catch (no_answer $e) {
            return $e->reason === no_answer::REFUSED ? null : throw $e;
        }
    }

    /**
     * What fits a question.
     *
     * @param centre $centre
     * @param question $question
     * @return page_of_hits
     */
    private static function page(centre $centre, question $question): page_of_hits {
        return page_of_hits::of($centre->get('offerings?' . $question->query())) ?? throw new no_answer(no_answer::AWAY);
    }
}
