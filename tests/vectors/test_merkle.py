"""The ledger's tree agrees with others: with a naive one written from the RFC, and with public vectors."""

import base64
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from havenline.ledger import tree

from . import merkle

HERE = Path(__file__).resolve().parent
REPOSITORY = HERE.parent.parent
LARGEST = 70


class Stored(dict[tree.Subtree, bytes]):
    """A tree grown leaf by leaf, each subtree remembered, as the database remembers them."""

    def __init__(self, size: int) -> None:
        self.frontier = tree.Frontier()
        self.roots = [self.frontier.root()]
        for index, entry in enumerate(merkle.entries_of(size)):
            self[tree.Subtree(0, index)] = tree.leaf_hash(entry)
            self.update(self.frontier.append(tree.leaf_hash(entry)))
            self.roots.append(self.frontier.root())

    def fetch(self, asked: Any) -> dict[tree.Subtree, bytes]:
        return {one: self[one] for one in asked}


GROWN = Stored(LARGEST)
ENTRIES = merkle.entries_of(LARGEST)
KEPT = json.loads((HERE / "merkle.json").read_text(encoding="ascii"))


def test_kept_vectors_are_what_the_naive_tree_makes() -> None:
    assert merkle.vectors() == KEPT


def test_kept_vectors_are_what_the_ledger_makes() -> None:
    for size, root in KEPT["roots"].items():
        assert GROWN.roots[int(size)].hex() == root
    for one in KEPT["inclusion"]:
        assert [h.hex() for h in tree.inclusion_proof(one["index"], one["size"], GROWN.fetch)] == one["proof"]
    for one in KEPT["consistency"]:
        made = tree.consistency_proof(one["older"], one["newer"], GROWN.fetch)
        assert [h.hex() for h in made] == one["proof"]


def test_a_growing_tree_has_the_roots_of_the_naive_one() -> None:
    assert GROWN.roots == [merkle.head(ENTRIES[:size]) for size in range(LARGEST + 1)]


@pytest.mark.parametrize("size", [1, 2, 3, 31, 32, 33, 64, LARGEST])
def test_every_inclusion_proof_is_the_naive_one_and_holds(size: int) -> None:
    for index in range(size):
        proof = tree.inclusion_proof(index, size, GROWN.fetch)
        assert proof == merkle.path(index, ENTRIES[:size])
        leaf = tree.leaf_hash(ENTRIES[index])
        tree.verify_inclusion(leaf, index=index, size=size, proof=proof, root=GROWN.roots[size])


@pytest.mark.parametrize("newer", [1, 2, 3, 31, 32, 33, 64, LARGEST])
def test_every_consistency_proof_is_the_naive_one_and_holds(newer: int) -> None:
    for older in range(1, newer + 1):
        proof = tree.consistency_proof(older, newer, GROWN.fetch)
        assert proof == merkle.proof(older, ENTRIES[:newer])
        tree.verify_consistency(
            older=older,
            newer=newer,
            proof=proof,
            older_root=GROWN.roots[older],
            newer_root=GROWN.roots[newer],
        )


def spoilt(proof: list[bytes]) -> Iterator[list[bytes]]:
    """The proof with one thing wrong: a bit, a missing step, a step too many, two steps swapped."""
    for at, step in enumerate(proof):
        yield [*proof[:at], bytes([step[0] ^ 1]) + step[1:], *proof[at + 1 :]]
        yield [*proof[:at], *proof[at + 1 :]]
        yield [*proof[:at], step, *proof[at:]]
    if len(proof) > 1:
        yield [proof[1], proof[0], *proof[2:]]
    yield [*proof, bytes(32)]
    yield [bytes(32), *proof]


@pytest.mark.parametrize("size", [1, 2, 7, 8, 33])
def test_no_spoilt_inclusion_proof_holds(size: int) -> None:
    for index in range(size):
        leaf, root = tree.leaf_hash(ENTRIES[index]), GROWN.roots[size]
        for proof in spoilt(tree.inclusion_proof(index, size, GROWN.fetch)):
            with pytest.raises(tree.ProofWrong):
                tree.verify_inclusion(leaf, index=index, size=size, proof=proof, root=root)


@pytest.mark.parametrize("newer", [1, 2, 7, 8, 33])
def test_no_spoilt_consistency_proof_holds(newer: int) -> None:
    for older in range(1, newer + 1):
        roots = {"older_root": GROWN.roots[older], "newer_root": GROWN.roots[newer]}
        for proof in spoilt(tree.consistency_proof(older, newer, GROWN.fetch)):
            with pytest.raises(tree.ProofWrong):
                tree.verify_consistency(older=older, newer=newer, proof=proof, **roots)


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0), (5, 3)])
def test_an_entry_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not among"):
        tree.inclusion_proof(index, size, GROWN.fetch)
    with pytest.raises(tree.ProofWrong):
        tree.verify_inclusion(bytes(32), index=index, size=size, proof=[], root=bytes(32))


@pytest.mark.parametrize(("older", "newer"), [(0, 3), (4, 3), (-1, 3), (0, 0)])
def test_an_impossible_beginning_has_no_proof(older: int, newer: int) -> None:
    with pytest.raises(ValueError, match="beginning"):
        tree.consistency_proof(older, newer, GROWN.fetch)
    with pytest.raises(tree.ProofWrong):
        tree.verify_consistency(
            older=older, newer=newer, proof=[], older_root=bytes(32), newer_root=bytes(32)
        )


def test_places_number_all_subtrees_without_a_clash() -> None:
    places = {subtree.place for subtree in GROWN}
    assert len(places) == len(GROWN)
    assert {tree.Subtree(0, n).place for n in range(5)} == {0, 2, 4, 6, 8}
    assert [tree.Subtree(*one).place for one in ((1, 0), (2, 0), (1, 1), (3, 0))] == [1, 3, 5, 7]


@pytest.mark.parametrize(("size", "hashes"), [(1, []), (3, [bytes(32)]), (1, [b"short"]), (-1, [])])
def test_a_frontier_of_the_wrong_shape_is_refused(size: int, hashes: list[bytes]) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        tree.Frontier(size, hashes)


def test_a_frontier_survives_storage() -> None:
    frontier = Stored(13).frontier
    assert tree.Frontier.from_bytes(13, frontier.to_bytes()).root() == frontier.root()


def public_vectors() -> Path | None:
    """The folder of transparency-dev's vectors, where the environment names one or one lies beside us."""
    named = os.environ.get("HAVENLINE_MERKLE_VECTORS")
    beside = REPOSITORY / "../shared/vectors/merkle"
    folder = Path(named) if named else beside
    return folder if named or folder.is_dir() else None


def holds(vector: dict[str, Any]) -> bool:
    """Whether our check accepts the vector."""

    def octets(name: str) -> bytes:
        return base64.b64decode(vector[name] or "")

    proof = [base64.b64decode(one) for one in vector["proof"] or []]
    try:
        if "leafIdx" in vector:
            index, size = vector["leafIdx"], vector["treeSize"]
            root = octets("root")
            tree.verify_inclusion(octets("leafHash"), index=index, size=size, proof=proof, root=root)
        else:
            tree.verify_consistency(
                older=vector["size1"],
                newer=vector["size2"],
                proof=proof,
                older_root=octets("root1"),
                newer_root=octets("root2"),
            )
    except tree.ProofWrong:
        return False
    return True


def test_public_vectors_are_agreed_with(capsys: pytest.CaptureFixture[str]) -> None:
    folder = public_vectors()
    if folder is None:
        with capsys.disabled():
            print(
                "\npublic Merkle vectors: not here, not read; HAVENLINE_MERKLE_VECTORS can name their folder"
            )
        return
    files = sorted(folder.rglob("*.json"))
    vectors = {file: json.loads(file.read_text(encoding="utf-8")) for file in files}
    assert vectors, f"no vectors in `{folder}`"
    assert {vector["wantErr"] for vector in vectors.values()} == {True, False}
    disagreed = [file.name for file, vector in vectors.items() if holds(vector) == vector["wantErr"]]
    assert disagreed == []
