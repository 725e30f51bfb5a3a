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

use local_asnunggul\local\feed\kind\course;
use local_asnunggul\local\setting;

/**
 * The small images of offered courses and of this site: made by cron, kept by their sha256, read by the feed. Writes its table,
 * Moodle's file storage and the change log.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class card_images {
    /** @var string Which image stands for which course, and of which file it was made. */
    public const TABLE = 'local_asnunggul_image';

    /** @var int In the place of a course: the logo of this site. */
    public const LOGO = 0;

    /** @var string Where the small images are in Moodle's file storage. */
    private const AREA = 'cardimage';

    /** @var int After so many seconds the rest waits for the next run of cron. */
    private const PATIENCE = 240;

    /**
     * The sha256 of the images of these courses; those without any are missing.
     *
     * @param int[] $courseids
     * @return array<int, string>
     */
    public static function of(array $courseids): array {
        global $DB;

        [$in, $params] = $DB->get_in_or_equal($courseids);
        return $DB->get_records_select_menu(self::TABLE, "courseid $in AND sha256 IS NOT NULL", $params, '', 'courseid, sha256');
    }

    /**
     * The image with this sha256, if it is the logo or of a course that is offered now.
     *
     * @param string $sha256
     * @return string|null
     */
    public static function bytes(string $sha256): ?string {
        global $DB;

        $sql = 'SELECT 1
                  FROM {' . self::TABLE . '} i
             LEFT JOIN {' . offers::TABLE . '} o ON o.courseid = i.courseid AND o.published = 1
                 WHERE i.sha256 = ? AND (i.courseid = ? OR o.id IS NOT NULL)';
        if (!setting::card()->is_on() || !$DB->record_exists_sql($sql, [$sha256, self::LOGO])) {
            return null;
        }
        $file = get_file_storage()->get_file(...self::place(), filename: $sha256);
        return $file ? $file->get_content() : null;
    }

    /**
     * Makes what is missing, forgets what nothing shows any more, and logs the courses whose image is another one.
     */
    public static function refresh(): void {
        global $DB;

        $began = time();
        $sources = setting::card()->is_on() ? self::sources() : [];
        $known = $DB->get_records(self::TABLE, null, '', 'courseid, id, source, sha256');
        foreach (array_diff_key($known, $sources) as $courseid => $image) {
            $DB->delete_records(self::TABLE, ['id' => $image->id]);
            self::log((int)$courseid);
        }
        foreach ($sources as $courseid => $file) {
            if (time() - $began > self::PATIENCE) {
                break;
            }
            if (($known[$courseid]->source ?? '') !== $file->contenthash) {
                self::make($courseid, $file, $known[$courseid]->id ?? null);
            }
        }
        self::forget_unused();
    }

    /**
     * The file of which the image of each course is made: the first raster image among those of its overview, by name.
     *
     * @return \stdClass[] records of files, by course
     */
    private static function sources(): array {
        global $DB;

        [$types, $params] = $DB->get_in_or_equal(array_values(small_image::TYPES));
        $overview = "SELECT f.*, ctx.instanceid AS courseid
                       FROM {files} f
                       JOIN {context} ctx ON ctx.id = f.contextid AND ctx.contextlevel = ?
                       JOIN {" . offers::TABLE . "} o ON o.courseid = ctx.instanceid AND o.published = 1
                      WHERE f.component = 'course' AND f.filearea = 'overviewfiles' AND f.filesize > 0 AND f.mimetype $types
                   ORDER BY f.filename DESC";
        $logo = "SELECT f.*
                   FROM {files} f
                  WHERE f.component = 'core_admin' AND f.filearea IN ('logo', 'logocompact') AND f.filesize > 0
                    AND f.mimetype $types
               ORDER BY f.filearea";
        $sources = [];
        foreach ($DB->get_records_sql($overview, [CONTEXT_COURSE, ...$params]) as $file) {
            $sources[(int)$file->courseid] = $file;
        }
        foreach ($DB->get_records_sql($logo, $params) as $file) {
            $sources[self::LOGO] = $file;
        }
        return $sources;
    }

    /**
     * Makes the image of one course. What cannot be made is not tried again until there is another file.
     *
     * @param int $courseid
     * @param \stdClass $file
     * @param int|null $id of the row that is there already
     */
    private static function make(int $courseid, \stdClass $file, ?int $id): void {
        global $DB;

        try {
            $storage = get_file_storage();
            $large = $file->filesize > small_image::MOST_READ;
            $image = $large ? null : small_image::of($storage->get_file_instance($file)->get_content());
        } catch (\Throwable $e) {
            failure::log($e, "image of course $courseid");
            $image = null;
        }
        $sha256 = $image === null ? null : hash('sha256', $image);
        if ($image !== null && !$storage->file_exists(...self::place(), filename: $sha256)) {
            [$context, $component, $area, $item, $path] = self::place();
            $record = ['contextid' => $context, 'component' => $component, 'filearea' => $area, 'itemid' => $item];
            $storage->create_file_from_string($record + ['filepath' => $path, 'filename' => $sha256], $image);
        }
        $row = (object)['courseid' => $courseid, 'source' => $file->contenthash, 'sha256' => $sha256];
        if ($id === null) {
            $DB->insert_record(self::TABLE, $row);
        } else {
            $row->id = $id;
            $DB->update_record(self::TABLE, $row);
        }
        self::log($courseid);
    }

    /**
     * Deletes the small images that stand for nothing.
     */
    private static function forget_unused(): void {
        global $DB;

        $used = array_flip($DB->get_fieldset_select(self::TABLE, 'sha256', 'sha256 IS NOT NULL'));
        [$context, $component, $area, $item] = self::place();
        foreach (get_file_storage()->get_area_files($context, $component, $area, $item, 'id', false) as $file) {
            if (!isset($used[$file->get_filename()])) {
                $file->delete();
            }
        }
    }

    /**
     * Another image is another row of the course; the logo is in every handshake.
     *
     * @param int $courseid
     */
    private static function log(int $courseid): void {
        if ($courseid !== self::LOGO) {
            change_log::add(course::NAME, $courseid);
        }
    }

    /**
     * Where the small images are: context, component, area, item and path.
     *
     * @return array{int, string, string, int, string}
     */
    private static function place(): array {
        return [\core\context\system::instance()->id, 'local_asnunggul', self::AREA, 0, '/'];
    }
}
