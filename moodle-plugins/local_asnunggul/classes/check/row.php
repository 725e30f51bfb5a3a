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

namespace local_asnunggul\check;

use core\check\check;
use core\check\result;

/**
 * One look at the site by a method of a class, as Moodle's reports, its command line and a page show it; of this plugin, or of one
 * that depends on it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row extends check {
    /** The page of this plugin. */
    private const PAGE = '/local/asnunggul/index.php';

    /**
     * A row.
     *
     * @param string $place the class that looks
     * @param string $name a method of it; the string `check_<name>` of its plugin names the row
     * @param string $page where the reader can do something about it
     */
    private function __construct(
        /** @var string The class that looks. */
        private readonly string $place,
        /** @var string A method of it. */
        private readonly string $name,
        /** @var string Where the reader can do something about it. */
        private readonly string $page,
    ) {
        $this->component = strtok($place, '\\');
    }

    /**
     * The rows of a class.
     *
     * @param string $place the class that looks
     * @param string[] $names methods of it
     * @param string $page
     * @return self[]
     */
    public static function all(string $place, array $names, string $page): array {
        return array_map(fn(string $name): self => new self($place, $name, $page), $names);
    }

    /**
     * The rows for which nobody has to be asked.
     *
     * @return self[]
     */
    public static function of_site(): array {
        return self::all(site_rows::class, site_rows::NAMES, self::PAGE);
    }

    /**
     * The rows that ask this site's own address and the centre: seconds may pass. Never on a page that others see.
     *
     * @return self[]
     */
    public static function of_network(): array {
        return self::all(network_rows::class, network_rows::NAMES, self::PAGE);
    }

    #[\Override]
    public function get_id(): string {
        return $this->name;
    }

    #[\Override]
    public function get_name(): string {
        return get_string('pluginname', $this->component) . ': ' . $this->label();
    }

    /**
     * Its name where it is clear whose it is.
     *
     * @return string
     */
    public function label(): string {
        return get_string("check_$this->name", $this->component);
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(new \core\url($this->page), get_string('pluginname', $this->component));
    }

    #[\Override]
    public function get_result(): result {
        return ($this->place)::{$this->name}();
    }

    /**
     * A result of this plugin's own rows in the reader's language.
     *
     * @param string $status a constant of result
     * @param string $found the string `check_<found>` says what was found, and the cure
     * @param mixed $a its values as plain text
     * @param string $details HTML
     * @return result
     */
    public static function result(string $status, string $found, mixed $a = null, string $details = ''): result {
        $a = is_array($a) ? array_map('s', $a) : s((string) $a);
        return new result($status, get_string("check_$found", 'local_asnunggul', $a), $details);
    }

    /**
     * All is well; the word beside it says so.
     *
     * @return result
     */
    public static function ok(): result {
        return new result(result::OK, '');
    }
}
