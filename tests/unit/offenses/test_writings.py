"""Every offense is read the same however it is written, and damage with one reading changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from havenline.offenses import parse

# code, section, paragraphs, level given, listed for charging, listed for use
OFFENSES = [
    ("PC", "647", ("a",), "", "Y", "Y"),
    ("PC", "647", ("b",), "", "Y", "Y"),
    ("PC", "647", ("b", "1"), "", "Y", "Y"),
    ("PC", "647", ("b", "2"), "", "Y", "Y"),
    ("PC", "647", ("b", "3"), "", "REVIEW", "Y"),
    ("PC", "653.22", (), "", "Y", "Y"),
    ("PC", "653.22", ("a",), "", "Y", "Y"),
    ("PC", "653.22", ("a", "1"), "", "Y", "Y"),
    ("PC", "372", (), "", "Y", "Y"),
    ("HS", "11350", ("a",), "M", "Y", "N"),
    ("HS", "11377", ("a",), "M", "Y", "N"),
    ("HS", "11364", (), "", "Y", "N"),
    ("HS", "11550", ("a",), "", "Y", "N"),
    ("HS", "11350", ("a",), "F", "REVIEW", "N"),
    ("PC", "653.23", ("a", "1"), "", "REVIEW", "N"),
    ("PC", "372.5", (), "", "REVIEW", "N"),
    ("VC", "23152", ("f",), "", "REVIEW", "N"),
    ("PC", "647.6", ("a", "1"), "", "N", "N"),
    ("PC", "647", ("h",), "", "N", "N"),
    ("PC", "653.2", ("a",), "", "N", "N"),
    ("PC", "211", (), "", "N", "N"),
    ("PC", "459", (), "", "N", "N"),
    ("PC", "245", ("a", "4"), "", "N", "N"),
    ("HS", "11378", (), "", "N", "N"),
    ("VC", "14601.1", ("a",), "", "N", "N"),
    ("PC", "10647", ("b",), "", "N", "N"),
    ("PC", "3720", (), "", "N", "N"),
]
NAMES = {
    "PC": ("PC", "P.C.", "P C", "CPC", "Pen. Code", "Penal Code", "Cal. Penal Code", "pc", "PEN", "CA PC"),
    "HS": ("HS", "H&S", "H & S", "H. & S.", "HSC", "H/S", "Health & Safety Code", "Health and Safety Code"),
    "VC": ("VC", "V.C.", "CVC", "Vehicle Code", "Veh. Code", "vc"),
}
Write = Callable[[str, str, str], str]
WRITINGS: dict[str, Write] = {
    "code first": lambda code, number, subs: f"{code} {number}{subs}",
    "code last": lambda code, number, subs: f"{number}{subs} {code}",
    "capitals": lambda code, number, subs: f"{number}{subs} {code}".upper(),
    "section sign": lambda code, number, subs: f"{code} § {number}{subs}",
    "glued section sign": lambda code, number, subs: f"{code}§{number}{subs}",
    "the word section": lambda code, number, subs: f"{code} section {number}{subs}",
    "of the code": lambda code, number, subs: f"Section {number}{subs} of the {code}",
    "with a literal": lambda code, number, subs: f"{number}{subs} {code}-AS CHARGED",
    "after a count": lambda code, number, subs: f"COUNT 1: {code} {number}{subs}",
    "with a hyphen": lambda code, number, subs: f"{code}-{number}{subs}",
    "with slashes": lambda code, number, subs: f"{number}{subs}/{code}",
}


def brackets(paragraphs: tuple[str, ...], opening: str = "(", closing: str = ")") -> str:
    return "".join(f"{opening}{paragraph}{closing}" for paragraph in paragraphs)


def normalized(code: str, section: str, paragraphs: tuple[str, ...]) -> str:
    return f"{code} {section}{brackets(paragraphs)}"


@pytest.mark.parametrize("writing", WRITINGS)
@pytest.mark.parametrize(("code", "section", "paragraphs", "level", "charge", "use"), OFFENSES)
def test_writing_does_not_change_the_reading(
    code: str, section: str, paragraphs: tuple[str, ...], level: str, charge: str, use: str, writing: str
) -> None:
    for name in NAMES[code]:
        text = WRITINGS[writing](name, section, brackets(paragraphs))
        read = parse(text, level_column=level)
        assert read.normalized == normalized(code, section, paragraphs), text
        assert (read.charge_bar_listed, read.use_bar_listed) == (charge, use), text
        assert not read.ambiguous, text


def full_width(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


DAMAGE: dict[str, Callable[[str], str]] = {
    "blanks before the brackets": lambda text: text.replace("(", " ("),
    "blanks inside the brackets": lambda text: text.replace("(", "( ").replace(")", " )"),
    "blanks around": lambda text: f"  {text}\t ",
    "blank before the period": lambda text: text.replace(".", " ."),
    "blank after the period": lambda text: text.replace(".", ". "),
    "comma for the period": lambda text: text.replace(".", ","),
    "square brackets": lambda text: text.replace("(", "[").replace(")", "]"),
    "braces": lambda text: text.replace("(", "{").replace(")", "}"),
    "last bracket lost": lambda text: "".join(text.rsplit(")", 1)),
    "bracket twice": lambda text: text.replace(")", "))", 1),
    "leading zero": lambda text: f"0{text}",
    "full width": full_width,
    "Cyrillic letters": lambda text: text.translate(str.maketrans("ABPCHS", "АВРСНЅ")),
    "no-break space": lambda text: text.replace(" ", "\u00a0"),
    "zero-width space": lambda text: text.replace("(", "\u200b("),
    "double quotes": lambda text: f'"{text}"',
    "apostrophe": lambda text: f"'{text}",
    "equals sign": lambda text: f"={text}",
    "formula": lambda text: f'="{text}"',
    "line end": lambda text: f"{text}\r\n",
    "line end inside": lambda text: text.replace(" ", "\n"),
    "stray periods": lambda text: f".{text}.",
    "NUL": lambda text: f"{text}\x00",
    "lower case": str.lower,
}


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize(("code", "section", "paragraphs", "level", "charge", "use"), OFFENSES)
def test_harmless_damage_is_repaired(
    code: str, section: str, paragraphs: tuple[str, ...], level: str, charge: str, use: str, damage: str
) -> None:
    text = DAMAGE[damage](f"{section}{brackets(paragraphs).upper()} {code}")
    read = parse(text, level_column=level)
    assert read.normalized == normalized(code, section, paragraphs), text
    assert (read.charge_bar_listed, read.use_bar_listed) == (charge, use), text


@pytest.mark.parametrize("section", ["647(b)", "653.22(a)", "372", "11364"])
@pytest.mark.parametrize(
    "pattern",
    ["664/{}", "664-{}", "664.{}", "664 {}", "664{}", "{}/664", "{}-664", "ATT {}", "ATTEMPTED {}", "{} ATT"],
)
def test_attempt_is_listed_as_its_offense(section: str, pattern: str) -> None:
    code = "HS" if section == "11364" else "PC"
    read = parse(f"{pattern.format(section)} {code}")
    assert (read.normalized, read.modifier, read.charge_bar_listed) == (f"{code} {section}", "ATTEMPT", "Y")
