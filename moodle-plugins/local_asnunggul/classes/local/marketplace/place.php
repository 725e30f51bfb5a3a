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
use local_asnunggul\local\setting;

/**
 * Where the marketplace is on this site: the addresses of its pages, who may open them, and where a course is entered.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class place {
    /** The folder of the pages. */
    private const FOLDER = '/local/asnunggul/marketplace';

    /**
     * Whether this site shows the marketplace: it is a member, and its admin wants it.
     *
     * @return bool
     */
    public static function is_open(): bool {
        return setting::marketplace()->is_on() && membership::current() !== null;
    }

    /**
     * Lets somebody in as Moodle's own search for courses does: guests where the site does not force people to sign in.
     */
    public static function enter(): void {
        global $CFG;
        if ($CFG->forcelogin) {
            require_login();
        }
        if (!self::is_open()) {
            throw new \moodle_exception('market_closed', 'local_asnunggul', new \core\url('/'));
        }
    }

    /**
     * The front.
     *
     * @return \core\url
     */
    public static function front(): \core\url {
        return new \core\url(self::FOLDER . '/index.php');
    }

    /**
     * What fits a question.
     *
     * @param question $question
     * @param string|null $cursor of a later page
     * @return \core\url
     */
    public static function search(question $question, ?string $cursor = null): \core\url {
        return new \core\url(self::FOLDER . '/index.php', $question->parameters($cursor));
    }

    /**
     * The page about a course.
     *
     * @param offering $offering
     * @return \core\url
     */
    public static function course(offering $offering): \core\url {
        ['tenant' => $tenant, 'course' => $course] = $offering->facts;
        return new \core\url(self::FOLDER . '/course.php', ['tenant' => $tenant, 'course' => $course]);
    }

    /**
     * The page of an agency, or the list of all agencies.
     *
     * @param string|null $agency
     * @param string|null $cursor of a later page
     * @return \core\url
     */
    public static function agency(?string $agency = null, ?string $cursor = null): \core\url {
        $parameters = array_filter(['agency' => $agency, 'cursor' => $cursor], fn(?string $value): bool => $value !== null);
        return new \core\url(self::FOLDER . '/agency.php', $parameters);
    }

    /**
     * Where a learner enters a course: on this site its own page, on another the address the centre gives, which is made there.
     *
     * @param offering $offering
     * @return string
     */
    public static function entrance(offering $offering): string {
        return self::is_own($offering)
            ? (new \core\url('/course/view.php', ['id' => $offering->facts['course']]))->out(false)
            : $offering->facts['address'];
    }

    /**
     * Whether a course is of this very site.
     *
     * @param offering $offering
     * @return bool
     */
    public static function is_own(offering $offering): bool {
        return $offering->facts['tenant'] === membership::current()?->tenant;
    }
}
