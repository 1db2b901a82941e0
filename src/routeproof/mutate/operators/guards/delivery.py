"""Operators on what holds hosts, moves, the lane, copies and artefacts: each list is kept, and says less."""

from collections.abc import Iterator

from routeproof.manifest.files import ARTEFACTS, HOSTS, LANE, MOVES, REGISTRY, SYNC
from routeproof.mutate.edit import insert, put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal

_STRANGER = "api.example.net"
_ANY = ".*"
_OTHER_FINGERPRINT = "0" * 64
_NO_COMMAND = "true"


def _host_add(material: Material) -> Iterator[Proposal]:
    for hosts in material.declared.hosts:
        yield Proposal(
            changes=(insert(f"{hosts.pointer}/{len(hosts.hosts)}", _STRANGER),),
            locus=hosts.provider,
            description=f"`{hosts.provider}` may be reached at `{_STRANGER}` as well",
            replacement=_STRANGER,
            file=HOSTS,
            provider=hosts.provider,
        )


def _move_widen(material: Material) -> Iterator[Proposal]:
    for move in material.declared.moves:
        if move.ids != _ANY:
            yield Proposal(
                changes=(put(f"{move.pointer}/ids", _ANY),),
                locus=f"{move.runtime} / {move.ticket}",
                description=f"every id of `{move.runtime}` may move from `{move.before}` to `{move.after}`",
                replacement=_ANY,
                file=MOVES,
                runtime=move.runtime,
            )


def _lane_field(key: str, new: str, description: str) -> Proposal:
    return Proposal(
        changes=(put(f"/{key}", new),), locus=key, description=description, replacement=new, file=LANE
    )


def _lane_other_job(material: Material) -> Iterator[Proposal]:
    lane = material.declared.lane
    names = {job.id: None for workflow in material.workflows for job in workflow.jobs} if lane else {}
    for name in names:
        if lane and name != lane.sentinel:
            yield _lane_field("sentinel", name, f"`{name}` is declared to be the sentinel")
        if lane and name != lane.routeproof_job:
            yield _lane_field("routeproof_job", name, f"`{name}` is declared to run routeproof")


def _lane_command(material: Material) -> Iterator[Proposal]:
    if material.declared.lane:
        description = f"the job that runs routeproof is declared to run `{_NO_COMMAND}`"
        yield _lane_field("command", _NO_COMMAND, description)


def _lane_external(material: Material) -> Iterator[Proposal]:
    lane = material.declared.lane
    for context in lane.required if lane else ():
        if lane and context not in lane.external:
            external = [*lane.external, context]
            yield Proposal(
                changes=(put("/external", external),),
                locus=context,
                description=f"`{context}` is declared to be reported by something other than a workflow",
                replacement=context,
                file=LANE,
            )


def _lane_no_audit(material: Material) -> Iterator[Proposal]:
    lane = material.declared.lane
    if lane and lane.audit is not None:
        yield Proposal(
            changes=(remove("/audit"),), locus="audit", description="the audit list is gone", file=LANE
        )


def _copy_data(material: Material) -> Iterator[Proposal]:
    for copy in material.declared.sync.copies:
        if copy.exact:
            yield Proposal(
                changes=(remove(f"{copy.pointer}/bytes"),),
                locus=copy.copy,
                description=f"`{copy.copy}` may have other bytes",
                file=SYNC,
            )


def _fingerprint(material: Material) -> Iterator[Proposal]:
    for pinned in material.declared.sync.fingerprints:
        yield Proposal(
            changes=(put(f"{pinned.pointer}/fingerprint", _OTHER_FINGERPRINT),),
            locus=pinned.fingerprint,
            description=f"the fingerprint `{pinned.fingerprint}` becomes another",
            replacement=_OTHER_FINGERPRINT,
            file=SYNC,
        )


def _artefact_path(material: Material) -> Iterator[Proposal]:
    for artefact in material.declared.artefacts:
        yield Proposal(
            changes=(put(f"{artefact.pointer}/path", REGISTRY),),
            locus=artefact.path,
            description=f"`{REGISTRY}` is declared to be generated in place of `{artefact.path}`",
            replacement=REGISTRY,
            file=ARTEFACTS,
        )


_MOVE = "runtime: r, from: a, to: b, reason: r, ticket: t"
_LANE = "sentinel: ok\nrouteproof_job: gate\nrequired: [ok]"

OPERATORS = (
    Operator(
        name="add-host",
        description="a provider may be reached at a further host",
        touches=HOSTS,
        propose=_host_add,
        examples=(
            Example(
                "hosts: {a: [x], b: []}",
                (f"hosts: {{a: [x, {_STRANGER}], b: []}}", f"hosts: {{a: [x], b: [{_STRANGER}]}}"),
            ),
        ),
    ),
    Operator(
        name="widen-move",
        description="a move that is meant for some ids is meant for all",
        touches=MOVES,
        propose=_move_widen,
        examples=(
            Example(
                f"moves: [{{{_MOVE}, ids: x}}, {{{_MOVE}, ids: '.*'}}]",
                (f"moves: [{{{_MOVE}, ids: '.*'}}, {{{_MOVE}, ids: '.*'}}]",),
            ),
        ),
    ),
    Operator(
        name="lane-other-job",
        description="another job is declared to be the sentinel, or the one that runs routeproof",
        touches=LANE,
        propose=_lane_other_job,
        examples=(
            Example(
                _LANE,
                (
                    _LANE.replace("sentinel: ok", "sentinel: gate"),
                    _LANE.replace("routeproof_job: gate", "routeproof_job: ok"),
                ),
            ),
        ),
    ),
    Operator(
        name="lane-other-command",
        description="the job that runs routeproof is declared to run something else",
        touches=LANE,
        propose=_lane_command,
        examples=(Example(_LANE, (f"{_LANE}\ncommand: 'true'",)),),
    ),
    Operator(
        name="lane-external",
        description="a required context is declared to come from elsewhere",
        touches=LANE,
        propose=_lane_external,
        examples=(
            Example(_LANE, (f"{_LANE}\nexternal: [ok]",)),
            Example(f"{_LANE}\nexternal: [ok]", ()),
        ),
    ),
    Operator(
        name="lane-no-audit",
        description="the required contexts are no longer compared with the audit list",
        touches=LANE,
        propose=_lane_no_audit,
        examples=(Example(f"{_LANE}\naudit: [ok]", (_LANE,)), Example(_LANE, ())),
    ),
    Operator(
        name="copy-other-bytes",
        description="a copy that has to be the same file may be another that says the same",
        touches=SYNC,
        propose=_copy_data,
        examples=(
            Example("copies: [{copy: a, bytes: true}, {copy: b}]", ("copies: [{copy: a}, {copy: b}]",)),
        ),
    ),
    Operator(
        name="other-fingerprint",
        description="the registry is held to another fingerprint",
        touches=SYNC,
        propose=_fingerprint,
        examples=(
            Example(
                "fingerprints: [{fingerprint: abc}]",
                (f"fingerprints: [{{fingerprint: '{_OTHER_FINGERPRINT}'}}]",),
            ),
        ),
    ),
    Operator(
        name="artefact-other-path",
        description="another file is held to be what is generated",
        touches=ARTEFACTS,
        propose=_artefact_path,
        examples=(
            Example("artefacts: [{lang: go, path: a.go}]", (f"artefacts: [{{lang: go, path: {REGISTRY}}}]",)),
        ),
    ),
)
