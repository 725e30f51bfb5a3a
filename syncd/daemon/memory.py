"""Tells the C library to give what is no longer used back to the system. Sets the allocator of this process, and nothing else.

By itself glibc gives each thread an arena, and what was once as large as an answer it keeps there for the next one: forty
megabytes a worker, for good, whoever sent the answer.
"""

import ctypes

# mallopt's names for them.
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8
# What is larger than this is a piece of its own, which ends when it is freed. Said once, it does not grow with what was freed.
_LARGE = 256 * 1024
# Threads of Python seldom allocate at the same time.
_ARENAS = 2


def give_back() -> bool:
    """From now on; call it before the first thread begins. Whether the C library is one that can be told (glibc)."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    wanted = {_ARENA_MAX: _ARENAS, _MMAP_THRESHOLD: _LARGE, _TRIM_THRESHOLD: _LARGE}
    return all(mallopt(name, value) for name, value in wanted.items())
