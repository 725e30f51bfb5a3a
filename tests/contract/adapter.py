"""What the contract suite needs of a tenant under test, simulated or real."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Learner:
    """A person on the tenant: a handle of the adapter's own choice."""

    handle: object


class TenantUnderTest(Protocol):
    """A tenant whose site the suite may change as its users would. Ids are those of docs/contract.md section 6."""

    url: str  # wwwroot without trailing slash

    def pin_centre(self, url: str, jwks: str) -> None:
        """Trust this centre by this key set document from now on, as after joining."""

    def set_streams(self, *streams: str) -> None:
        """Switch exactly these streams on."""

    def set_paused(self, paused: bool) -> None: ...

    def make_course(self, title: str) -> int:
        """A course that is offered to all."""

    def rename_course(self, course: int, title: str) -> None: ...

    def open_between(self, course: int, opens: int | None, closes: int | None, limit: int | None) -> None:
        """Learners can enrol themselves from one second to another, and at most so many."""

    def show_on_card(self, course: int, topics: list[str], name: str, image: bytes) -> None:
        """The owner gives the course these topics, and uploads this file as its image."""

    def hide_course(self, course: int) -> None: ...

    def show_course(self, course: int) -> None: ...

    def delete_course(self, course: int) -> None: ...

    def make_learner(self) -> Learner: ...

    def enrol(self, course: int, learner: Learner) -> int:
        """The id of the enrolment."""

    def enrol_self(self, course: int, learner: Learner) -> int:
        """The same by the learner: it takes a place where places are limited."""

    def unenrol(self, enrolment: int) -> None: ...

    def suspend(self, enrolment: int) -> None: ...

    def complete(self, course: int, learner: Learner) -> int:
        """The id of the completion."""

    def withdraw_completion(self, completion: int) -> None: ...

    def make_badge(self, name: str, course: int) -> int: ...

    def issue_badge(self, badge: int, learner: Learner) -> int:
        """The id of the assertion."""

    def revoke_badge(self, assertion: int) -> None: ...

    def delete_badge(self, badge: int) -> None: ...

    def rate(self, course: int, learner: Learner, stars: int, text: str | None) -> int:
        """The learner gives or edits their rating of a course they completed; its id."""

    def withdraw_rating(self, rating: int) -> None:
        """The learner takes it back."""

    def answer_rating(self, rating: int, text: str) -> None:
        """The owner of the course answers it."""

    def flag_rating(self, rating: int, reason: str) -> None:
        """The owner asks LAN to look at it."""

    def report_rating(self, rating: int) -> None:
        """Somebody who has not done so reports it as abuse."""

    def link_account(self, learner: Learner, subject: str) -> None: ...

    def erase(self, learner: Learner) -> None:
        """Delete the person's data under privacy law."""

    def prune_log(self) -> None:
        """Forget all numbered entries of the change log but the newest."""

    def back_up(self) -> None: ...

    def restore(self) -> None:
        """Put the last backup back."""

    def declare_restored(self) -> None:
        """The tenant admin says that the site was reset or restored: a new epoch."""

    def publish_next_key(self) -> None:
        """Serve a second key, sign with the first."""
