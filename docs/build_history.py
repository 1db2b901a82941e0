"""Write docs/history-of-connections.md: the stages that were run again, and what each of them broke.

The table and the witnesses come from the run itself; what stands here is who pays.
"""

from inspect import getdoc
from pathlib import Path
from textwrap import fill

from routeproof.bindings.replay import JUDGES, REFERENCE, STAGES, replay, witnesses
from routeproof.markup import message, prose, table

PAGE = Path(__file__).resolve().parent / "history-of-connections.md"
WIDTH = 115
NOTICE = "<!-- Written by docs/build_history.py from the stages and a run of them: edit those. -->"

INTRODUCTION = (
    "Connections did not come about in one piece. What decides today whose credential serves a call went "
    "through six stages before this one, and each of them moved somebody's bill, served what was gone, or "
    "hid rows behind a broken one. This page runs all of them again.",
    "A stage is a value: a few flags that say what it did otherwise than the reference. Under the flags of "
    "each run the same machines, which are the parser, the backfill, the dispatch, the cache and the "
    "command tree, over a bounded set of states, rows and configurations; and a judge for every invariant "
    "looks at what came of it. What a stage breaks is listed nowhere: the table shows what a run has shown, "
    "and so does `routeproof connections replay`.",
)
JUDGED = (
    "An entry is judged as the stage reads it: what a stage has no field for, nobody could mean. What "
    "backfill writes is judged as it is written."
)
WHO_PAYS = {
    "first-push": "The one whom the mode names, whatever an entry or its row says. Where that key is "
    "missing the other's is taken, and where both are missing the default instance, of any provider. "
    "Backfill goes by the source of an entry instead, so that it writes rows for which somebody else pays. "
    "Nothing reads them, and nobody notices.",
    "merged": "Still the one whom the mode names, or the other. Backfill goes by the mode too, and what it "
    "writes is right, but where a row called `-personal` is somebody else's. The owner who names a "
    "connection pays with another.",
    "wired-draft": "The one whose connection is named, while it can serve. An owner whose key is missing is "
    "served on the operator's bill, and the reverse; and a row of another provider serves as if the entry "
    "had asked for it. What a factory raises ends the call.",
    "wired": "The one whose connection is named, while it can serve; whoever is there, when it cannot. The "
    "bill moves just when something breaks, and nobody is told.",
    "fallback-removed": "Nobody but the one who is meant, a cache that serves old rows aside: what cannot "
    "serve is refused. Call sites pay the price: their stamp is written, is stripped when the configuration "
    "is read, and the call is refused for want of a connection that is there.",
    "newest": "The one whose connection is named; and while a miss may pass, the default instance, which "
    "need be neither of the provider nor of the payer that is meant. A change by another program is seen "
    "late: for a minute the one pays who paid before.",
    REFERENCE: "The one who is meant, in every state. What cannot be served so is refused, or marked as "
    "changed where a team allows it, and never goes to the operator.",
}


def page() -> str:
    """The whole page."""
    rows = [(f"[{name}](#{name})", ", ".join(broken) or "none") for name, broken in replay().items()]
    holds = [(name, prose(_first(getdoc(judge) or ""))) for name, judge in sorted(JUDGES.items())]
    parts = ["# History of connections", NOTICE, *map(_lines, INTRODUCTION), table(("stage", "breaks"), rows)]
    parts += ["## What is judged", _lines(JUDGED), table(("invariant", "holds when"), holds)]
    parts += [_section(name) for name in STAGES]
    return "\n\n".join(parts) + "\n"


def _section(name: str) -> str:
    stage = STAGES[name]
    shown = [(number, message(witness)) for number, witness in witnesses(stage).items()]
    breaks = table(("breaks", "first witness"), shown) if shown else "It breaks none of them."
    return "\n\n".join((f"## {name}", stage.about, _lines(f"**Who pays.** {WHO_PAYS[name]}"), breaks))


def _lines(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _first(text: str) -> str:
    return text.partition("\n")[0].removesuffix(".")


def main(page_file: Path = PAGE) -> None:
    """Write the page."""
    page_file.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
