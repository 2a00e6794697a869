"""What the loader could not load, and why."""

from __future__ import annotations

from dataclasses import dataclass, field


class EntryError(ValueError):
    """An entry of the demo data says something that cannot be loaded."""


@dataclass(frozen=True)
class Skipped:
    """One entry that was left out: its name as in the data, and the reason."""

    entry: str
    reason: str


@dataclass
class Report:
    """Collects what was skipped, so that everything else still loads."""

    skipped: list[Skipped] = field(default_factory=list)

    def skip(self, entry: str, reason: object) -> None:
        """Remember that ``entry`` was left out; the same reason is kept once."""
        found = Skipped(entry=entry, reason=" ".join(str(reason).split()))
        if found not in self.skipped:
            self.skipped.append(found)
