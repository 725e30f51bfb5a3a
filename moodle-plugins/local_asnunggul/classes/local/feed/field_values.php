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

namespace local_asnunggul\local\feed;

use local_asnunggul\local\setting;

/**
 * What the course custom fields say, as values of the contract; reads the custom field tables.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class field_values {
    /** @var int Courses whose values are in memory as Moodle has them. */
    private const COURSES = 500;

    /** @var int Characters that are read of a value; people paste pictures into a field for long texts, too. */
    private const READ = 4096;

    /** @var array<int, array{concepts: string[], type: string, options: string[], default: \stdClass}> The fields in use, by id. */
    private array $fields = [];

    /**
     * Finds the fields the settings name.
     */
    public function __construct() {
        global $DB;

        $concepts = [];
        foreach (setting::mapped() as $concept => $shortname) {
            $concepts[$shortname][] = $concept;
        }
        [$in, $params] = $DB->get_in_or_equal(array_map('strval', array_keys($concepts)));
        $sql = "SELECT f.id, f.shortname, f.type, f.configdata
                  FROM {customfield_field} f
                  JOIN {customfield_category} c ON c.id = f.categoryid
                 WHERE c.component = 'core_course' AND c.area = 'course' AND f.shortname $in";
        foreach ($DB->get_records_sql($sql, $params) as $field) {
            $settings = json_decode($field->configdata ?? '', true);
            $options = preg_split("/\s*\n\s*/", trim($settings['options'] ?? ''), -1, PREG_SPLIT_NO_EMPTY);
            $this->fields[(int)$field->id] = [
                'concepts' => $concepts[$field->shortname],
                'type' => $field->type,
                'options' => $options,
                'default' => self::default_of($field->type, $settings ?? [], $options),
            ];
        }
    }

    /**
     * Whether there is a field for a concept.
     *
     * @param string $concept
     * @return bool
     */
    public function has(string $concept): bool {
        return in_array($concept, array_merge(...array_column($this->fields, 'concepts')), true);
    }

    /**
     * The values of these courses.
     *
     * @param int[] $courseids
     * @param string[] $wanted concepts
     * @return array<int, array<string, string|int|null>> by course and concept; a concept without a value is absent,
     *         one with a value nobody can read is null
     */
    public function of(array $courseids, array $wanted = setting::CONCEPTS): array {
        global $DB;

        $asked = fn(array $field): bool => (bool)array_intersect($field['concepts'], $wanted);
        $fieldids = array_keys(array_filter($this->fields, $asked));
        $values = [];
        foreach ($fieldids ? array_chunk($courseids, self::COURSES) : [] as $chunk) {
            [$fieldin, $fieldparams] = $DB->get_in_or_equal($fieldids);
            [$coursein, $courseparams] = $DB->get_in_or_equal($chunk);
            $value = $DB->sql_substr('value', 1, self::READ);
            $sql = "SELECT id, fieldid, instanceid, intvalue, decvalue, charvalue, $value AS value
                      FROM {customfield_data}
                     WHERE instanceid $coursein AND fieldid $fieldin";
            $data = $DB->get_recordset_sql($sql, array_merge($courseparams, $fieldparams));
            $without = array_fill_keys($fieldids, array_fill_keys($chunk, true));
            foreach ($data as $datum) {
                unset($without[$datum->fieldid][$datum->instanceid]);
                $this->add($values[(int)$datum->instanceid], $datum, $wanted);
            }
            $data->close();
            // Where nothing was ever saved Moodle shows the default of the field.
            foreach ($without as $fieldid => $courses) {
                foreach (array_keys($courses) as $courseid) {
                    $default = clone $this->fields[$fieldid]['default'];
                    [$default->fieldid, $default->instanceid] = [$fieldid, $courseid];
                    $this->add($values[$courseid], $default, $wanted);
                }
            }
        }
        return array_filter($values);
    }

    /**
     * Adds what one datum says to the values of its course.
     *
     * @param array|null $values by concept
     * @param \stdClass $datum
     * @param string[] $wanted concepts
     */
    private function add(?array &$values, \stdClass $datum, array $wanted): void {
        foreach (array_intersect($this->fields[$datum->fieldid]['concepts'], $wanted) as $concept) {
            try {
                $text = $this->text($datum, $concept);
                if ($text !== null) {
                    $values[$concept] = self::read($concept, $text);
                }
            } catch (\Throwable $e) {
                failure::log($e, "course $datum->instanceid $concept");
                $values[$concept] = null;
            }
        }
    }

    /**
     * What a course says in whose form nobody has saved this field yet.
     *
     * @param string $type
     * @param array $settings of the field
     * @param string[] $options
     * @return \stdClass a datum
     */
    private static function default_of(string $type, array $settings, array $options): \stdClass {
        $default = (string)($settings['defaultvalue'] ?? '');
        $chosen = array_search($default, $options, true);
        return (object)[
            'intvalue' => $type === 'select' ? ($chosen === false ? 0 : $chosen + 1) : $settings['checkbydefault'] ?? null,
            'decvalue' => is_numeric($default) ? number_format((float)$default, 5, '.', '') : null,
            'charvalue' => $default,
            'value' => $default,
        ];
    }

    /**
     * What was entered or chosen, as text.
     *
     * @param \stdClass $datum
     * @param string $concept
     * @return string|null null: nothing
     */
    private function text(\stdClass $datum, string $concept): ?string {
        $field = $this->fields[$datum->fieldid];
        if ($field['type'] === 'select') {
            return self::chosen($field['options'], (int)$datum->intvalue, $concept);
        }
        $text = match ($field['type']) {
            // Its point is always decimal.
            'number' => str_replace('.', ',', (string)$datum->decvalue),
            'text' => $datum->charvalue,
            'checkbox', 'date' => $datum->intvalue,
            default => $datum->value,
        };
        return plain_text::line($text, 1333);
    }

    /**
     * What was chosen of the options, as text.
     *
     * @param string[] $options
     * @param int $position 1 is the first, 0 none
     * @param string $concept
     * @return string|null null: nothing; empty: an option that is no longer there, which is not the same as no choice
     */
    private static function chosen(array $options, int $position, string $concept): ?string {
        if ($position === 0) {
            return null;
        }
        $labels = array_map(fn(string $option): string => plain_text::line($option, 1333) ?? '', $options);
        $label = $labels[$position - 1] ?? '';
        if (!in_array($concept, ['audience', 'competency', 'format', 'level'], true)) {
            return $label;
        }
        return choice_labels::value($concept, $label) ?? choice_labels::value_at($concept, $position, $labels) ?? $label;
    }

    /**
     * The value of the contract a text stands for.
     *
     * @param string $concept
     * @param string $text
     * @return string|int|null null: nobody can read this
     */
    private static function read(string $concept, string $text): string|int|null {
        return match ($concept) {
            'jp' => amount::hundredths($text),
            'minutes' => amount::minutes($text),
            'training_type', 'batch' => plain_text::cut($text, 100),
            'author' => plain_text::cut($text, 200),
            default => choice_labels::value($concept, $text),
        };
    }
}
