"""Parts of a message, written as the blocks of a Messages request."""

from collections.abc import Iterator, Sequence
from typing import Any

from routeproof.relay.wire.neutral import Declined, Image, Part, Pdf, Text
from routeproof.relay.wire.report import LossReport


def write_blocks(parts: Sequence[Part], report: LossReport) -> Iterator[dict[str, Any]]:
    """A block for each part; an empty text says nothing, and no vendor takes it."""
    for part in parts:
        if isinstance(part, Text):
            yield from _text(part.text)
        elif isinstance(part, Declined):
            report.changed(part.path)
            yield from _text(part.text)
        elif isinstance(part, Image):
            yield _image(part, report)
        elif isinstance(part, Pdf):
            yield _pdf(part)
        else:
            yield {
                "type": "document",
                "source": {"type": "text", "media_type": "text/plain", "data": part.text},
            }


def _text(text: str) -> Iterator[dict[str, Any]]:
    if text:
        yield {"type": "text", "text": text}


def _image(image: Image, report: LossReport) -> dict[str, Any]:
    if image.detail is not None and image.detail.value != "auto":
        report.dropped(image.detail.path)
    if image.url is not None:
        return {"type": "image", "source": {"type": "url", "url": image.url}}
    source = {"type": "base64", "media_type": image.media_type, "data": image.data}
    return {"type": "image", "source": source}


def _pdf(pdf: Pdf) -> dict[str, Any]:
    if pdf.url is not None:
        source = {"type": "url", "url": pdf.url}
    else:
        source = {"type": "base64", "media_type": "application/pdf", "data": pdf.data or ""}
    block: dict[str, Any] = {"type": "document", "source": source}
    return block if pdf.name is None else {**block, "title": pdf.name}
