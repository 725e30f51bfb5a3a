"""One login over two real Moodle sites, a real centre, a real Keycloak and a real browser: for the demo with `--sso`, the tests and the benchmark."""
