"""Real sites unlike the usual one: on PostgreSQL, and of Moodle 5.0. Each is compared with SQL of these tests' own."""
