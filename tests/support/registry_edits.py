"""Edits of the reference registry that must close the gate: the text before, and what takes its place."""

from typing import NamedTuple

from support.cli_command import ROOT

MANIFEST = (ROOT / "manifest/providers.yaml").read_text(encoding="utf-8")


class Edit(NamedTuple):
    """`old` stands once in the manifest after `section`; findings must say `cell`, `change` and `line`."""

    section: str
    old: str
    new: str
    cell: tuple[str, str, str]
    """Runtime, arm, id."""
    change: tuple[str, str]
    """The outcome in the golden matrix, and the one now, each with who pays."""
    line: str
    """The line of the edited manifest that the finding must name."""

    @property
    def text(self) -> str:
        """The whole manifest after the edit."""
        before, marker, after = MANIFEST.partition(self.section)
        assert marker, f"the manifest has no {self.section!r}"
        assert self.old in after, f"the manifest has no {self.old!r}"
        return before + marker + after.replace(self.old, self.new, 1)

    @property
    def line_number(self) -> int:
        """Where `line` stands in the edited manifest, after the section's start."""
        start = self.text.index(self.section)
        return self.text.count("\n", 0, self.text.index(self.line, start)) + 1


EDITS = {
    "platform-gains-an-id": Edit(
        section="  claude-code:\n",
        old="          - minimax/MiniMax-M3\n",
        new="          - minimax/MiniMax-M3\n          - minimax:MiniMax-M2.7\n",
        cell=("claude-code", "platform", "minimax:MiniMax-M2.7"),
        change=("no such cell", "platform (platform)"),
        line="          - minimax:MiniMax-M2.7\n",
    ),
    "arm-dropped": Edit(
        section="  claude-code:\n",
        old="      - name: deepseek\n",
        new="",
        cell=("claude-code", "deepseek", "deepseek-chat"),
        change=("deepseek (byok)", "no such cell"),
        line="      - name: anthropic-oauth\n",
    ),
    "id-dropped": Edit(
        section="  openclaw:\n",
        old="          - moonshot/kimi-k2.5\n",
        new="",
        cell=("openclaw", "platform", "moonshot/kimi-k2.5"),
        change=("platform (platform)", "no such cell"),
        line="      - name: platform\n",
    ),
    "byok-id-moved-to-platform": Edit(
        section="  openclaw:\n",
        old="          - moonshot:kimi-k2.5\n      - name: platform\n        models:\n",
        new="      - name: platform\n        models:\n          - moonshot:kimi-k2.5\n",
        cell=("openclaw", "platform", "moonshot:kimi-k2.5"),
        change=("no such cell", "platform (platform)"),
        line="          - moonshot:kimi-k2.5\n",
    ),
    "pattern-matches-everything": Edit(
        section="  - name: minimax\n",
        old="'(?i)^minimax-m'",
        new="'.*'",
        cell=("claude-code", "zai", "zai:glm-4.6"),
        change=("zai (byok)", "ambiguous, not registered"),
        line="      - name: zai\n",
    ),
}
