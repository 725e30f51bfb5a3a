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

namespace local_asnunggul;

/**
 * Reads what a command was told, of this plugin or of one that depends on it; ends it with help, or with the name of what is
 * unknown or missing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class command {
    /** The exit code of a command that was called wrongly. */
    private const WRONG = 2;

    /**
     * The options.
     *
     * @param string $help the string that explains the command
     * @param array $defaults option → its value if it is not given
     * @param mixed $a what the help needs
     * @param string $component whose string it is
     * @param string[] $letters letter → the option it stands for
     * @return array
     */
    public static function options(
        string $help,
        array $defaults,
        mixed $a = null,
        string $component = 'local_asnunggul',
        array $letters = []
    ): array {
        [$options, $unknown] = cli_get_params($defaults + ['help' => false], $letters + ['h' => 'help']);
        if ($options['help']) {
            cli_writeln(get_string($help, $component, $a));
            exit(0);
        }
        if ($unknown) {
            cli_error(get_string('cliunknowoption', 'core_admin', implode(' ', $unknown)), self::WRONG);
        }
        return $options;
    }

    /**
     * Ends the command: this option is needed, or what it says cannot be.
     *
     * @param string $option how it is written
     */
    public static function needs(string $option): never {
        cli_error(get_string('cli_needs', 'local_asnunggul', $option), self::WRONG);
    }

    /**
     * Whether the person at the terminal says yes to what was printed before.
     *
     * @return bool no answer is no
     */
    public static function confirmed(): bool {
        $no = get_string('clianswerno', 'core_admin');
        $yes = get_string('cliansweryes', 'core_admin');
        return cli_input(get_string('cliyesnoprompt', 'core_admin'), $no, [$no, $yes]) === $yes;
    }
}
