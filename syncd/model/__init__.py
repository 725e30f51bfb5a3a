"""What things are: frozen values shared by every folder; no I/O, no clock, no database."""
