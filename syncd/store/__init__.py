"""The only writer of the central tables, on SQLite and MariaDB through one code path."""
