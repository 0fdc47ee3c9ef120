"""A pack is literate: the policy's own words and the rule that reads them stand in one file, read here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from havenline.policy.errors import PackRefused

DEEPEST = 12  # a table of a pack needs five
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StrictLoader(Loader):  # type: ignore[misc,valid-type]
    """YAML without surprises: dates stay text and a key stands once. Aliases: see `casefile`."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 - PyYAML's signature
        seen = set()
        for key, _ in node.value:
            name = getattr(key, "value", None)
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                raise yaml.MarkedYAMLError(problem="a key must be a plain word", problem_mark=key.start_mark)
            if name in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"the key `{name}` stands twice", problem_mark=key.start_mark
                )
            seen.add(name)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return mapping


StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in Loader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of a pack document: its kind (`words`, `clause`, ...), what it says, where it stands.

    quotes: the policy's sentences quoted since the clause block before it.
    """

    kind: str
    says: Mapping[str, Any]
    text: str
    file: str
    line: int
    quotes: tuple[str, ...]

    def where(self, fragment: str = "") -> str:
        """`policy.md:120`: the line of `fragment` inside the block, or that of the block."""
        first = fragment.strip().splitlines()[0].strip() if fragment.strip() else ""
        before = self.text.split(first, 1)[0] if first and first in self.text else ""
        return f"{self.file}:{self.line + before.count(chr(10))}"


@dataclass(frozen=True, slots=True)
class Document:
    """A pack's policy.md: what stands in its head, the words quoted, and the blocks in order."""

    head: Mapping[str, Any]
    quotes: tuple[str, ...]
    blocks: tuple[Block, ...]


def irregular(text: str, *, deepest: int) -> Iterator[tuple[str, str, int]]:
    """Each alias, anchor, tag, second document and too deep nesting: what it is, what to do, its line.

    Raises what PyYAML raises for text that is no YAML.
    """
    depth = documents = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield "holds an alias or anchor", "write the value out", line
        if getattr(event, "tag", None):
            yield "holds a tag", "write the plain value", line
        if depth > deepest:
            yield f"is nested more than {deepest} deep", "", line
        if documents > 1:
            yield "holds more than one document", "", line


def strict_yaml(text: str, *, where: str) -> Any:
    """What the YAML says, by the strict loader, plain values only. Raises PackRefused with file and line."""
    try:
        for problem, hint, line in irregular(text, deepest=DEEPEST):
            raise PackRefused(f"{where}:{line}: {problem}", hint=hint)
        return yaml.load(text, Loader=StrictLoader)  # noqa: S506 - a safe loader made stricter
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise PackRefused(f"{where}:{line}: {error.problem}") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise PackRefused(f"{where}: is not YAML") from error


def document(text: str, *, file: str) -> Document:
    """The document `text` (the content of policy.md). Raises PackRefused with file and line."""
    if not text.startswith("---\n") or "\n---\n" not in text[4:]:
        raise PackRefused(f"{file}:1: has no head between two lines of dashes")
    head_text = text[4:].split("\n---\n", 1)[0]
    quotes: list[str] = []
    blocks: list[Block] = []
    pending: list[str] = []
    for kind, content, line in _pieces(text):
        if kind == ">":
            quotes.append(content)
            pending.append(content)
            continue
        says = strict_yaml("\n" * line + content, where=file)
        if not isinstance(says, dict):
            raise PackRefused(f"{file}:{line}: the block is not a list of keys")
        blocks.append(Block(kind, says, content, file, line + 1, tuple(pending)))
        if kind == "clause":
            pending.clear()
    return Document(strict_yaml(head_text, where=file), tuple(quotes), tuple(blocks))


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """Quotes (kind ">") and fenced blocks, each with the line its first fence or quote stands on."""
    quote: list[str] = []
    lines = text.split("\n")
    number = 0
    while number < len(lines):
        line = lines[number]
        if line.startswith(">"):
            quote.append(line[1:].strip())
        elif quote:
            yield ">", " ".join(quote), number
            quote = []
        fence = re.fullmatch(r"```(\w+)", line)
        if fence:
            end = lines.index("```", number)
            yield fence[1], "\n".join(lines[number + 1 : end]), number + 1
            number = end
        number += 1
    if quote:
        yield ">", " ".join(quote), number
