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
 * An error of the contract (section 8): status, code and detail, sent as problem+json.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class problem extends \Exception {
    /** Titles by status, RFC 9110. */
    private const TITLES = [
        400 => 'Bad Request',
        401 => 'Unauthorized',
        404 => 'Not Found',
        405 => 'Method Not Allowed',
        413 => 'Content Too Large',
        429 => 'Too Many Requests',
        500 => 'Internal Server Error',
        503 => 'Service Unavailable',
    ];

    /** @var string The code of the contract, for example `unauthorised`. */
    public readonly string $problemcode;

    /** @var string What a 401 asks for. */
    private string $challenge = 'Bearer';

    /**
     * Names what is wrong.
     *
     * @param int $status HTTP status, 4xx or 5xx
     * @param string $code the code of the contract
     * @param string $detail one sentence for the reader of a log; never about a person
     * @param int|null $retryafter seconds to wait, for 429 and 503
     */
    public function __construct(
        /** @var int HTTP status. */
        public readonly int $status,
        string $code,
        /** @var string One sentence. */
        public readonly string $detail = '',
        /** @var int|null Seconds to wait. */
        public readonly ?int $retryafter = null,
    ) {
        $this->problemcode = $code;
        parent::__construct("$status $code" . ($detail === '' ? '' : ": $detail"));
    }

    /**
     * The refusal of any request that does not prove who is asking; one body for every reason.
     *
     * @param bool $token whether a token came at all. The sender knows that; a site whose web server drops the Authorization
     *        header learns it from the challenge (RFC 6750, 3.1)
     * @return self
     */
    public static function unauthorised(bool $token = true): self {
        $problem = new self(401, 'unauthorised', 'The request does not prove who is asking.');
        $problem->challenge = $token ? 'Bearer error="invalid_token"' : 'Bearer';
        return $problem;
    }

    /**
     * The JSON document that is sent.
     *
     * @return string
     */
    public function body(): string {
        return json_encode([
            'type' => 'about:blank',
            'title' => self::TITLES[$this->status] ?? 'Error',
            'status' => $this->status,
            'code' => $this->problemcode,
            'detail' => $this->detail,
        ], JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE);
    }

    /**
     * The header lines that go with the body.
     *
     * @return string[]
     */
    public function headers(): array {
        $headers = ['Content-Type: application/problem+json', 'Cache-Control: no-store'];
        if ($this->status === 401) {
            $headers[] = 'WWW-Authenticate: ' . $this->challenge;
        }
        if ($this->retryafter !== null) {
            $headers[] = 'Retry-After: ' . $this->retryafter;
        }
        return $headers;
    }

    /**
     * Sends status, headers and body; the caller ends the script.
     */
    public function send(): void {
        http_response_code($this->status);
        foreach ($this->headers() as $header) {
            header($header);
        }
        echo $this->body();
    }
}
