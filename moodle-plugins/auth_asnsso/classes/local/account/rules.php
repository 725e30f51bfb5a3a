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

namespace auth_asnsso\local\account;

use auth_asnsso\local\setting;
use local_asnunggul\site;

/**
 * The rules of the tenant admin, one a line, `what the claim says => what it means here`; a line that begins with # says nothing.
 *
 * Cohorts: `/instansi/* => asn:{1}`, each * is one part of a group's path. Roles: `pengelola => manager`. Reads only.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class rules {
    /** @var int Memberships one person can have: nobody works for more agencies, whatever a token says. */
    private const MOST_COHORTS = 20;

    /** @var string What the name of a cohort of ours looks like. */
    private const COHORT = '/^asn:[A-Za-z0-9._:-]{1,90}$/D';

    /**
     * The cohorts these groups mean.
     *
     * @param string[] $groups paths such as /instansi/LAN
     * @return string[] id numbers of cohorts
     */
    public static function cohorts(array $groups): array {
        $cohorts = [];
        foreach (self::lines(setting::cohortrules->get()) as [$path, $cohort]) {
            $pattern = '~^' . str_replace('\*', '([^/]+)', preg_quote($path, '~')) . '$~Du';
            foreach ($groups as $group) {
                if (count($cohorts) < self::MOST_COHORTS && preg_match($pattern, $group, $parts)) {
                    $idnumber = preg_replace_callback('/\{(\d)\}/', fn($found) => $parts[$found[1]] ?? '', $cohort);
                    $cohorts += preg_match(self::COHORT, $idnumber) ? [$idnumber => $idnumber] : [];
                }
            }
        }
        return array_values($cohorts);
    }

    /**
     * The roles these claims mean, and how many of them mean none here.
     *
     * @param string[] $claimed
     * @return array{int[], int}
     */
    public static function roles(array $claimed): array {
        $claimed = array_unique($claimed);
        $allowed = self::allowed_roles();
        $granted = $known = [];
        foreach (self::lines(setting::rolerules->get()) as [$claim, $shortname]) {
            if (in_array($claim, $claimed, true) && isset($allowed[$shortname])) {
                $granted[] = (int)$allowed[$shortname];
                $known[$claim] = true;
            }
        }
        return [array_unique($granted), count($claimed) - count($known)];
    }

    /**
     * What is wrong with rules about cohorts.
     *
     * @param string $text
     * @return string|null
     */
    public static function problem_with_cohorts(string $text): ?string {
        return self::problem($text, function (string $path, string $cohort): ?string {
            $example = preg_replace('/\{[1-9]\}/', 'x', $cohort);
            return $path[0] === '/' && preg_match(self::COHORT, $example) ? null : get_string('rules_cohort', 'auth_asnsso');
        });
    }

    /**
     * What is wrong with rules about roles.
     *
     * @param string $text
     * @return string|null
     */
    public static function problem_with_roles(string $text): ?string {
        $allowed = self::allowed_roles();
        return self::problem($text, fn(string $claim, string $shortname): ?string =>
            isset($allowed[$shortname]) ? null : get_string('rules_role', 'auth_asnsso', $shortname));
    }

    /**
     * The roles a claim may bring: those of the whole site, without any that could change its configuration.
     *
     * @return array<string, int> short name → id
     */
    private static function allowed_roles(): array {
        global $DB;

        $sitewide = get_roles_for_contextlevels(CONTEXT_SYSTEM);
        $mighty = array_keys(get_roles_with_capability('moodle/site:config', CAP_ALLOW));
        $ids = array_diff($sitewide, $mighty);
        return array_column(site::present(fn(): array => $DB->get_records_list('role', 'id', $ids)), 'id', 'shortname');
    }

    /**
     * The first line that is wrong, as plain text.
     *
     * @param string $text
     * @param \Closure $problem takes both sides, says what is wrong or null
     * @return string|null
     */
    private static function problem(string $text, \Closure $problem): ?string {
        foreach (self::written($text) as $line) {
            $sides = self::sides($line);
            $wrong = $sides ? $problem(...$sides) : get_string('rules_line', 'auth_asnsso');
            if ($wrong) {
                return "$line: $wrong";
            }
        }
        return null;
    }

    /**
     * Both sides of each rule; what is no rule is left out.
     *
     * @param string $text
     * @return array
     */
    private static function lines(string $text): array {
        return array_filter(array_map(self::sides(...), self::written($text)));
    }

    /**
     * The lines that say something.
     *
     * @param string $text
     * @return string[]
     */
    private static function written(string $text): array {
        return array_filter(array_map('trim', explode("\n", $text)), fn($line) => $line !== '' && $line[0] !== '#');
    }

    /**
     * Both sides of a rule.
     *
     * @param string $line
     * @return string[]|null
     */
    private static function sides(string $line): ?array {
        return preg_match('/^(\S+)\s*=>\s*(\S+)$/Du', $line, $found) ? [$found[1], $found[2]] : null;
    }
}
