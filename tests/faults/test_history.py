"""Cursor and history."""
from tests.faults.lab import BROKEN

def test_first(lab):
    lab.change("x")
    lab.sweep()
    lab.assert_equal()
