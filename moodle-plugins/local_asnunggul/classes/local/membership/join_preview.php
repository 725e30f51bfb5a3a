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

namespace local_asnunggul\local\membership;

/**
 * Whom a join code would make this site, at which centre and with which issuer: asked of the centre before the code is used.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class join_preview {
    /** What is shown of the centre's answer. */
    private const TOLD = ['name', 'agency', 'url', 'issuer'];

    /**
     * Built by of_code() only.
     *
     * @param string $centre
     * @param string[] $told checked
     */
    private function __construct(
        /** @var string The centre's address. */
        private readonly string $centre,
        /** @var string[] What the centre tells, empty where it tells nothing. */
        private readonly array $told,
    ) {
    }

    /**
     * Asks the centre of a pasted code.
     *
     * @param string $text the pasted code
     * @param bool $newcentre whether another centre or issuer than now may be taken
     * @return self
     * @throws \moodle_exception in words the tenant admin can act on
     */
    public static function of_code(string $text, bool $newcentre = false): self {
        $code = join_code::parse($text);
        self::require_same_centre($newcentre, $code->centre);
        $answer = \core\di::get(centre_client::class)->join_preview($code->centre, $code->secret);
        $told = array_merge(array_fill_keys(self::TOLD, ''), array_filter(array_intersect_key($answer, array_flip(self::TOLD))));
        if (($answer['centre'] ?? null) !== $code->centre || array_filter($told, 'is_string') !== $told || $told['name'] === '') {
            throw new centre_error('badanswer', $code->centre);
        }
        self::require_same_issuer($newcentre, $told['issuer'] === '' ? null : $told['issuer']);
        // Nobody has proved anything yet: no word of it steers a terminal.
        $plain = fn(string $text): string => \core_text::substr(preg_replace('/\p{C}/u', '', $text) ?? '', 0, 500);
        return new self($code->centre, array_map($plain, $told));
    }

    /**
     * What is about to happen, each line a fact, and last the question; as plain text.
     *
     * @return string[]
     */
    public function lines(): array {
        $string = fn(string $name, mixed $a = null): string => get_string("joinpreview_$name", 'local_asnunggul', $a);
        ['name' => $name, 'agency' => $agency, 'url' => $url, 'issuer' => $issuer] = $this->told;
        return [
            $string('tenant', ['name' => $name, 'agency' => $agency ?: '–']),
            $string('centre', $this->centre),
            $issuer === '' ? $string('noissuer') : $string('issuer', $issuer),
            $url === '' ? $string('new') : $string('known', $url),
            $string('question'),
        ];
    }

    /**
     * Throws if a member would go to another centre than now, unless that is allowed. Asked before anything is sent: the
     * other centre learns nothing of this site.
     *
     * @param bool $newcentre
     * @param string $centre
     */
    public static function require_same_centre(bool $newcentre, string $centre): void {
        $now = membership::current()?->centre;
        if (!$newcentre && $now !== null && $now !== $centre) {
            throw new \moodle_exception('join_othercentre', 'local_asnunggul', '', ['now' => $now, 'then' => $centre]);
        }
    }

    /**
     * Throws if people would sign in at another issuer than now, or no longer at any, unless that is allowed.
     *
     * @param bool $newcentre
     * @param string|null $issuer
     */
    public static function require_same_issuer(bool $newcentre, ?string $issuer): void {
        $now = membership::current()?->oidc['issuer'] ?? null;
        if (!$newcentre && $now !== null && $now !== $issuer) {
            throw new \moodle_exception('join_otherissuer', 'local_asnunggul', '', ['now' => $now, 'then' => $issuer ?? '–']);
        }
    }
}
