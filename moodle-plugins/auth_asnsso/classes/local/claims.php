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

namespace auth_asnsso\local;

/**
 * What a proven ID token says of a person: issuer, subject and the other claims, each of which may be missing or odd. Reads only.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class claims {
    /**
     * Claims of a token that was verified before.
     *
     * @param string $issuer `iss`
     * @param string $subject `sub`
     * @param array $values all claims by name
     */
    public function __construct(
        /** @var string The issuer. */
        public readonly string $issuer,
        /** @var string The subject. */
        public readonly string $subject,
        /** @var array All claims by name. */
        private readonly array $values,
    ) {
    }

    /**
     * A text claim without surrounding white space and control characters; empty if it is missing or no text.
     *
     * @param string $name
     * @return string
     */
    public function text(string $name): string {
        $value = $this->values[$name] ?? '';
        return is_string($value) ? trim(preg_replace('/[\x00-\x1f\x7f]+/', ' ', fix_utf8($value))) : '';
    }

    /**
     * Whether a claim is literally true; `"true"` and 1 are not.
     *
     * @param string $name
     * @return bool
     */
    public function is_true(string $name): bool {
        return ($this->values[$name] ?? null) === true;
    }

    /**
     * The texts of a list claim; whatever else is in it is left out.
     *
     * @param string $name
     * @return string[]
     */
    public function texts(string $name): array {
        $value = $this->values[$name] ?? [];
        return is_array($value) ? array_values(array_filter($value, 'is_string')) : [];
    }

    /**
     * All claims, to be kept in a session (see pending).
     *
     * @return array
     */
    public function values(): array {
        return $this->values;
    }
}
