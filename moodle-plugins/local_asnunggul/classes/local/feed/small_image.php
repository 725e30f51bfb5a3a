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
 * Makes a small raster image of what somebody uploaded, or nothing: what leaves was drawn anew, pixel by pixel. Touches nothing.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class small_image {
    /** @var array<int, string> What is read, by the type its first bytes declare. SVG is a program, and none of these. */
    public const TYPES = [
        IMAGETYPE_JPEG => 'image/jpeg', IMAGETYPE_PNG => 'image/png', IMAGETYPE_GIF => 'image/gif', IMAGETYPE_WEBP => 'image/webp',
    ];

    /** @var int The most bytes of an image that is read. */
    public const MOST_READ = 10485760;

    /** @var int The most bytes of an image that is made. */
    public const MOST_BYTES = 65536;

    /** @var int The widest, and highest, that is made. */
    private const SIDE = 480;

    /** @var int The longest side that is read. */
    private const LONGEST = 10000;

    /** @var int The most pixels that are read: each takes five bytes of memory. */
    private const MOST_PIXELS = 30000000;

    /**
     * The small image.
     *
     * @param string $bytes as they were uploaded
     * @return string|null null: no image that is read
     */
    public static function of(string $bytes): ?string {
        if (!function_exists('imagecreatefromstring') || strlen($bytes) > self::MOST_READ) {
            return null;
        }
        // What it declares is looked at first: a few bytes can declare more pixels than there is memory.
        $declared = @getimagesizefromstring($bytes);
        if ($declared === false || !isset(self::TYPES[$declared[2]])) {
            return null;
        }
        [$width, $height] = $declared;
        if (min($width, $height) < 1 || max($width, $height) > self::LONGEST || $width * $height > self::MOST_PIXELS) {
            return null;
        }
        raise_memory_limit(MEMORY_EXTRA);
        $image = @imagecreatefromstring($bytes);
        return $image === false ? null : self::written(self::scaled($image));
    }

    /**
     * The image with no side longer than what is made.
     *
     * @param \GdImage $image
     * @return \GdImage
     */
    private static function scaled(\GdImage $image): \GdImage {
        [$width, $height] = [imagesx($image), imagesy($image)];
        $share = min(1, self::SIDE / max($width, $height));
        [$across, $down] = [max(1, (int)round($width * $share)), max(1, (int)round($height * $share))];
        $small = imagecreatetruecolor($across, $down);
        imagealphablending($small, false);
        imagesavealpha($small, true);
        imagecopyresampled($small, $image, 0, 0, 0, 0, $across, $down, $width, $height);
        return $small;
    }

    /**
     * The image as bytes: as PNG where that is small enough, else as a photograph.
     *
     * @param \GdImage $image
     * @return string|null
     */
    private static function written(\GdImage $image): ?string {
        $png = self::captured(fn(): bool => imagepng($image, null, 9));
        if (strlen($png) <= self::MOST_BYTES) {
            return $png ?: null;
        }
        $flat = imagecreatetruecolor(imagesx($image), imagesy($image));
        imagefill($flat, 0, 0, imagecolorallocate($flat, 255, 255, 255));
        imagecopy($flat, $image, 0, 0, 0, 0, imagesx($image), imagesy($image));
        foreach ([82, 65, 45, 25] as $quality) {
            $photo = self::captured(fn(): bool => imagejpeg($flat, null, $quality));
            if ($photo !== '' && strlen($photo) <= self::MOST_BYTES) {
                return $photo;
            }
        }
        return null;
    }

    /**
     * What is printed meanwhile.
     *
     * @param \Closure $print
     * @return string
     */
    private static function captured(\Closure $print): string {
        ob_start();
        $print();
        return (string)ob_get_clean();
    }
}
