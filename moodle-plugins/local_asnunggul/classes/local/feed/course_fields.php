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

use core_course\customfield\course_handler;
use core_customfield\category_controller;
use core_customfield\field_controller;

/**
 * The course custom fields this plugin brings, so that a tenant admin has nothing to set up; makes those that are missing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class course_fields {
    /** @var array<string, string> Type of each concept's field. */
    private const TYPES = [
        'audience' => 'select',
        'jp' => 'number',
        'minutes' => 'number',
        'competency' => 'select',
        'format' => 'select',
        'level' => 'select',
        'training_type' => 'text',
        'batch' => 'text',
    ];

    /**
     * Makes the fields that are not there.
     */
    public static function create_missing(): void {
        $handler = course_handler::create();
        $present = array_map(fn(field_controller $field): string => $field->get('shortname'), $handler->get_fields());
        $category = null;
        foreach (self::TYPES as $concept => $type) {
            if (!in_array("asn_$concept", $present, true)) {
                $category ??= self::category($handler);
                self::create($handler, $category, $concept, $type);
            }
        }
    }

    /**
     * The category of the fields, made when missing.
     *
     * @param course_handler $handler
     * @return category_controller
     */
    private static function category(course_handler $handler): category_controller {
        foreach ($handler->get_categories_with_fields() as $category) {
            if ($category->get('name') === 'ASN Unggul') {
                return $category;
            }
        }
        return category_controller::create($handler->create_category('ASN Unggul'));
    }

    /**
     * Makes one field.
     *
     * @param course_handler $handler
     * @param category_controller $category
     * @param string $concept
     * @param string $type
     */
    private static function create(course_handler $handler, category_controller $category, string $concept, string $type): void {
        $field = field_controller::create(0, (object)['type' => $type], $category);
        $handler->save_field_configuration($field, (object)[
            'name' => get_string("customfield_$concept", 'local_asnunggul'),
            'shortname' => "asn_$concept",
            'description_editor' => [
                'text' => get_string("customfield_{$concept}_desc", 'local_asnunggul'),
                'format' => FORMAT_HTML,
            ],
            'configdata' => [
                'required' => 0,
                'uniquevalues' => 0,
                'locked' => 0,
                'visibility' => course_handler::VISIBLETOALL,
            ] + self::configuration($concept, $type),
        ]);
    }

    /**
     * What a field of this type must know.
     *
     * @param string $concept
     * @param string $type
     * @return array
     */
    private static function configuration(string $concept, string $type): array {
        return match ($type) {
            'select' => ['options' => implode("\n", choice_labels::options($concept)), 'defaultvalue' => ''],
            'number' => [
                'fieldtype' => '',
                'defaultvalue' => '',
                'minimumvalue' => 0,
                'maximumvalue' => '',
                'decimalplaces' => $concept === 'jp' ? 2 : 0,
                'display' => '{value}',
                'displaywhenzero' => '0',
            ],
            'text' => [
                'defaultvalue' => '',
                'displaysize' => 50,
                'maxlength' => 100,
                'ispassword' => 0,
                'link' => '',
                'linktarget' => '',
            ],
        };
    }
}
