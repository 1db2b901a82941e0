"""From documents that keep their schema and constraints to what a team declares."""

import datetime
from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Any

from routeproof.errors import pointer
from routeproof.harness.finding import Coordinates, Level
from routeproof.harness.policy import Policy, Waiver
from routeproof.manifest.template import read_template
from routeproof.manifest.yaml import Document
from routeproof.model.about import about, about_connection
from routeproof.model.command import CommandRisk, DeclaredCall
from routeproof.model.declared import (
    ArtefactFile,
    Condition,
    FiledConnections,
    Hosts,
    Ids,
    Invariant,
    Move,
    Offered,
    OfferedModel,
    Pin,
    PinnedFingerprint,
    Pins,
    PlatformException,
    Probe,
    RegistryCopy,
    Sync,
    UpstreamPin,
)
from routeproof.model.deployment import Deployment
from routeproof.model.registry import Payer


def pins_of(document: Document) -> Pins:
    """Build the pins, and the upstream pins, of a document that was read as `pins`."""
    pins = tuple(
        Pin(
            runtimes=tuple(entry["runtimes"]),
            models=tuple(entry["models"]),
            auth_env=_texts(entry.get("auth_env")),
            provider=entry.get("provider"),
            error=entry.get("error"),
            why=entry.get("why") or "",
            pointer=at,
        )
        for at, entry in _entries(document, "pins")
    )
    upstream = tuple(
        UpstreamPin(
            models=tuple(entry["models"]),
            vendor=entry.get("vendor"),
            rest=entry.get("rest"),
            error=entry.get("error"),
            why=entry.get("why") or "",
            pointer=at,
        )
        for at, entry in _entries(document, "upstream")
    )
    return Pins(pins, upstream)


def probes_of(document: Document) -> tuple[Probe, ...]:
    """Build the probes of a document that was read as `probes`, in its order."""
    probes: dict[str, str] = document.data["probes"]
    return tuple(Probe(provider, model, pointer("probes", provider)) for provider, model in probes.items())


def policy_of(document: Document) -> Policy:
    """Build the policy of a document that was read as `policy`."""
    levels: dict[str, str] = document.data.get("levels") or {}
    return Policy(
        Level(document.data.get("fail_level", Level.ERROR)),
        MappingProxyType(
            {check: None if level == "off" else Level(level) for check, level in levels.items()}
        ),
        _texts(document.data.get("require")),
    )


def waivers_of(document: Document) -> tuple[Waiver, ...]:
    """Build the waivers of a document that was read as `waivers`."""
    return tuple(
        Waiver(
            check=entry["check"],
            about=_narrowed(entry),
            ids=entry.get("ids"),
            reason=entry["reason"],
            owner=entry["owner"],
            ticket=entry["ticket"],
            expires=datetime.date.fromisoformat(entry["expires"]),
            pointer=at,
        )
        for at, entry in _entries(document, "waivers")
    )


def _narrowed(entry: dict[str, Any]) -> Coordinates:
    """What a waiver is narrowed to; what only connections have is left out where it is not given."""
    given = about_connection(entry.get("connection"), entry.get("entry"))
    return (*about(entry.get("runtime"), entry.get("arm")), *(each for each in given if each[1] is not None))


def offered_of(document: Document, template_reader: Callable[[str], bytes]) -> Offered:
    """Build what is offered from a document that was read as `offered`.

    `template_reader` takes the name of a template's file as it is written and returns its bytes. InputError,
    located at the selector, when that file cannot be read or does not hold what is asked for.
    """
    data = document.data
    if "template" in data:
        models, default_model = read_template(document, template_reader)
        default_pointer = "/template/default_model"
    else:
        models = tuple(
            OfferedModel(entry["id"], entry.get("provider"), _texts(entry.get("required_env")), at)
            for at, entry in _entries(document, "models")
        )
        default_model, default_pointer = data.get("default_model"), "/default_model"
    return Offered(
        runtime=data["runtime"],
        models=models,
        default_model=default_model,
        document=document.file,
        default_pointer=default_pointer,
    )


def invariants_of(document: Document) -> tuple[Invariant, ...]:
    """Build the invariants of a document that was read as `invariants`."""
    return tuple(
        Invariant(
            id=entry["id"],
            why=entry["why"],
            runtimes=None if entry["runtimes"] == "all" else tuple(entry["runtimes"]),
            ids=_ids(entry["ids"]),
            present=_texts((entry.get("auth_env") or {}).get("present")),
            absent=_texts((entry.get("auth_env") or {}).get("absent")),
            must=_condition(entry.get("must")),
            never=_condition(entry.get("never")),
            pointer=at,
        )
        for at, entry in _entries(document, "invariants")
    )


def platform_exceptions_of(document: Document) -> tuple[PlatformException, ...]:
    """Build the exceptions of a document that was read as `platform-exceptions`."""
    return tuple(PlatformException(**entry, pointer=at) for at, entry in _entries(document, "exceptions"))


def credentials_of(document: Document) -> tuple[str, ...]:
    """Build the kept list of credential names of a document that was read as `credentials`."""
    return _texts(document.data["credentials"])


def deployment_of(document: Document) -> Deployment:
    """Build the deployment of a document that was read as `deployment`; what it leaves out is neutral."""
    data = dict(document.data)
    if "model_variables" in data:
        data["model_variables"] = tuple(data["model_variables"])
    return Deployment(**data)


def hosts_of(document: Document) -> tuple[Hosts, ...]:
    """Build the allowed hosts of a document that was read as `hosts`, in its order."""
    hosts: dict[str, list[str]] = document.data["hosts"]
    return tuple(
        Hosts(provider, tuple(names), pointer("hosts", provider)) for provider, names in hosts.items()
    )


def moves_of(document: Document) -> tuple[Move, ...]:
    """Build the moves of a document that was read as `moves`."""
    return tuple(
        Move(
            runtime=entry["runtime"],
            ids=_ids(entry["ids"]),
            before=entry["from"],
            after=entry["to"],
            reason=entry["reason"],
            ticket=entry["ticket"],
            pointer=at,
        )
        for at, entry in _entries(document, "moves")
    )


def sync_of(document: Document) -> Sync:
    """Build the copies and the pinned fingerprints of a document that was read as `sync`."""
    copies = tuple(
        RegistryCopy(
            copy=entry["copy"],
            repo=entry.get("repo", "."),
            exact=entry.get("bytes", False),
            why=entry.get("why", ""),
            pointer=at,
        )
        for at, entry in _entries(document, "copies")
    )
    pinned = tuple(PinnedFingerprint(**entry, pointer=at) for at, entry in _entries(document, "fingerprints"))
    return Sync(copies, pinned)


def artefacts_of(document: Document) -> tuple[ArtefactFile, ...]:
    """Build the artefacts of a document that was read as `artefacts`."""
    return tuple(ArtefactFile(**entry, pointer=at) for at, entry in _entries(document, "artefacts"))


def command_risk_of(document: Document) -> CommandRisk:
    """Build the registry of risks of a document that was read as `command-risk`."""
    risk = {key: document.data[key] for key in ("read", "mutate", "paths")}
    return CommandRisk(document.data["tree"], MappingProxyType(risk))


def calls_of(document: Document) -> tuple[DeclaredCall, ...]:
    """Build the calls of a document that was read as `calls`."""
    return tuple(
        DeclaredCall(
            symbol=entry["symbol"],
            search=tuple(entry["search"]),
            exclude=_texts(entry.get("exclude")),
            at_least=entry.get("at_least", 1),
            pointer=at,
        )
        for at, entry in _entries(document, "calls")
    )


def connections_of(document: Document) -> FiledConnections:
    """Build the connections of a document that was read as `connections`.

    Where another file holds the configuration, that is still to be read: `config` is empty.
    """
    elsewhere = "config_file" in document.data
    config = {} if elsewhere else document.data
    return FiledConnections(
        file=document.file, document=document.data, config=config, config_file=document.file
    )


def _entries(document: Document, key: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for index, entry in enumerate(document.data.get(key) or ()):
        yield pointer(key, index), entry


def _texts(value: list[str] | None) -> tuple[str, ...]:
    return tuple(value or ())


def _ids(value: str | list[str]) -> Ids:
    return value if isinstance(value, str) else tuple(value)


def _condition(entry: dict[str, Any] | None) -> Condition | None:
    if entry is None:
        return None
    return Condition(
        provider=_any_of(entry.get("provider")),
        payer=Payer(entry["payer"]) if "payer" in entry else None,
        error=_any_of(entry.get("error")),
        registered=entry.get("registered"),
    )


def _any_of(value: str | list[str] | None) -> tuple[str, ...] | None:
    if value is None:
        return None
    return (value,) if isinstance(value, str) else tuple(value)
