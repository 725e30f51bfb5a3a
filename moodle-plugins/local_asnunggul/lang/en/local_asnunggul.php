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

/**
 * English.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['customfield_audience'] = 'Offered to';
$string['customfield_audience_desc'] = 'Who may learn here. Empty: as the site decides for all courses.';
$string['customfield_batch'] = 'Batch';
$string['customfield_batch_desc'] = 'The batch (angkatan) this course is for, if any.';
$string['customfield_competency'] = 'Competency kind';
$string['customfield_competency_desc'] = 'Technical, managerial or socio-cultural.';
$string['customfield_format'] = 'Learning format';
$string['customfield_format_desc'] = 'At one\'s own pace, at set hours, or both.';
$string['customfield_jp'] = 'Learning hours (JP)';
$string['customfield_jp_desc'] = 'The learning hours a learner earns by completing this course.';
$string['customfield_level'] = 'Level';
$string['customfield_level_desc'] = 'Basic, intermediate or advanced.';
$string['customfield_minutes'] = 'Minutes';
$string['customfield_minutes_desc'] = 'The minutes a learner needs.';
$string['customfield_training_type'] = 'Training type';
$string['customfield_training_type_desc'] = 'For example PKA or PKP.';
$string['pluginname'] = 'ASN Unggul';
$string['task_prune'] = 'Delete old entries of the change log';
