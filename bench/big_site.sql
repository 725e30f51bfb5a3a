-- Fills a Moodle site by bulk inserts: people, enrolments and completions as its own pages would leave them.
-- Needs the 300 courses, made by Moodle; :people and :each (enrolments per course) are replaced by the caller.

INSERT INTO mdl_user (auth, confirmed, mnethostid, username, password, idnumber, firstname, lastname, email, timecreated)
SELECT 'manual', 1, 1, CONCAT('orang', seq), 'not cached', '', 'Orang', CONCAT('ke-', seq),
       CONCAT('orang', seq, '@example.invalid'), 1735689600
  FROM seq_1_to_:people;

INSERT INTO mdl_context (contextlevel, instanceid, depth, path)
SELECT 30, id, 2, NULL FROM mdl_user WHERE username LIKE 'orang%';
UPDATE mdl_context SET path = CONCAT('/1/', id) WHERE path IS NULL;

-- Everybody in their courses, ids running across the courses as they do in a site that grew.
CREATE TEMPORARY TABLE people (place INT PRIMARY KEY, userid BIGINT)
SELECT CAST(SUBSTR(username, 6) AS UNSIGNED) - 1 AS place, id AS userid FROM mdl_user WHERE username LIKE 'orang%';
CREATE TEMPORARY TABLE method (number INT PRIMARY KEY, enrolid BIGINT, courseid BIGINT, contextid BIGINT)
SELECT ROW_NUMBER() OVER (ORDER BY e.courseid) AS number, e.id AS enrolid, e.courseid, c.id AS contextid
  FROM mdl_enrol e JOIN mdl_context c ON c.contextlevel = 50 AND c.instanceid = e.courseid
 WHERE e.enrol = 'self';

INSERT INTO mdl_user_enrolments (status, enrolid, userid, timestart, timeend, modifierid, timecreated, timemodified)
SELECT 0, m.enrolid, p.userid, 1735689600 + s.seq * 60, 0, 2, 1735689600 + s.seq * 60, 1735689600 + s.seq * 60
  FROM seq_1_to_:each s JOIN method m JOIN people p ON p.place = (m.number * 61 + s.seq * 29) % :people
 ORDER BY s.seq, m.number;

INSERT INTO mdl_role_assignments (roleid, contextid, userid, timemodified, modifierid, component, itemid, sortorder)
SELECT 5, m.contextid, ue.userid, ue.timecreated, 2, '', 0, 0
  FROM mdl_user_enrolments ue JOIN method m ON m.enrolid = ue.enrolid;

INSERT INTO mdl_course_completion_criteria (course, criteriatype) SELECT courseid, 1 FROM method;

-- A row for everybody who began; every second has completed.
INSERT INTO mdl_course_completions (userid, course, timeenrolled, timestarted, timecompleted, reaggregate)
SELECT ue.userid, m.courseid, ue.timecreated, ue.timecreated,
       IF(ue.id % 2 = 0, ue.timecreated + 86400 * (1 + ue.id % 60), NULL), 0
  FROM mdl_user_enrolments ue JOIN method m ON m.enrolid = ue.enrolid
 ORDER BY ue.id;

ANALYZE TABLE mdl_user, mdl_context, mdl_enrol, mdl_user_enrolments, mdl_role_assignments, mdl_course_completions;
