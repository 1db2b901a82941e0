"""The committed goldens, written anew: what `routeproof matrix --write` accepts as today's truth."""

from routeproof.checks.subjects.goldens import GoldensSubject
from routeproof.manifest.files import (
    GOLDEN_CSV,
    GOLDEN_MARKDOWN,
    GUARDS_CSV,
    METADATA_CSV,
    METADATA_MARKDOWN,
    OFFERED_CSV,
)
from routeproof.matrix import count, guards, metadata, offered, render_csv, render_markdown


def goldens_of(subject: GoldensSubject) -> dict[str, str]:
    """Every golden by its workspace-relative name, for what the subject holds today."""
    registry, cells = subject.registry, subject.cells
    return {
        GOLDEN_CSV: render_csv(cells),
        GOLDEN_MARKDOWN: render_markdown(cells, count(registry, cells)),
        METADATA_CSV: metadata.render_csv(metadata.facts_of(registry)),
        METADATA_MARKDOWN: metadata.render_markdown(registry),
        OFFERED_CSV: offered.render_csv(offered.offers_of(registry, subject.offers)),
        GUARDS_CSV: guards.render_csv(subject.counted),
    }
