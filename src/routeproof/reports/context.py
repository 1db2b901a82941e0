"""What a verdict was reached on: the formats that show more than its findings take it from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from posixpath import normpath
from types import MappingProxyType
from typing import TYPE_CHECKING

from routeproof.errors import Place
from routeproof.harness import Verdict
from routeproof.harness.finding import Finding, Location
from routeproof.matrix import Cell
from routeproof.model.registry import Registry

if TYPE_CHECKING:
    # The types alone: a plain check must not pay for the proof engine that stands behind a comparison.
    from routeproof.compare import Difference
    from routeproof.drift import Drift
    from routeproof.resolve.walk import Walk


@dataclass(frozen=True, slots=True)
class MutationScore:
    """How many edits of the registry were noticed; an edit proved equal to the original is `ignored`."""

    killed: int
    survived: int
    ignored: int = 0

    @property
    def percent(self) -> float | None:
        """Noticed edits per hundred that change the meaning; None when there was none to notice."""
        meant = self.killed + self.survived
        return 100 * self.killed / meant if meant else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything here is optional: a reporter leaves out the part that it is not given.

    Files are named relative to the workspace, as in findings. `prefix` leads from the root of the
    repository to the workspace, with `/` between its parts; it is empty when they are the same folder.
    """

    registry: Registry | None = None
    registry_file: str = "manifest/providers.yaml"
    prefix: str = ""
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The text of each file that was read."""
    arm_places: Mapping[tuple[str, str], Place] = field(default_factory=lambda: MappingProxyType({}))
    """Where each (runtime, arm) is written."""
    cells: tuple[Cell, ...] = ()
    drifts: "tuple[Drift, ...]" = ()
    base: Verdict | None = None
    """The verdict on what the change starts from."""
    difference: "Difference | None" = None
    mutation: MutationScore | None = None
    base_mutation: MutationScore | None = None

    def place(self, finding: Finding) -> Place:
        """A full region in the repository; a finding about a whole file stands at its first line."""
        return self.region(finding.at)

    def region(self, location: Location) -> Place:
        """The same for any location, be it the finding's own or a related one."""
        place = location.place or Place(location.document or self.registry_file)
        if not place.line:
            first = self.lines(place.file)[:1] or ("",)
            place = Place(place.file, 1, 1, 1, len(first[0]) + 1)
        return self.in_repository(place)

    def walk(self, finding: Finding) -> "Walk | None":
        """The walk of the finding's id through the arms; None where it is about no id of a runtime."""
        from routeproof.resolve.walk import walk  # noqa: PLC0415 - most formats tell none

        runtime, model = finding.coordinate("runtime"), finding.coordinate("model")
        if self.registry is None or runtime is None or model is None:
            return None
        return walk(self.registry, runtime, model, finding.present or ())

    def in_repository(self, place: Place) -> Place:
        """The same place, its file named relative to the root of the repository."""
        if not self.prefix or place.file.startswith("/"):
            return place
        # A workflow may lie above the workspace: `sub/../.github` is `.github`.
        return replace(place, file=normpath(f"{self.prefix}/{place.file}"))

    def lines(self, file: str) -> tuple[str, ...]:
        """The lines of a file as YAML counts them; none for a file whose text is not at hand."""
        text = self.texts.get(file, "").replace("\r\n", "\n")
        for line_break in "\r\x85\u2028\u2029":
            text = text.replace(line_break, "\n")
        return tuple(text.split("\n")) if text else ()


def last_line(place: Place) -> int:
    """The last line that a region touches: one that ends at column 1 ends with the line before."""
    return place.end_line - (place.end_column == 1 and place.end_line > place.line)


NOTHING = Context()
"""For a verdict alone."""
