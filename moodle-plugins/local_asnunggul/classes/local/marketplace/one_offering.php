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
 * One offering, and those most like it. A value, checked when it is made.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class one_offering {
    /** No more like it are shown. */
    private const SIMILAR = 12;

    /**
     * Made by of(), or of what is kept.
     *
     * @param offering $offering
     * @param offering[] $similar
     */
    public function __construct(
        /** @var offering The offering. */
        public readonly offering $offering,
        /** @var offering[] Those most like it. */
        public readonly array $similar = [],
    ) {
    }

    /**
     * What the centre says of an offering, or null if it makes no sense.
     *
     * @param mixed $said
     * @return self|null
     */
    public static function of(mixed $said): ?self {
        $offering = offering::of($said['offering'] ?? null);
        $similar = shape::each($said['similar'] ?? null, self::SIMILAR, offering::of(...)) ?? [];
        return $offering ? new self($offering, $similar) : null;
    }

    /**
     * The same as the centre would say it; of() reads it again.
     *
     * @return array
     */
    public function kept(): array {
        return [
            'offering' => $this->offering->facts,
            'similar' => array_map(fn(offering $one): array => $one->for_card()->facts, $this->similar),
        ];
    }
}
