"""What an operator types about the ledger answers in words, or refuses in one line and exit 2."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from havenline.cli import main
from havenline.ledger.models import Head
from havenline.witness import signing, verifier
from tests.unit.ledger.acting import fill

from .watching import NAME, Watcher

pytestmark = pytest.mark.django_db


def run(*given: str) -> Result:
    return CliRunner().invoke(main, ["ledger", *given])


def test_the_whole_way_of_a_witness(tmp_path: Path) -> None:
    fill(4)
    assert run("checkpoint").output.startswith("havenline/ledger/")
    watcher = Watcher(tmp_path)
    assert run("witnesses", "add", "Harbor Outreach (invented)", watcher.line).exit_code == 0
    assert "signed nothing yet" in run("witnesses", "list").output
    request, signed = tmp_path / "request", tmp_path / "signed"
    request.write_text(run("since", "0").output)
    told = run(
        *("witness", "witness", str(request), "--key", signing.key().line),
        *("--own-key", str(tmp_path / "own"), "--state", str(tmp_path / "state"), "--out", str(signed)),
    )
    assert told.exit_code == 0, told.output
    assert "Harbor Outreach (invented) saw 5 entries" in run("cosigned", str(signed)).output
    assert "Nothing new" in run("cosigned", str(signed)).output
    assert NAME in run("checkpoint").output
    assert "no more signatures" in run("witnesses", "end", watcher.line).output
    assert "ended" in run("witnesses", "list").output


def test_an_entry_is_proved(tmp_path: Path) -> None:
    fill(4)
    run("checkpoint")
    proof = run("prove", "0", "--open").output
    assert verifier.open_proof(proof, signing.key()).told["about"][0]["name"] == "report"
    assert "about" not in verifier.open_proof(run("prove", "0").output, signing.key()).told


def test_the_tree_is_exported(tmp_path: Path) -> None:
    fill(4)
    run("checkpoint")
    assert "the checkpoint and 1 tiles" in run("tiles", "--to", str(tmp_path / "out"), "--entries").output
    assert (tmp_path / "out/tile/entries/000.p/5").is_file()


def test_the_program_is_printed() -> None:
    assert run("verifier").output == Path(verifier.__file__).read_text()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("prove", "9"), "the ledger has no entry `9`"),
        (("prove", "3"), "entry `3` is younger than the last checkpoint"),
        (("since", "9"), "no checkpoint of 9 entries"),
        (("tiles", "--to", "/dev/null/x"), "cannot be written"),
        (("cosigned", __file__), "is no signature"),
        (("witnesses", "add", "One (invented)", "x"), "no line of a key"),
        (("witnesses", "end", "x"), "no witness that signs has this key"),
    ],
)
def test_what_cannot_be_is_said_in_one_line(given: tuple[str, ...], said: str) -> None:
    fill(2)
    run("checkpoint")
    fill(1)
    told = run(*given)
    assert (told.exit_code, said in told.output, told.output.count("\n")) == (2, True, 1), told.output


def test_verify_finds_what_no_longer_fits_what_was_signed() -> None:
    from havenline.witness.models import Checkpoint

    fill(2)
    run("checkpoint")
    assert run("verify").exit_code == 0
    Checkpoint.objects.update(root=bytes(32))
    told = run("verify")
    assert (told.exit_code, "are not those that were signed" in told.output) == (1, True)
    assert Head.objects.get().size == 3
