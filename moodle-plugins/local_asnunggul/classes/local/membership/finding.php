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
 * One finding of the self-test: what was looked at, how it is, and the cure if it is not well. A value.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class finding {
    /** It is as it should be. */
    public const OK = 'ok';

    /** It could not be looked at, or does not matter now. */
    public const SKIPPED = 'skipped';

    /** The site works, but less well than it could. */
    public const WARNING = 'warning';

    /** The centre cannot read the site, or not rightly, until this is mended. */
    public const FAILED = 'failed';

    /**
     * A finding. It keeps the string, not its text: it may be read later and in another language.
     *
     * @param string $test the string `selftest_<test>` names it
     * @param string $status one of the constants
     * @param string $identifier the string that says what was found and the cure; empty if all is well
     * @param mixed $a its values
     * @param string[] $courses id of a course to mend → what in it
     */
    private function __construct(
        /** @var string The test. */
        public readonly string $test,
        /** @var string How it is. */
        public readonly string $status,
        /** @var string The string that says what was found. */
        private readonly string $identifier = '',
        /** @var mixed Its values. */
        private readonly mixed $a = null,
        /** @var string[] Courses to mend. */
        public readonly array $courses = [],
    ) {
    }

    /**
     * All is well.
     *
     * @param string $test
     * @return self
     */
    public static function ok(string $test): self {
        return new self($test, self::OK);
    }

    /**
     * All is not well.
     *
     * @param string $test
     * @param string $status
     * @param string $identifier `selftest_` before it makes the string with the cure
     * @param mixed $a its values
     * @param string[] $courses id of a course to mend → what in it
     * @return self
     */
    public static function other(string $test, string $status, string $identifier, mixed $a = null, array $courses = []): self {
        return new self($test, $status, "selftest_$identifier", $a, $courses);
    }

    /**
     * The centre or the network is not well.
     *
     * @param string $test
     * @param string $status
     * @param centre_error $error
     * @return self
     */
    public static function of_error(string $test, string $status, centre_error $error): self {
        return new self($test, $status, $error->errorcode, $error->a);
    }

    /**
     * What was found and the cure, in the reader's language; empty if all is well.
     *
     * @return string
     */
    public function sentence(): string {
        return $this->identifier === '' ? '' : get_string($this->identifier, 'local_asnunggul', $this->a);
    }

    /**
     * The name of the test in the reader's language.
     *
     * @return string
     */
    public function name(): string {
        return get_string("selftest_$this->test", 'local_asnunggul');
    }
}
