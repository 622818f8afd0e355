"""Commands as a user gives them: output, messages, exit codes."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cuepress
from cuepress import library
from cuepress.cli import cli

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("name", cli.list_commands(None))  # type: ignore[arg-type]  # not used
def test_each_command_has_help_with_an_example(run: Run, name: str) -> None:
    code, out, _ = run(name, "--help")

    assert code == 0
    assert f"Example: cuepress {name}" in out


def test_caption_says_what_it_made_and_what_it_left_out(run: Run, talk: Path) -> None:
    code, out, err = run("caption", talk, "--spoken", "fr")

    assert code == 0
    assert "fr       French: " in out
    assert "talk.en.vtt" in out
    assert "fr: profile cuepress, 2 lines of 42, 17 characters a second; every character counts 1" in out
    assert "not captioned: title “The city” (--keep title takes it in)" in err


def test_the_title_is_captioned_where_it_is_spoken(run: Run, talk: Path) -> None:
    run("caption", talk, "--transcript", f"en={talk.with_name('talk.en.md')}", "--spoken-title")

    text = (talk.parent.parent / "captions" / "talk.en.vtt").read_text(encoding="utf-8")
    assert "The city\n" in text


def test_sync_prints_words_with_times_and_offsets(run: Run, talk: Path) -> None:
    source = talk.with_name("talk.fr.txt")

    code, out, _ = run("sync", talk, "--transcript", f"fr={source}")

    plain = json.loads(out)
    assert code == 0
    assert plain["language"] == "fr"
    text = source.read_text(encoding="utf-8")
    assert all(text[word["offset"] :].startswith(word["text"]) for word in plain["words"])
    assert all(word["start_ms"] <= word["end_ms"] for word in plain["words"])


def test_only_a_part_of_the_video_is_captioned(run: Run, talk: Path) -> None:
    captioned = ("caption", talk, "--start", "0:04.5", "--end", "11.5")

    code, out, _ = run(*captioned)
    assert code == 0
    assert "written" in out
    cues = cuepress.read_track(talk.parent.parent / "captions" / "talk.fr.vtt").cues
    assert all(4_500 <= cue.start_ms < cue.end_ms <= 11_500 for cue in cues)

    assert "unchanged" in run(*captioned)[1]
    assert "unchanged" not in run("caption", talk)[1]


def test_a_rough_track_is_taken_as_a_hint_and_its_change_is_seen(run: Run, talk: Path, tmp_path: Path) -> None:
    rough = tmp_path / "rough.srt"
    rough.write_text("1\n00:00:01,000 --> 00:00:04,000\nnous le savons tousse\n", encoding="utf-8")
    captioned = ("caption", talk, "--spoken", "fr", "--near", rough)

    assert run(*captioned)[0] == 0
    assert "fr       French" in run(*captioned)[1]
    assert run(*captioned)[1].count("unchanged") == 2
    rough.write_text(rough.read_text(encoding="utf-8").replace("00:00:01", "00:00:02"), encoding="utf-8")
    made = library.read_manifest(talk.parent.parent / "captions" / "talk.cuepress.json")
    run(*captioned)
    again = library.read_manifest(talk.parent.parent / "captions" / "talk.cuepress.json")
    assert made
    assert again
    assert made.tracks["fr"].made_from != again.tracks["fr"].made_from


def test_sync_says_what_it_did_and_where_to_look(run: Run, talk: Path) -> None:
    out = run("sync", talk, "--transcript", f"fr={talk.with_name('talk.fr.txt')}", "--sync", "pauses")[1]

    plain = json.loads(out)
    last = len(plain["words"]) - 1
    assert plain["methods"] == [
        {"method": "pauses", "first_word": 0, "last_word": last, "reason": "it was asked for"}
    ]
    assert plain["passages"] == []


def test_convert_goes_there_and_back(run: Run, talk: Path, tmp_path: Path) -> None:
    run("caption", talk)
    first = talk.parent.parent / "captions" / "talk.fr.vtt"

    run("convert", first, tmp_path / "a.srt")
    code, _, _ = run("convert", tmp_path / "a.srt", tmp_path / "b.vtt")

    assert code == 0
    assert (tmp_path / "b.vtt").read_bytes() == first.read_bytes()


def test_convert_reads_stdin_and_writes_stdout(talk: Path) -> None:
    srt = b"1\r\n00:00:01,000 --> 00:00:02,000\r\nA & B < C\r\n\r\n"

    done = subprocess.run(
        [sys.executable, "-m", "cuepress", "convert", "-", "-", "--to", "vtt"],
        input=srt,
        capture_output=True,
        check=True,
    )

    assert b"A &amp; B &lt; C" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["caption", "none.mp4", "--transcript", "fr=none.txt"], 4, "none.mp4: there is no such file"),
        (["caption", ".", "--transcript", "fr=none.txt"], 4, "this is a folder, not a file"),
        (["caption", "{talk}", "--transcript", "fr=none.txt"], 3, "none.txt: there is no such file"),
        (["caption", "{talk}", "--transcript", "xx=none.txt"], 2, "unknown language tag 'xx'"),
        (["caption", "{talk}", "--transcript", "none.txt"], 2, "write it as fr=FILE"),
        (["caption", "{talk}", "--formats", "vtt,doc"], 2, "unknown format 'doc'"),
        (["caption", "{talk}", "--profile", "netflex"], 2, "netflix"),
        (["caption", "{talk}", "--near", "none.vtt"], 3, "none.vtt: there is no such file"),
        (["caption", "{talk}", "--near", "{talk}"], 3, "talk.mp4"),
        (["caption", "{talk}", "--start", "0:08", "--end", "0:02"], 2, "begins at its end or later"),
        (["caption", "{talk}", "--start", "1:00"], 2, "--start: 1:00 is after the end; the media lasts 0:12"),
        (["caption", "{talk}", "--end", "0:13"], 2, "--end: 0:13 is after the end"),
        (["caption", "{talk}", "--end", "soon"], 2, "'soon' is no time"),
        (["sync", "{talk}", "--transcript", "fr=none.txt", "--start", "1:75"], 2, "'1:75' is no time"),
        (["convert", "none.vtt", "out.srt"], 3, "there is no such file"),
        (["convert", "none.vtt", "out.xyz"], 2, "cannot tell the format"),
        (["profiles", "nothing"], 2, "nothing"),
        (["nothing"], 2, "No such command"),
    ],
)
def test_a_mistake_is_answered_with_a_sentence_and_its_exit_code(
    run: Run, talk: Path, arguments: list[str], code: int, message: str
) -> None:
    found, _, err = run(*(argument.format(talk=talk) for argument in arguments))

    assert (found, message in err) == (code, True), err
    assert "Traceback" not in err


def test_profiles_and_languages_and_doctor_answer(run: Run) -> None:
    assert "cuepress" in run("profiles")[1]
    assert "42" in run("profiles", "cuepress")[1]
    assert (
        json.loads(run("profiles", "--json", "netflix")[1])["languages"]["en"]["limits"]["max_cps"]["value"] == 20
    )
    assert {each["name"] for each in json.loads(run("profiles", "--json")[1])} >= {"bbc", "ted"}
    assert "fr " in run("languages")[1]
    code, out, _ = run("doctor")
    assert code == 0
    assert "ffmpeg" in out


def test_progress_is_silent_where_stderr_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    from cuepress.cli.terminal import Steps

    shown = io.StringIO()
    monkeypatch.setattr("sys.stderr", shown)

    with Steps() as steps:
        steps("listen", 0.5)

    assert not shown.getvalue()


def test_a_step_that_is_a_sentence_is_said_where_stderr_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    from cuepress.cli.terminal import Steps

    with Steps() as steps:
        steps("First run: this takes a while.", 0.0)
        steps("listen", 0.5)

    assert capsys.readouterr().err == "First run: this takes a while.\n"


@pytest.mark.parametrize(
    ("redirection", "message"),
    [
        ("> /dev/full", "stdout: cannot write"),
        (">&-", "there is no stdout"),
        ("<&-", "there is no stdin"),
    ],
)
def test_a_stream_that_cannot_be_used_is_said(tmp_path: Path, redirection: str, message: str) -> None:
    source = tmp_path / "a.srt"
    source.write_text("1\n00:00:01,000 --> 00:00:02,000\nHi\n", encoding="utf-8")
    name = "-" if "stdin" in message else str(source)

    done = subprocess.run(
        ["sh", "-c", f'exec "$0" -m cuepress convert "$1" - --to vtt {redirection}', sys.executable, name],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("is_compiled", [False, True], ids=["between", "inside a compiled loop"])
def test_a_stop_is_one_line_wherever_it_comes(
    talk: Path, run: Run, monkeypatch: pytest.MonkeyPatch, *, is_compiled: bool
) -> None:
    def stop(*_: object, **__: object) -> None:
        if is_compiled:
            raise SystemError("CPUDispatcher returned a result with an exception set") from KeyboardInterrupt()
        raise KeyboardInterrupt

    monkeypatch.setattr("cuepress.pipeline.caption", stop)

    code, _, err = run("caption", talk)

    assert code == 130
    assert err.strip() == "cuepress: stopped; every file is whole, run the same command to go on"


def test_a_transcript_without_a_name_is_wrong_usage(talk: Path, run: Run) -> None:
    code, _, err = run("caption", talk, "--transcript", "fr=")

    assert code == 2
    assert "no file is named in 'fr='; write it as fr=FILE" in err


def test_a_sample_is_a_video(tmp_path: Path, run: Run) -> None:
    code, _, err = run("sample", tmp_path / "talk.fr.txt", tmp_path / "talk.txt")

    assert code == 2
    assert "a sample is an MP4 video; name it" in err
    assert not list(tmp_path.iterdir())


def test_signs_shots_and_direction_are_options_of_the_caption_command(run: Run, talk: Path) -> None:
    talk.with_name("talk.fr.txt").write_text("Nous savons : elle écoute ! Merci.", encoding="utf-8")
    wanted = ("caption", talk, "--transcript", f"fr={talk.with_name('talk.fr.txt')}", "--sync", "pauses")

    code, _, err = run(*wanted)
    assert code == 0
    assert "2 spaces of French made no-break, at 0:0" in err

    code, out, err = run(*wanted, "--verbatim", "--shots", "--rlm")
    assert code == 0
    assert "written" in out
    assert "made no-break" not in err
    assert "talk.mp4: no shot changes found in the picture" in err


def test_each_cue_is_explained_where_that_is_asked_also_of_a_track_that_is_there(run: Run, talk: Path) -> None:
    """The terms that chose it, what would be next, and nothing else than the same track."""
    captioned = ("caption", talk, "--spoken", "fr", "--transcript", f"fr={talk.with_name('talk.fr.txt')}")
    run(*captioned)
    track = (talk.parents[1] / "captions" / "talk.fr.vtt").read_bytes()

    code, out, _err = run(*captioned, "--explain")

    assert code == 0
    assert out.count("     cost ") == track.count(b" --> ")
    assert "a cue" in out
    assert (talk.parents[1] / "captions" / "talk.fr.vtt").read_bytes() == track


def test_convert_marks_directions_where_asked(run: Run, tmp_path: Path) -> None:
    track = tmp_path / "talk.ar.vtt"
    track.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nمرحبا.\n", encoding="utf-8")

    assert "\u200f" not in run("convert", track, "-", "--to", "srt")[1]
    assert "مرحبا.\u200f" in run("convert", track, "-", "--to", "srt", "--rlm")[1]
