"""What the office prints can be read by everybody, and says what was written and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from havenline import paper

AT = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
OFFICE = "Office of the District Attorney (invented)"
EVERYTHING: tuple[paper.Block, ...] = (
    paper.Heading("The first part"),
    paper.Paragraph("One line.\nAnother line."),
    paper.Quote("Will not be used against them.", "C3"),
    paper.Heading("A smaller part", level=3),
    paper.Points(["one thing", "another thing"]),
    paper.Points(["first", "second"], numbered=True),
    paper.Facts([("Case number", "24-0101"), ("Day", "4 March 2026")]),
    paper.Table(["Item", "Kind"], [["W-1", "document"], ["W-2", "video"]], caption="Items", widths=[1, 3]),
    paper.Answer("barred", "Barred", "PC 647(b)(1)"),
    paper.Fingerprint("Root", "ab" * 32),
    paper.Blank("Name of the person"),
    paper.NewPage(),
    paper.Signature(("Deputy, signature", "Date")),
)


def document(*blocks: paper.Block, **changed: Any) -> paper.Document:
    given: dict[str, Any] = {"title": "A memo", "office": OFFICE, "blocks": blocks, "to": "The court"}
    return paper.Document(**{**given, **changed})


def read(*blocks: paper.Block, template: Any = "memo", **changed: Any) -> PdfReader:
    return PdfReader(BytesIO(paper.pdf(template, document(*blocks, **changed), at=AT)))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(node: Any) -> list[str]:
    """The structure types in the order in which a screen reader meets them."""
    node = node.get_object()
    if isinstance(node, list):
        return [tag for one in node for tag in tags(one)]
    if not hasattr(node, "get") or "/S" not in node:
        return []
    return [str(node["/S"]), *(tags(node["/K"]) if "/K" in node else [])]


@pytest.mark.parametrize("template", ["memo", "letter", "report"])
def test_every_template_is_tagged_and_named(template: Any) -> None:
    reader = read(*EVERYTHING, template=template, lang="es", title="Informe")
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("es")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Informe"
    assert reader.metadata.author == OFFICE
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    found = tags(root["/StructTreeRoot"]["/K"])
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/BlockQuote"} <= set(found)
    assert found.count("/H1") == 1


@pytest.mark.parametrize("template", ["memo", "letter", "report"])
def test_every_word_given_is_printed(template: Any) -> None:
    printed = words(read(*EVERYTHING, template=template, foot="S-ABC234"))
    for expected in (
        OFFICE, "A memo", "The first part", "One line. Another line.", "used against them.", "C3",
        "A smaller part", "another thing", "first", "24-0101", "4 March 2026", "W-2", "Items", "Barred",
        "PC 647(b)(1)", "ab" * 32, "Name of the person", "Deputy, signature", "S-ABC234",
    ):  # fmt: skip
        assert expected in printed


def test_same_words_and_moment_give_same_bytes() -> None:
    first, second = (paper.pdf("report", document(*EVERYTHING), at=AT) for _ in range(2))
    assert first == second
    assert paper.pdf("report", document(*EVERYTHING), at=AT.replace(year=2027)) != first


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué pasó? El niño comió «algo» en Peñón.",
        "Nguyễn Thị Hồng Đặng ở Huế, Trương Vĩnh Ký",
        "Łukasz Żółć, Ağaoğlu, Šimić",
        "Анна Петрова",
        'code #panic("x") $x^2$ *not bold* _not italic_ <label> @ref \\ // /* [x]',
        "it's 10–12 — “quoted” … § 647(b) ½ €",
    ],
)
def test_words_are_printed_as_they_are_written(text: str) -> None:
    assert text in words(read(paper.Paragraph(text)))


@pytest.mark.parametrize("letter", ["中", "ไ", "أ", "😀", "\ue000"])
def test_a_letter_without_glyph_is_refused(letter: str) -> None:
    with pytest.raises(paper.GlyphMissing) as refused:
        paper.pdf("memo", document(paper.Paragraph(f"name: {letter}")), at=AT)
    assert refused.value.letter == letter
    assert f"`{letter}`" in str(refused.value)


@pytest.mark.parametrize(
    ("hidden", "shown"), [("\u202e", "<U+202E>"), ("\u200b", "<U+200B>"), ("\x00", "<U+0000>")]
)
def test_unseen_letters_are_shown_by_name(hidden: str, shown: str) -> None:
    assert f"ab{shown}cd" in words(read(paper.Facts([("Case", f"ab{hidden}cd")])))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"title": " "}, "a title"),
        ({"office": ""}, "an office"),
        ({"lang": "English"}, "no language"),
        ({"blocks": [paper.Heading("a", level=3)]}, "cannot follow"),
        ({"blocks": [paper.Heading("a", level=1)]}, "cannot follow"),
        ({"blocks": [paper.Table(["a", "b"], [["1"]])]}, "another length"),
        ({"blocks": [paper.Table(["a"], [["1"]], widths=[1, 2])]}, "another length"),
        ({"blocks": [paper.Table([], [])]}, "another length"),
    ],
)
def test_what_cannot_be_read_is_refused(changed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(paper.DocumentWrong, match=sentence):
        paper.pdf("memo", document(**changed), at=AT)


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no zone"):
        paper.pdf("memo", document(), at=AT.replace(tzinfo=None))


def test_an_empty_table_is_left_out() -> None:
    assert "/Table" not in tags(read(paper.Table(["a"], [])).trailer["/Root"]["/StructTreeRoot"]["/K"])  # type: ignore[index]


def test_a_long_table_repeats_its_head() -> None:
    rows = [[f"W-{number}", "document"] for number in range(120)]
    reader = read(paper.Table(["Item", "Kind"], rows), template="report")
    assert len(reader.pages) > 2
    assert all("Item" in page.extract_text() for page in reader.pages)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(max_codepoint=0x17F, exclude_categories=["Cs"]), max_size=80))
def test_any_latin_text_is_printed(text: str) -> None:
    assert paper.pdf("memo", document(paper.Paragraph(text), paper.Points([text])), at=AT).startswith(b"%PDF")
