"""`schedule` on the monotonic clock: jobs come at their interval, wherever anybody sets the wall clock. Runs what it is given."""

from datetime import UTC, datetime, timedelta

import schedule

from syncd import clock

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class SteadyScheduler(schedule.Scheduler):
    """A scheduler whose jobs repeat by intervals only: a time of day is a wall clock's."""

    def every(self, interval: int = 1) -> "_SteadyJob":
        return _SteadyJob(interval, self)


class _SteadyJob(schedule.Job):
    """`next_run` is a reading of the monotonic clock; the library only compares it with others of its kind."""

    @property
    def should_run(self) -> bool:
        return bool(self.next_run is not None and _reading() >= self.next_run)

    def _schedule_next_run(self) -> None:
        self.next_run = _reading() + timedelta(**{str(self.unit): self.interval})


def _reading() -> datetime:
    return _BEGINNING + timedelta(seconds=clock.monotonic())
