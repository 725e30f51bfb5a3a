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

namespace local_asnunggul\local;

use core_course\customfield\course_handler;
use lang_string;
use local_asnunggul\local\feed\streams;

/**
 * The admin's settings: each has its name, default and rule here and nowhere else. Page, code, command line and installation
 * read it.
 *
 * @package    local_asnunggul
 * @copyright  2026 Lembaga Administrasi Negara
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class setting {
    /** @var string[] What the catalogue wants to know about a course and Moodle has no place for. */
    public const CONCEPTS = ['audience', 'jp', 'minutes', 'competency', 'format', 'level', 'training_type', 'batch', 'author'];

    /** @var int The most characters of the name of this site on cards. */
    public const NAME = 100;

    /** @var int The most characters of its sentence. */
    public const SENTENCE = 200;

    /** The plugin. */
    private const PLUGIN = 'local_asnunggul';

    /**
     * A setting.
     *
     * @param string $name
     * @param string $default
     * @param string $widget the class that shows it
     * @param string|string[]|null $rule what it may be: a pattern, or choices and their strings; null: yes or no
     */
    private function __construct(
        /** @var string Its name in the configuration; also the string of its name, with `_desc` that of its description. */
        public readonly string $name,
        /** @var string Its value until somebody decides. */
        public readonly string $default,
        /** @var string The class that shows it. */
        private readonly string $widget,
        /** @var string|array|null What it may be. */
        private readonly string|array|null $rule = null,
    ) {
    }

    /**
     * Whether a stream may leave; read by the feed, the page and the checks.
     *
     * @param string $stream
     * @return self
     */
    public static function stream(string $stream): self {
        $default = in_array($stream, streams::about_people(), true) ? '0' : '1';
        return new self("stream_$stream", $default, \admin_setting_configcheckbox::class);
    }

    /**
     * Whether a course nobody decided about is offered; read by the offers.
     *
     * @return self
     */
    public static function default_offer(): self {
        return new self('defaultoffer', 'selfenrol', \admin_setting_configselect::class, ['selfenrol', 'none']);
    }

    /**
     * The short name of the custom field that holds a concept, empty for none; read by field_values, course_fields and the checks.
     * An author line may name people, so it is in no field until the admin chooses one.
     *
     * @param string $concept
     * @return self
     */
    public static function field(string $concept): self {
        $default = $concept === 'author' ? '' : "asn_$concept";
        return new self("field_$concept", $default, \admin_setting_configselect::class, []);
    }

    /**
     * Whether topics, images, badges and the profile leave; read by the feed.
     *
     * @return self
     */
    public static function card(): self {
        return new self('card', '1', \admin_setting_configcheckbox::class);
    }

    /**
     * What this site is called on cards, empty for the name of the site; read by profile.
     *
     * @return self
     */
    public static function profile_name(): self {
        return new self('profilename', '', \admin_setting_configtext::class, '/(*UTF8)^.{0,' . self::NAME . '}\z/');
    }

    /**
     * One sentence about this site; read by profile.
     *
     * @return self
     */
    public static function profile_sentence(): self {
        return new self('profilesentence', '', \admin_setting_configtext::class, '/(*UTF8)^.{0,' . self::SENTENCE . '}\z/');
    }

    /**
     * The colour of this site, empty for that of its theme; read by profile.
     *
     * @return self
     */
    public static function profile_colour(): self {
        return new self('profilecolour', '', \admin_setting_configtext::class, '/^(#[0-9a-fA-F]{6})?\z/');
    }

    /**
     * For how many days entries of the change log are kept; read by the task prune.
     *
     * @return self
     */
    public static function retention_days(): self {
        return new self('retentiondays', '30', \admin_setting_configtext::class, '/^([7-9]|[1-9]\d|[1-3]\d\d)\z/');
    }

    /**
     * Whether this site shows the marketplace; read by its pages, and by everything that leads to them.
     *
     * @return self
     */
    public static function marketplace(): self {
        return new self('marketplace', '1', \admin_setting_configcheckbox::class);
    }

    /**
     * Whether the marketplace has a place in the navigation of this site; read by the hook.
     *
     * @return self
     */
    public static function marketplace_navigation(): self {
        return new self('marketplacenavigation', '1', \admin_setting_configcheckbox::class);
    }

    /**
     * Whether the front page of this site has a section of the marketplace; read by the hook.
     *
     * @return self
     */
    public static function marketplace_frontpage(): self {
        return new self('marketplacefrontpage', '0', \admin_setting_configcheckbox::class);
    }

    /**
     * All settings, by the heading they stand under.
     *
     * @return array<string, self[]>
     */
    public static function by_heading(): array {
        return [
            'consent' => [...array_map(self::stream(...), streams::names()), self::card()],
            'offer' => [self::default_offer()],
            'profile' => [self::profile_name(), self::profile_sentence(), self::profile_colour()],
            'fields' => array_map(self::field(...), self::CONCEPTS),
            'changelog' => [self::retention_days()],
            'market' => [self::marketplace(), self::marketplace_navigation(), self::marketplace_frontpage()],
        ];
    }

    /**
     * The streams that are switched on.
     *
     * @return string[]
     */
    public static function streams_on(): array {
        return array_values(array_filter(streams::names(), fn(string $stream): bool => self::stream($stream)->is_on()));
    }

    /**
     * The short name of each concept's field, empty for none.
     *
     * @return string[] by concept
     */
    public static function mapped(): array {
        $values = array_map(fn(string $concept): string => self::field($concept)->value(), self::CONCEPTS);
        return array_combine(self::CONCEPTS, $values);
    }

    /**
     * Stores the defaults of all settings nobody has decided about.
     */
    public static function store_defaults(): void {
        foreach (array_merge(...array_values(self::by_heading())) as $setting) {
            if (get_config(self::PLUGIN, $setting->name) === false) {
                $setting->set($setting->default);
            }
        }
    }

    /**
     * Takes back the consent to every stream about people: it was given to one centre, and for one membership.
     */
    public static function withdraw_consent(): void {
        foreach (streams::about_people() as $stream) {
            self::stream($stream)->set('0');
        }
        self::field('author')->set('');
    }

    /**
     * Its value, or its default while none is stored.
     *
     * @return string
     */
    public function value(): string {
        $value = get_config(self::PLUGIN, $this->name);
        return $value === false ? $this->default : (string) $value;
    }

    /**
     * Whether it is switched on.
     *
     * @return bool
     */
    public function is_on(): bool {
        return $this->value() === '1';
    }

    /**
     * Stores a value.
     *
     * @param string $value
     */
    public function set(string $value): void {
        set_config($this->name, $value, self::PLUGIN);
    }

    /**
     * The setting as the admin's form has it.
     *
     * @return \admin_setting
     */
    public function admin_setting(): \admin_setting {
        $string = fn(string $name): lang_string => new lang_string($name, self::PLUGIN);
        $arguments = [self::PLUGIN . "/$this->name", $string($this->name), $string("{$this->name}_desc"), $this->default];
        if ($this->rule === []) {
            $arguments[] = $this->fields();
        } else if (is_array($this->rule)) {
            $words = array_map(fn(string $choice): lang_string => $string("{$this->name}_$choice"), $this->rule);
            $arguments[] = array_combine($this->rule, $words);
        } else if ($this->rule !== null) {
            $arguments[] = $this->rule;
        }
        $shown = new ($this->widget)(...$arguments);
        if ($this->name === 'card' || $this->name === 'field_author') {
            // Every row reads differently now, and no event says so.
            $shown->set_updatedcallback('\local_asnunggul\local\feed\fan_out::all_courses');
        }
        return $shown;
    }

    /**
     * The custom fields a concept may be in. The default stays in the list even where somebody has deleted the field:
     * the check names it.
     *
     * @return array
     */
    private function fields(): array {
        $fields = ['' => new lang_string('none')];
        foreach (course_handler::create()->get_fields() as $field) {
            $fields[$field->get('shortname')] = $field->get_formatted_name() . ' (' . $field->get('shortname') . ')';
        }
        return $fields + [$this->default => $this->default];
    }
}
