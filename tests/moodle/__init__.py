"""Real Moodle sites for tests and benchmarks: made by Moodle's own installer, cloned from a cached master, served on loopback."""
