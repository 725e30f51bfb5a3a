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

namespace local_asnunggul\tests;

use GuzzleHttp\Exception\ConnectException;
use GuzzleHttp\Psr7\Request;
use GuzzleHttp\Psr7\Response;

/**
 * What a centre answers about the marketplace, for tests: good, and in the many ways that are not.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fake_market {
    /** What a hostile title looks like. */
    public const HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>';

    /**
     * An offering.
     *
     * @param array $changes
     * @return array
     */
    public static function offering(array $changes = []): array {
        return $changes + [
            'tenant' => 'pusdiklat-uji',
            'course' => 7,
            'agency' => 'Kementerian Uji',
            'name' => 'Pusdiklat Uji',
            'title' => 'Arsip Dinamis',
            'summary' => 'Menata berkas kantor.',
            'category' => 'Kearsipan',
            'minutes' => 100,
            'jp' => 2.5,
            'competency' => 'teknis',
            'format' => 'mandiri',
            'level' => 'dasar',
            'language' => 'id',
            'badge' => true,
            'door' => 'open',
            'enrol_from' => null,
            'enrol_until' => null,
            'places' => 3,
            'starts' => null,
            'ends' => null,
            'training_type' => null,
            'batch' => null,
            'created' => 1700000000,
            'address' => 'https://uji.example/course/view.php?id=7',
        ];
    }

    /**
     * A hit.
     *
     * @param array $changes
     * @return array
     */
    public static function hit(array $changes = []): array {
        $offering = self::offering($changes);
        return $offering + [
            'marked_title' => [['text' => $offering['title'], 'hit' => true]],
            'marked_summary' => [['text' => (string) $offering['summary'], 'hit' => false]],
        ];
    }

    /**
     * A page of hits.
     *
     * @param array[] $hits changes of each
     * @param array $changes to the page
     * @return Response
     */
    public static function page(array $hits = [[]], array $changes = []): Response {
        $facet = ['values' => [['value' => 'teknis', 'count' => 1]], 'more' => 0];
        return fake_centre::response($changes + [
            'total' => count($hits),
            'hits' => array_map(self::hit(...), $hits),
            'cursor' => null,
            'meant' => null,
            'facets' => ['competency' => $facet],
        ]);
    }

    /**
     * One offering and those like it.
     *
     * @param array $changes
     * @param array[] $similar changes of each
     * @return Response
     */
    public static function one(array $changes = [], array $similar = []): Response {
        $similar = array_map(self::offering(...), $similar);
        return fake_centre::response(['offering' => self::offering($changes), 'similar' => $similar]);
    }

    /**
     * What the task asks for, in its order: all, what is kept of three rows, the agencies, the rows as they are shown. The first is
     * none this centre knows, and it leaves the filling of rows to the site.
     *
     * @param array[] $hits of each row, changes of each
     * @return Response[]
     */
    public static function bundle(array $hits = [[]]): array {
        return [
            self::page($hits),
            fake_centre::problem(400, 'bad_request'),
            self::page($hits),
            self::page($hits),
            fake_centre::response(['agencies' => [['agency' => 'Kementerian Uji', 'offerings' => 1]]]),
            fake_centre::problem(404, 'not_found'),
        ];
    }

    /**
     * No answer.
     *
     * @param int $errno of cURL
     * @return ConnectException
     */
    public static function silence(int $errno = CURLE_OPERATION_TIMEOUTED): ConnectException {
        return new ConnectException('x', new Request('GET', fake_centre::URL), null, ['errno' => $errno, 'error' => 'x']);
    }
}
