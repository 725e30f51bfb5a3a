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

namespace auth_asnsso\local;

use auth_asnsso\local\account\nip;
use core\check\result;
use core\files\curl_security_helper;
use local_asnunggul\check\row;
use local_asnunggul\key_set;
use local_asnunggul\site;

/**
 * Looks whether signing in can work here, and names the setting to change where it cannot. Asks the issuer, changes nothing.
 *
 * @package    auth_asnsso
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class health {
    /** What belongs to Moodle's status report. */
    public const STATUS = ['member', 'enabled', 'blocked', 'reachable', 'keyset', 'clock', 'mobile', 'timeout', 'settings'];

    /** What belongs to Moodle's security report. */
    public const SECURITY = ['https', 'breakglass', 'nipfield'];

    /** Seconds two clocks may differ before it is worth a word; tokens are refused at 60. */
    private const CLOCK = 30;

    /**
     * Looks, as Moodle's reports want them.
     *
     * @param string[] $names methods of this class; the string `check_<name>_<what>` is what one finds
     * @return row[]
     */
    public static function checks(array $names): array {
        return row::all(self::class, $names, '/admin/settings.php?section=authsettingasnsso');
    }

    /**
     * Whether the membership names an issuer.
     *
     * @return result
     */
    public static function member(): result {
        global $CFG;
        return match (true) {
            !empty($CFG->auth_asnsso_disable) => self::result('member', result::WARNING, 'off'),
            issuer::current() !== null => self::result('member', result::OK, 'ok', issuer::current()->url),
            !site::is_member() => self::result('member', result::ERROR, 'none', core_words::way_to_membership()),
            default => self::result('member', result::ERROR, 'nooidc', core_words::way_to_membership()),
        };
    }

    /**
     * Whether the plugin is switched on.
     *
     * @return result
     */
    public static function enabled(): result {
        return match (true) {
            !is_enabled_auth('asnsso') => self::result('enabled', result::ERROR, 'not', core_words::way(
                'admin/plugins',
                'admin/authentication',
                'admin/authsettings'
            )),
            redirect_policy::is_switched_off() => self::result('enabled', result::WARNING, 'emergency'),
            default => self::result('enabled', result::OK, 'ok'),
        };
    }

    /**
     * Whether Moodle's own blocking lets requests to the issuer through.
     *
     * @return result
     */
    public static function blocked(): result {
        return self::at_issuer(function (issuer $issuer): result {
            $parts = parse_url($issuer->url);
            $port = $parts['port'] ?? ($parts['scheme'] === 'https' ? 443 : 80);
            $blocked = (new curl_security_helper())->url_is_blocked($issuer->url);
            $a = ['host' => $parts['host'], 'port' => $port] + core_words::blocking();
            return $blocked ? self::result('blocked', result::ERROR, 'yes', $a) : self::result('blocked', result::OK, 'ok');
        });
    }

    /**
     * Whether the issuer answers and says it is the issuer of the membership.
     *
     * @return result
     */
    public static function reachable(): result {
        return self::at_issuer(function (issuer $issuer, issuer_client $client): result {
            $client->metadata($issuer);
            return self::result('reachable', result::OK, 'ok', $issuer->url);
        });
    }

    /**
     * Whether the issuer's key set has a key this plugin can use.
     *
     * @return result
     */
    public static function keyset(): result {
        return self::at_issuer(function (issuer $issuer, issuer_client $client): result {
            $usable = count(key_set::usable($client->key_set($client->metadata($issuer)['jwks_uri'])));
            return $usable ? self::result('keyset', result::OK, 'ok', $usable) : self::result('keyset', result::ERROR, 'none');
        });
    }

    /**
     * Whether both clocks agree.
     *
     * @return result
     */
    public static function clock(): result {
        return self::at_issuer(function (issuer $issuer, issuer_client $client): result {
            $seconds = $client->clock_difference($issuer);
            return match (true) {
                $seconds === null => self::result('clock', result::NA, 'unknown'),
                abs($seconds) <= self::CLOCK => self::result('clock', result::OK, 'ok', $seconds),
                default => self::result('clock', result::ERROR, 'wrong', $seconds),
            };
        });
    }

    /**
     * Whether Moodle's app can sign in through a browser.
     *
     * @return result
     */
    public static function mobile(): result {
        global $CFG;
        $ways = [\tool_mobile\api::LOGIN_VIA_BROWSER, \tool_mobile\api::LOGIN_VIA_EMBEDDED_BROWSER];
        return match (true) {
            empty($CFG->enablemobilewebservice) => self::result('mobile', result::NA, 'off'),
            in_array((int) get_config('tool_mobile', 'typeoflogin'), $ways, true) => self::result('mobile', result::OK, 'ok'),
            default => self::result('mobile', result::WARNING, 'app', [
                'where' => core_words::way('tool_mobile/mobileapp', 'tool_mobile/mobileauthentication'),
                'setting' => core_words::of('tool_mobile/typeoflogin'),
                'value' => core_words::of('tool_mobile/logininthebrowser'),
            ]),
        };
    }

    /**
     * Whether sessions here end before the issuer's do.
     *
     * @return result
     */
    public static function timeout(): result {
        global $CFG;
        $long = (int) $CFG->sessiontimeout > issuer::SESSION;
        return !$long ? self::result('timeout', result::OK, 'ok') : self::result('timeout', result::WARNING, 'long', [
            'time' => format_time((int) $CFG->sessiontimeout),
            'where' => core_words::way('admin/server', 'admin/sessionhandling'),
            'setting' => core_words::of('admin/sessiontimeout'),
        ]);
    }

    /**
     * Whether every stored setting keeps its rule: admin/cli/cfg.php stores anything.
     *
     * @return result
     */
    public static function settings(): result {
        $wrong = [];
        foreach (setting::cases() as $setting) {
            $stored = $setting->stored();
            if ($stored !== null && $problem = $setting->problem($stored)) {
                $wrong[] = "$setting->value: " . rtrim($problem, '.') . '.';
            }
        }
        return !$wrong ? self::result('settings', result::OK, 'ok') : self::result('settings', result::ERROR, 'wrong', [
            'wrong' => implode(' ', $wrong),
            'where' => core_words::way_to_plugin(),
        ]);
    }

    /**
     * Whether this site is reached over https: codes and cookies travel to it.
     *
     * @return result
     */
    public static function https(): result {
        global $CFG;
        $safe = str_starts_with($CFG->wwwroot, 'https://');
        return $safe ? self::result('https', result::OK, 'ok') : self::result('https', result::ERROR, 'not', $CFG->wwwroot);
    }

    /**
     * Whether an administrator gets in while the issuer is away.
     *
     * @return result
     */
    public static function breakglass(): result {
        $ready = array_filter(get_admins(), fn(\stdClass $admin): bool => $admin->auth === 'manual' && !$admin->suspended);
        if ($ready) {
            return self::result('breakglass', result::OK, 'ok', count($ready));
        }
        return self::result('breakglass', result::ERROR, 'none', [
            'setting' => core_words::of('auth/chooseauthmethod'),
            'value' => core_words::of('auth_manual/pluginname'),
        ]);
    }

    /**
     * Whether the field that links accounts by NIP is closed to the people themselves.
     *
     * @return result
     */
    public static function nipfield(): result {
        $field = setting::nipfield->get();
        $problem = $field === '' ? null : nip::problem($field);
        return match (true) {
            $field === '' => new result(result::NA, get_string('nipfield_none', 'auth_asnsso')),
            $problem !== null => new result(result::ERROR, $problem, get_string('nipfield_why', 'auth_asnsso')),
            default => new result(result::OK, get_string('nipfield_closed', 'auth_asnsso', s($field))),
        };
    }

    /**
     * A look at the issuer; nothing can be said before the membership names one.
     *
     * @param callable $look
     * @return result
     */
    private static function at_issuer(callable $look): result {
        $issuer = issuer::current();
        if ($issuer === null) {
            return new result(result::NA, get_string('check_noissuer', 'auth_asnsso'));
        }
        try {
            return $look($issuer, \core\di::get(issuer_client::class));
        } catch (issuer_error $e) {
            return new result(result::ERROR, $e->getMessage());
        }
    }

    /**
     * A finding in the reader's language.
     *
     * @param string $name
     * @param string $status
     * @param string $found
     * @param mixed $a
     * @return result
     */
    private static function result(string $name, string $status, string $found, mixed $a = null): result {
        $a = is_array($a) ? array_map('s', $a) : s((string) $a);
        return new result($status, get_string("check_{$name}_$found", 'auth_asnsso', $a));
    }
}
