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
from routeproof.matrix import count_cells, guards, metadata, offered, render_routing, render_routing_page


def goldens_of(subject: GoldensSubject) -> dict[str, str]:
    """Every golden by its workspace-relative name, for what the subject holds today."""
    registry, cells = subject.registry, subject.cells
    return {
        GOLDEN_CSV: render_routing(cells),
        GOLDEN_MARKDOWN: render_routing_page(cells, count_cells(registry, cells)),
        METADATA_CSV: metadata.render_facts(metadata.facts_of(registry)),
        METADATA_MARKDOWN: metadata.render_providers_page(registry),
        OFFERED_CSV: offered.render_offers(offered.offers_of(registry, subject.offers)),
        GUARDS_CSV: guards.render_guards(subject.counted),
    }
