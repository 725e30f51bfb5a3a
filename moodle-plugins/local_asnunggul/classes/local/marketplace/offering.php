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
 * One offering of the marketplace, as the centre describes it. A value, checked when it is made.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class offering {
    /** What is taken of an offering, and of which type; the longest summary a card needs is far shorter than a whole one. */
    private const MEMBERS = [
        'tenant' => 'slug',
        'course' => 'id',
        'agency' => 'text:255',
        'audience' => '?word',
        'name' => 'text:255',
        'title' => 'text:1333',
        'summary' => '?text:20000',
        'category' => '?text:1333',
        'minutes' => '?count',
        'jp' => '?number',
        'competency' => '?word',
        'format' => '?word',
        'level' => '?word',
        'language' => '?text:30',
        'badge' => 'flag',
        'door' => 'word',
        'enrol_from' => '?time',
        'enrol_until' => '?time',
        'places' => '?count',
        'starts' => '?time',
        'ends' => '?time',
        'training_type' => '?text:255',
        'batch' => '?text:255',
        'topics' => '?texts:50',
        'author' => '?text:200',
        'image' => '?image',
        'colour' => '?colour',
        'logo' => '?image',
        'created' => '?time',
        'address' => 'address',
        'as_of' => '?time',
        'rating' => '?rating',
        'popularity' => '?number',
        'by_lot' => '?flag',
        'why' => '?reasons:12',
        'marked_title' => '?parts:1333',
        'marked_summary' => '?parts:1000',
    ];

    /** Characters of a summary on a card. */
    private const ABOUT = 200;

    /**
     * Made by of() only.
     *
     * @param array $facts
     */
    private function __construct(
        /** @var array What is known, by the names of the API. */
        public readonly array $facts,
    ) {
    }

    /**
     * What the centre says is an offering, or null if it is none.
     *
     * @param mixed $said
     * @return self|null
     */
    public static function of(mixed $said): ?self {
        $facts = shape::members($said, self::MEMBERS);
        return $facts === null ? null : new self($facts);
    }

    /**
     * The same with no longer summary than a card shows: what is kept of many.
     *
     * @return self
     */
    public function for_card(): self {
        return new self(['summary' => $this->about()] + $this->facts);
    }

    /**
     * The summary as a card shows it where nobody looked for words.
     *
     * @return string|null
     */
    public function about(): ?string {
        $summary = $this->facts['summary'];
        if ($summary === null || \core_text::strlen($summary) <= self::ABOUT) {
            return $summary;
        }
        $start = \core_text::substr($summary, 0, self::ABOUT);
        return (preg_replace('/ [^ ]*$/u', '', $start) ?: $start) . ' …';
    }

    /**
     * The language it is in, as two or three letters, if that can be told.
     *
     * @return string|null
     */
    public function language(): ?string {
        return preg_match('/^[a-z]{2,3}(?![a-z])/', strtolower($this->facts['language'] ?? ''), $found) ? $found[0] : null;
    }

    /**
     * Its stars, where enough ratings count for them to be shown.
     *
     * @return float|null
     */
    public function stars(): ?float {
        $rating = $this->facts['rating'];
        return $rating !== null && $rating['shown'] ? $rating['mean'] : null;
    }

    /**
     * Whether learners can enrol themselves at this moment: open, shut, early, late or full. What the centre said of it was true
     * when it was said; the times go on being true.
     *
     * @param int $now
     * @return string
     */
    public function door(int $now): string {
        ['enrol_from' => $from, 'enrol_until' => $until, 'places' => $places, 'door' => $said] = $this->facts;
        return match (true) {
            !in_array($said, ['open', 'early', 'late', 'full'], true) => 'shut',
            $from !== null && $now < $from => 'early',
            $until !== null && $now > $until => 'late',
            $places === 0 => 'full',
            default => 'open',
        };
    }
}
