"""Options: a wrong value or a weak secret stops the start with a sentence."""

from pathlib import Path

import pytest

from havenline import config


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('demo = "perhaps"', "`demo` is `perhaps`: legal values: true, false"),
        ("threads = 0", "`threads` is `0`: legal values: a whole number from 1"),
        ("threads = -3", "`threads` is `-3`"),
        ("office_name = 7", "`office_name` is `7`"),
        ('exit_site = "weather"', "`exit_site` is `weather`: legal values: an address that begins"),
        ('exit_site = "javascript:alert(1)"', "`exit_site` is `javascript:alert(1)`"),
        ('exit_site = "https://"', "`exit_site` is `https://`"),
        ('exit_site = "https://a.example/\\nb"', "legal values: an address that begins"),
        ('hosts = ""', "`hosts` is ``: legal values: one host name or more"),
        ("hosts = []", "`hosts` is `[]`"),
        ('hosts = "*"', "`hosts` is `*`"),
        ('database = "mysql://"', "`database` is `mysql://`: legal values: sqlite, or postgresql://"),
        ('database = "postgresql://host:port/office"', "`database` is"),
        ('threads = "²"', "`threads` is `²`: legal values: a whole number from 1"),
        ("keep_addresses = true", "is no option"),
        ("demo = ", "cannot be read"),
    ],
)
def test_a_wrong_option_stops_the_start(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "office.toml").write_text(text)
    with pytest.raises(config.ConfigWrong) as refusal:
        config.read(tmp_path, {})
    assert says in str(refusal.value)


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "office.toml").write_text("threads = 3\ndemo = true")
    office = config.read(tmp_path, {"HAVENLINE_THREADS": "5"})
    assert (office.threads, office.demo, office.pack) == (5, True, "us-ca-sfda-2018")


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        (None, 0o600, "is missing"),
        ("ab" * 32, 0o644, "is open to others"),
        ("ab" * 31, 0o600, "has the wrong length"),
        ("", 0o600, "has the wrong length"),
        ("no secret", 0o600, "is damaged"),
        ("\N{SNOWMAN}", 0o600, "cannot be read"),
    ],
)
def test_a_secret_that_cannot_be_trusted_stops_the_start(
    content: str | None, mode: int, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = config.read(tmp_path, {})
    monkeypatch.setattr(config, "load", lambda: office)
    office.secrets.mkdir(mode=0o700)
    if content is not None:
        path = office.secrets / "pepper"
        path.write_text(content, encoding="utf-8")
        path.chmod(mode)
    with pytest.raises(config.ConfigWrong) as refusal:
        config.read_secret("pepper")
    assert says in str(refusal.value)
    assert "hint" not in str(refusal.value)


def test_a_folder_of_secrets_that_others_can_enter_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = config.read(tmp_path, {})
    monkeypatch.setattr(config, "load", lambda: office)
    office.secrets.mkdir()
    path = office.secrets / "pepper"
    path.write_text("ab" * 32, encoding="ascii")
    path.chmod(0o600)
    office.secrets.chmod(0o755)
    with pytest.raises(config.SecretWrong) as refusal:
        config.read_secret("pepper")
    assert f"run: chmod 700 {office.secrets}" in str(refusal.value)


def test_a_missing_secret_does_not_suggest_a_new_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = config.read(tmp_path, {})
    monkeypatch.setattr(config, "load", lambda: office)
    with pytest.raises(config.SecretMissing) as refusal:
        config.read_secret("pepper")
    assert "init" not in str(refusal.value)
    assert "restore it" in str(refusal.value)
