"""The sample: a transcript becomes a video that speaks it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cuepress import media
from cuepress.cli import sample
from cuepress.errors import SyncError, UsageError
from cuepress.model import Paragraph, Span, Transcript, Unspoken

TITLE = Unspoken("title", "Message du maire de l'ancienne ville")
SHORT = Transcript(
    "fr",
    (Paragraph("Nous le savons tous. La ville écoute."), Paragraph("[rires] Merci à vous.", sounds=(Span(0, 7),))),
    unspoken=(TITLE, Unspoken("title", "Enregistré le 31 mai 2016")),
    title="Message du maire",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "media" / "message.mp4"
    sample.make_sample(SHORT, out, tag="fr")
    return out


def test_it_is_a_video_in_the_language_of_the_text(made: Path) -> None:
    info = media.probe(made)

    assert (info.width, info.height) == (1_280, 720)
    assert info.audio[0].language == "fr"
    assert 4_000 < info.duration_ms < 15_000


def test_it_begins_and_ends_with_a_pause_and_pauses_between(made: Path) -> None:
    sound = media.decode(made)
    loud = np.flatnonzero(np.abs(sound.samples) > 0.02)
    gaps_ms = [gap * 1_000 / sound.rate_hz for gap in np.diff(loud)]

    assert loud[0] / sound.rate_hz == pytest.approx(1.2, abs=0.1)
    assert (len(sound.samples) - loud[-1]) / sound.rate_hz == pytest.approx(1.5, abs=0.2)
    assert [round(gap, -2) for gap in gaps_ms if gap > 300] == pytest.approx([400, 800], abs=100)


def test_it_is_the_same_each_time(made: Path, tmp_path: Path) -> None:
    told: list[float] = []

    sample.make_sample(SHORT, tmp_path / "again.mp4", tag="fr", progress=told.append)

    assert (tmp_path / "again.mp4").read_bytes() == made.read_bytes()
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_sounds_are_not_spoken() -> None:
    said = " ".join(sentence for sentence, _ in sample._sentences(SHORT, "fr"))

    assert re.sub(r"\s+", " ", said) == "Nous le savons tous. La ville écoute. Merci à vous."


def test_nothing_to_say_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no spoken text"):
        sample.make_sample(Transcript("fr", (Paragraph("…"),)), tmp_path / "a.mp4", tag="fr")


def test_a_language_without_a_voice_is_said(tmp_path: Path) -> None:
    with pytest.raises(SyncError, match="no voice"):
        sample.make_sample(SHORT, tmp_path / "a.mp4", tag="xx")

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["Kısa başlık"],
        ["Un titre " * 30, "et une ligne " * 20],
        ["رسالة رئيس البلدية"],
        ["Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 3],
    ],
)
def test_the_card_leaves_room_for_the_waveform_and_the_captions(lines: list[str]) -> None:
    card = np.asarray(sample._draw_card(lines, "Français · 3:35"))

    below = card[media.title.Band().top - 10 :]
    assert (below == np.array([0xFA, 0xF8, 0xF4])).all()
    assert (card[:, :112] == np.array([0xFA, 0xF8, 0xF4])).all()


def test_a_title_in_the_extended_alphabet_is_drawn_with_its_letters() -> None:
    with_letter, without = (sample._length(text, sample._SUBTITLE) for text in ("başğı", "bai"))

    assert sample._can_show("başlığı")
    assert with_letter > without
    assert not sample._can_show("城市")


def test_the_card_is_a_picture_of_the_right_size() -> None:
    card = sample._draw_card(["A title"], "English · 0:10")

    assert isinstance(card, Image.Image)
    assert card.size == (1_280, 720)
