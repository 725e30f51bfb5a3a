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

/**
 * What the course custom fields say, as values of the contract; reads the custom field tables.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */
final class field_values {
    /** @var array<int, array{concepts: string[], type: string, options: string[]}> The fields in use, by id. */
    private array $fields = [];

    /**
     * Finds the fields the settings name.
     */
    public function __construct() {
        global $DB;

        $concepts = [];
        foreach (feed_settings::CONCEPTS as $concept) {
            $concepts[feed_settings::field_shortname($concept)][] = $concept;
        }
        [$in, $params] = $DB->get_in_or_equal(array_map('strval', array_keys($concepts)));
        $sql = "SELECT f.id, f.shortname, f.type, f.configdata
                  FROM {customfield_field} f
                  JOIN {customfield_category} c ON c.id = f.categoryid
                 WHERE c.component = 'core_course' AND c.area = 'course' AND f.shortname $in";
        foreach ($DB->get_records_sql($sql, $params) as $field) {
            $options = json_decode($field->configdata ?? '', true)['options'] ?? '';
            $this->fields[(int)$field->id] = [
                'concepts' => $concepts[$field->shortname],
                'type' => $field->type,
                'options' => preg_split("/\s*\n\s*/", trim($options), -1, PREG_SPLIT_NO_EMPTY),
            ];
        }
    }

    /**
     * The values of these courses.
     *
     * @param int[] $courseids
     * @param string[] $wanted concepts
     * @return array<int, array<string, string|int|null>> by course and concept; a concept without a value is absent,
     *         one with a value nobody can read is null
     */
    public function of(array $courseids, array $wanted = feed_settings::CONCEPTS): array {
        global $DB;

        $fieldids = array_keys(array_filter($this->fields, fn(array $field): bool => (bool)array_intersect($field['concepts'], $wanted)));
        $values = [];
        foreach ($fieldids ? array_chunk($courseids, 5000) : [] as $chunk) {
            [$fieldin, $fieldparams] = $DB->get_in_or_equal($fieldids);
            [$coursein, $courseparams] = $DB->get_in_or_equal($chunk);
            $sql = "SELECT id, fieldid, instanceid, intvalue, decvalue, charvalue, value
                      FROM {customfield_data}
                     WHERE instanceid $coursein AND fieldid $fieldin";
            $data = $DB->get_recordset_sql($sql, array_merge($courseparams, $fieldparams));
            foreach ($data as $datum) {
                foreach (array_intersect($this->fields[$datum->fieldid]['concepts'], $wanted) as $concept) {
                    $text = $this->text($datum, $concept);
                    if ($text !== null) {
                        $values[(int)$datum->instanceid][$concept] = self::read($concept, $text);
                    }
                }
            }
            $data->close();
        }
        return $values;
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
            $position = (int)$datum->intvalue;
            $label = plain_text::line($field['options'][$position - 1] ?? null, 1333);
            if ($label === null || !in_array($concept, ['audience', 'competency', 'format', 'level'], true)) {
                return $label;
            }
            $options = count($field['options']);
            return choice_labels::value($concept, $label) ?? choice_labels::value_at($concept, $position, $options) ?? $label;
        }
        $text = match ($field['type']) {
            'number' => $datum->decvalue,
            'text' => $datum->charvalue,
            'checkbox', 'date' => $datum->intvalue,
            default => $datum->value,
        };
        return plain_text::line($text, 1333);
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
            'jp' => self::hundredths($text),
            'minutes' => preg_match('/^(\d{1,9})(?:[.,]0+)?$/D', $text, $number) ? (int)$number[1] : null,
            'training_type', 'batch' => plain_text::cut($text, 100),
            default => choice_labels::value($concept, $text),
        };
    }

    /**
     * Learning hours times 100: "12", "12,5", "12.50 JP".
     *
     * @param string $text
     * @return int|null
     */
    private static function hundredths(string $text): ?int {
        if (!preg_match('/^(\d{1,9}(?:[.,]\d+)?)(?: ?JP)?$/Di', $text, $number)) {
            return null;
        }
        return (int)round((float)str_replace(',', '.', $number[1]) * 100);
    }
}
