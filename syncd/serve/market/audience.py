"""For whom the marketplace is asked, and as whom whoever asks is counted. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audience:
    """Who asks, by the name under which it is counted, and for whose people; `agency` is None for everybody."""

    caller: str
    tenant: str | None = None
    agency: str | None = None

    @property
    def kept_as(self) -> str | None:
        """What tells answers to this audience from those to others; None where anybody may have them."""
        return None if self.tenant is None else f"{self.tenant} {self.agency or ''}"
