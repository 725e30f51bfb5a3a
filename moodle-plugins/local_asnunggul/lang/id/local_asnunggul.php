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
 * Indonesian.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/licenses/gpl-3.0.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['customfield_audience'] = 'Ditawarkan kepada';
$string['customfield_audience_desc'] = 'Siapa yang boleh belajar di sini. Kosong: mengikuti ketentuan situs untuk semua kursus.';
$string['customfield_batch'] = 'Angkatan';
$string['customfield_batch_desc'] = 'Angkatan yang menjadi sasaran kursus ini, jika ada.';
$string['customfield_competency'] = 'Jenis kompetensi';
$string['customfield_competency_desc'] = 'Teknis, manajerial, atau sosial kultural.';
$string['customfield_format'] = 'Bentuk pembelajaran';
$string['customfield_format_desc'] = 'Mandiri, pada jam tertentu, atau keduanya.';
$string['customfield_jp'] = 'Jam pelajaran (JP)';
$string['customfield_jp_desc'] = 'Jam pelajaran yang diperoleh peserta setelah menyelesaikan kursus ini.';
$string['customfield_level'] = 'Tingkat';
$string['customfield_level_desc'] = 'Dasar, menengah, atau lanjut.';
$string['customfield_minutes'] = 'Menit';
$string['customfield_minutes_desc'] = 'Menit yang diperlukan seorang peserta.';
$string['customfield_training_type'] = 'Jenis pelatihan';
$string['customfield_training_type_desc'] = 'Misalnya PKA atau PKP.';
$string['pluginname'] = 'ASN Unggul';
$string['task_prune'] = 'Menghapus entri lama catatan perubahan';
