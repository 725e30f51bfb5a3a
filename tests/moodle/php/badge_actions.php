<?php
// What happens to badges, done as Moodle's own pages do it.

defined('MOODLE_INTERNAL') || die();
require_once($CFG->libdir . '/badgeslib.php');
require_once($CFG->dirroot . '/badges/lib/awardlib.php');

final class badge_actions {
    /** Makes an active badge of the site, or of a course, that can be awarded by hand; returns its id. */
    public static function make_badge(string $name, ?int $course = null): int {
        global $DB, $USER;
        $badge = new badge($DB->insert_record('badge', (object) [
            'name' => $name,
            'description' => "About $name",
            'timecreated' => time(),
            'timemodified' => time(),
            'usercreated' => $USER->id,
            'usermodified' => $USER->id,
            'issuername' => 'Pusdiklat Contoh',
            'issuerurl' => 'https://example.invalid',
            'type' => $course ? BADGE_TYPE_COURSE : BADGE_TYPE_SITE,
            'courseid' => $course,
            'message' => '-',
            'messagesubject' => '-',
            'attachment' => 0,
            'notification' => 0,
            'status' => BADGE_STATUS_INACTIVE,
        ]));
        \core\event\badge_created::create(['objectid' => $badge->id, 'context' => $badge->get_context()])->trigger();
        award_criteria::build(['criteriatype' => BADGE_CRITERIA_TYPE_OVERALL, 'badgeid' => $badge->id])
            ->save(['agg' => BADGE_CRITERIA_AGGREGATION_ALL]);
        award_criteria::build(['criteriatype' => BADGE_CRITERIA_TYPE_MANUAL, 'badgeid' => $badge->id])
            ->save(['agg' => BADGE_CRITERIA_AGGREGATION_ANY, 'role_' . self::issuing_role() => self::issuing_role()]);
        (new badge($badge->id))->set_status(BADGE_STATUS_ACTIVE);
        return $badge->id;
    }

    public static function change_badge(int $badge, array $fields): void {
        $record = new badge($badge);
        foreach ($fields as $name => $value) {
            $record->$name = $value;
        }
        $record->save();
    }

    public static function award(int $badge, array $people): void {
        global $USER;
        foreach ($people as $person) {
            process_manual_award($person, $USER->id, self::issuing_role(), $badge);
            $record = new badge($badge);
            array_walk($record->criteria, fn(award_criteria $criterion) => $criterion->mark_complete($person));
            // As the page does, but without baking a picture, which these badges do not have.
            $record->issue($person, true);
        }
    }

    public static function revoke(int $badge, array $people): void {
        global $USER;
        foreach ($people as $person) {
            process_manual_revoke($person, $USER->id, self::issuing_role(), $badge);
        }
    }

    /** Deletes a badge, or archives it, which keeps what was awarded. */
    public static function delete_badge(int $badge, bool $archive = false): void {
        (new badge($badge))->delete($archive);
    }

    private static function issuing_role(): int {
        global $DB;
        return (int) $DB->get_field('role', 'id', ['shortname' => 'manager'], MUST_EXIST);
    }
}
