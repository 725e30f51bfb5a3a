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

namespace local_asnunggul\local\feed\kind;

use local_asnunggul\local\feed\person;
use local_asnunggul\local\feed\present;

/**
 * A kind whose rows are about a person: numbers, fixed words and the learner; gives a pseudonym to those who have none.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class person_kind extends kind {
    /**
     * @var string A deleted account keeps what stood for it. One that has nothing was erased, or never read, or there never was
     * such an account, and its rows do not leave, though Moodle itself keeps its completions. Not EXISTS: for one row without a
     * name MariaDB would copy the whole table of users.
     */
    private const NAMEABLE = '(p.id IS NOT NULL OR (SELECT u.deleted FROM {user} u WHERE u.id = k.userid) = 0)';

    /** @var string Rows of people who have something that stands for them, or may be given it. */
    protected const JOINED_CONDITION = self::NAMEABLE;

    /** @var string[] Which of the values are text; all others are numbers. */
    protected const TEXTS = ['learner'];

    /** @var int[] Accounts without a pseudonym that were met while reading. */
    private array $unnamed = [];

    /**
     * The values after the id, by column, as expressions over k, p and what is offered.
     *
     * @return array<string, string>
     */
    abstract protected function expressions(): array;

    /**
     * One row in the order of the columns.
     *
     * @param \stdClass $record
     * @return array
     */
    abstract protected function row(\stdClass $record): array;

    #[\Override]
    public function columns(): array {
        return ['id', ...array_keys($this->expressions())];
    }

    // The guest account is nobody.
    #[\Override]
    protected function condition(): string {
        global $CFG;
        return 'k.userid <> ' . (int)$CFG->siteguest . ' AND ' . static::CONDITION;
    }

    // The values and whose they are.
    #[\Override]
    protected function values(): string {
        $values = ['k.userid'];
        foreach ($this->expressions() as $column => $expression) {
            $values[] = "$expression AS $column";
        }
        return implode(', ', $values);
    }

    // What is offered, and what stands for the person.
    #[\Override]
    protected function joins(): string {
        return static::OFFERED . ' LEFT JOIN {' . person::TABLE . '} p ON p.userid = k.userid';
    }

    // Reads the rows; a second time if somebody had no pseudonym.
    #[\Override]
    protected function read(string $where, array $params, int $limit): array {
        $rows = parent::read($where, $params, $limit);
        if ($this->unnamed) {
            present::apart(fn() => person::ensure($this->unnamed));
            $this->unnamed = [];
            $rows = parent::read($where, $params, $limit);
        }
        return $rows;
    }

    #[\Override]
    protected function rows(\moodle_recordset $records): array {
        $rows = [];
        foreach ($records as $record) {
            if ($record->learner === null) {
                $this->unnamed[] = (int)$record->userid;
            }
            $rows[] = $this->row($record);
        }
        return $rows;
    }

    /**
     * The canonical text of a row as an expression (MySQL and MariaDB), written as digest::canonical() does.
     *
     * @return string
     */
    public function canonical(): string {
        $texts = $this->contract > 1 ? static::TEXTS : [];
        $values = ['k.id'];
        foreach ($this->expressions() as $column => $expression) {
            // CONCAT_WS leaves null out: of a missing text only the ~ in the place of its length stays.
            array_push($values, ...in_array($column, $texts, true)
                ? ["COALESCE(OCTET_LENGTH($expression), '~')", $expression]
                : ["COALESCE($expression, '~')"]);
        }
        return "CONCAT_WS('|', " . implode(', ', $values) . ')';
    }

    /**
     * All rows, as the tables and conditions of a query: k, p (missing while there is no pseudonym) and what is offered.
     *
     * @return string
     */
    public function all(): string {
        return 'FROM {' . static::TABLE . "} k {$this->joins()} WHERE {$this->condition()} AND " . static::JOINED_CONDITION;
    }

    /**
     * Gives a pseudonym to everybody in this kind who has none.
     */
    public function ensure_pseudonyms(): void {
        global $DB;

        $sql = "SELECT DISTINCT k.userid
                  FROM {" . static::TABLE . "} k
             LEFT JOIN {" . person::TABLE . "} p ON p.userid = k.userid
                 WHERE p.id IS NULL AND {$this->condition()} AND " . self::NAMEABLE;
        $userids = array_map('intval', $DB->get_fieldset_sql($sql));
        present::apart(fn() => person::ensure($userids));
    }

    #[\Override]
    public function ids_of_person(): ?string {
        return 'SELECT k.id FROM {' . static::TABLE . '} k WHERE k.userid = ?';
    }
}
