"""The command line: arguments in, one call to the library, a message and an exit code out.

Results go to stdout; progress, warnings and errors to stderr. Nothing is imported before it is needed, so that
`cuepress --help` answers at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from cuepress import __version__
from cuepress.cli.arguments import (
    REPORT_FORMATS,
    RLM_HELP,
    PathArgument,
    check_no_page,
    check_options,
    keep_options,
    listen_options,
    look_options,
    media_address,
    options,
    page_opening,
    page_options,
    tag_and_file,
    transcript_arguments,
)
from cuepress.cli.site_arguments import publish_options, serve_options
from cuepress.cli.terminal import Steps, say
from cuepress.errors import CuepressError, InputError, LibraryError, Problem, UsageError
from cuepress.model import KINDS

if TYPE_CHECKING:
    from cuepress.pipeline import Captioned

STDIO = "-"
EXIT_INTERRUPTED = 130  # as shells report SIGINT


class _Commands(click.Group):
    """Turns our errors into one sentence and an exit code, and keeps commands in the order of the work."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CuepressError as failure:
            say(f"cuepress: {failure}")
            ctx.exit(failure.exit_code)


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # names and captions go beyond what a terminal's encoding may hold
            reconfigure(errors="backslashreplace")
    try:
        code = cli.main(prog_name="cuepress", standalone_mode=False)
    except click.ClickException as failure:
        failure.show()
        sys.exit(failure.exit_code)
    except (click.Abort, KeyboardInterrupt, SystemError) as failure:
        if isinstance(failure, SystemError) and not isinstance(failure.__cause__, KeyboardInterrupt):
            raise
        # Inside a compiled loop Ctrl+C comes out as a SystemError that says "returned with an exception set".
        say("cuepress: stopped; every file is whole, run the same command to go on")
        sys.exit(EXIT_INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="cuepress")
def cli() -> None:
    """From a video and its transcript to reviewed, published, accessible captions, in every language."""


@cli.command(
    epilog="""\b
    Example: cuepress caption media/talk.mp4 --spoken fr --transcript fr=talk.docx --transcript en=en.html
    A part:  cuepress caption day.mp4 --transcript fr=talk.docx --start 1:02:30 --end 1:31:00
    Parts:   cuepress caption talk-1.mp4 talk-2.mp4 --transcript fr=talk.docx
    Hints:   cuepress caption talk.mp4 --transcript fr=talk.docx --near automatic.vtt
    A track: cuepress caption talk.mp4 --transcript fr=talk.docx --near en=talk.srt"""
)
@click.argument("media", type=PathArgument, nargs=-1, required=True)
@click.option(
    "--transcript",
    "transcripts",
    multiple=True,
    metavar="TAG=FILE",
    help="A transcript and its language tag; repeat for each language. Default: the ones beside the media.",
)
@click.option(
    "--spoken", metavar="TAG", help="The language of the sound; its track is captions, others subtitles."
)
@click.option(
    "--profile", default="cuepress", show_default=True, help="Limits to cut by (see: cuepress profiles)."
)
@listen_options
@click.option(
    "--glossary",
    type=PathArgument,
    metavar="FILE",
    help="A table (.csv) of words that mean the same, a column for each language, headed by its tag. It helps to "
    "find what of a translation is said when.",
)
@click.option("--out", type=PathArgument, help="Folder for the tracks. Default: captions/ of the library.")
@click.option("--formats", default="vtt,srt", show_default=True, help="Formats to write, parted by commas.")
@click.option("--newline", type=click.Choice(["lf", "crlf"]), help="Line ends. Default: LF in vtt, CRLF in srt.")
@click.option("--bom", is_flag=True, help="Begin files with a byte order mark, for old Windows programs.")
@keep_options
@look_options
@click.option("--explain", is_flag=True, help="Say of each cue what chose it, what would be next, and what gave.")
@click.option("--overwrite", is_flag=True, help="Replace tracks that were changed by hand or come from elsewhere.")
def caption(
    media: tuple[Path, ...], transcripts: tuple[str, ...], spoken: str | None, out: Path | None, **chosen: Any
) -> int:
    """Make the tracks of MEDIA in every language that has a transcript.

    Several files are the parts of one talk, in their order, with one transcript for all of them.
    """
    from cuepress import parts

    documents = transcript_arguments(transcripts) if transcripts else None
    wanted = options(**chosen)
    with Steps() as steps:
        done = parts.caption(media, documents, spoken=spoken, out=out, options=wanted, progress=steps)
    return max(_report(each, made, wanted.profile) for each, made in zip(media, done, strict=False))


def _report(media: Path, done: Captioned, profile: str) -> int:
    """Say what became of one file; return its exit code."""
    from cuepress.cli import outcome

    for note in done.notes:
        say(f"{_shown(Path(media.name))}: {note}")
    for made in done.tracks:
        for line in (*outcome.what_was_made(made), *made.explained):
            click.echo(line)
        for line in outcome.what_to_know(made, media):
            say(f"{made.language:<8} {line}")
    for line in outcome.how_it_was_cut(done.tracks, profile):
        click.echo(line)
    for tag, failure in done.failures.items():
        say(f"cuepress: {tag}: {failure}")
    if done.unrecorded is not None:
        say(f"cuepress: {done.unrecorded}")
    faults = [*done.failures.values(), *filter(None, [done.unrecorded])]
    return next((failure.exit_code for failure in faults), 0)


@cli.command(epilog="Example: cuepress sync talk.mp4 --transcript fr=talk.docx --json words.json")
@click.argument("media", type=PathArgument)
@click.option("--transcript", required=True, metavar="TAG=FILE", help="The transcript and its language tag.")
@click.option(
    "--json",
    "out",
    type=click.Path(path_type=Path, readable=False, allow_dash=True),
    default=STDIO,
    help="Default: stdout.",
)
@listen_options
@keep_options
def sync(media: Path, transcript: str, out: Path, **chosen: Any) -> None:
    """Write the time of each word of a transcript in MEDIA as JSON."""
    from cuepress import pipeline
    from cuepress.cli import outcome

    tag, path = tag_and_file(transcript)
    with Steps() as steps:
        text, timing = pipeline.sync_document(media, path, tag, options=options(**chosen), progress=steps)
    _write_out(out, (json.dumps(outcome.plain(text, timing), ensure_ascii=False, indent=1) + "\n").encode())
    for note in outcome.what_to_hear(timing):
        say(note)


@cli.command(
    epilog="""\b
    Example: cuepress check captions/talk.fr.vtt --media media/talk.mp4 --transcript fr=talk.fr.docx
    Reports: cuepress check captions/*.vtt --format html --out report.html
    Mend:    cuepress check talk.fr.vtt --fix --write
    Accept:  cuepress check talk.fr.vtt --waive speed.cps@0:12 --reason "a long name" --name "Anne Martin"
    A page:  cuepress check --page http://localhost:5000/watch/talk
    A rule:  cuepress check --explain speed.cps"""
)
@click.argument("tracks", metavar="TRACK...", type=PathArgument, nargs=-1)
@page_options
@click.option(
    "--profile", default="cuepress", show_default=True, help="Limits to check by (see: cuepress profiles)."
)
@click.option("--media", type=PathArgument, metavar="FILE", help="The video or sound: times are held against it.")
@click.option(
    "--transcript",
    "transcripts",
    multiple=True,
    metavar="TAG=FILE",
    help="What is said, and its language tag: words are held against it. Repeat for each language.",
)
@click.option(
    "--spoken", metavar="TAG", help="The language of the sound. Default: as the manifest beside a track says."
)
@click.option("--language", "tag", metavar="TAG", help="The language of the tracks. Default: as their names say.")
@click.option("--kind", type=click.Choice(KINDS), help="The kind of the tracks. Default: as their names say.")
@click.option(
    "--format",
    "names",
    type=click.Choice(REPORT_FORMATS),
    multiple=True,
    default=("text",),
    show_default=True,
    help="The report; of several, each is written into OUT with its own extension.",
)
@click.option("--out", type=click.Path(path_type=Path, readable=False, allow_dash=True), default=STDIO)
@click.option(
    "--all", "all_findings", is_flag=True, help="Show every finding in text, not the first 20 of each rule."
)
@click.option("--fix", is_flag=True, help="Show as a diff what can be mended without changing what is said.")
@click.option("--write", is_flag=True, help="Mend the files, as --fix shows it.")
@click.option(
    "--waive", "place", metavar="RULE@TIME", help="Accept what is found there, in a file beside the track."
)
@click.option("--reason", default="", help="With --waive: why it is accepted.")
@click.option("--name", "person", default="", help="With --waive: who accepts it.")
@click.option("--list", "is_list", is_flag=True, help="List the rules.")
@click.option("--explain", metavar="ID", help="Tell what a rule measures, and where it comes from.")
def check(
    tracks: tuple[Path, ...],
    names: tuple[str, ...],
    out: Path,
    is_list: bool,
    explain: str | None,
    **chosen: Any,
) -> int:
    """Check caption TRACKs of any origin; exit 1 when there are errors."""
    from cuepress.checks import get_rule, rules
    from cuepress.checks.report import terminal
    from cuepress.cli import reviewing

    if is_list or explain:
        found = terminal.explained(get_rule(explain)) if explain else terminal.listed(rules())
        for line in found:
            click.echo(line)
        return 0
    if not tracks and not chosen["pages"]:
        raise UsageError("no track is named", "", "name one: cuepress check talk.fr.vtt")
    fix, write, place, reason, person = (
        chosen.pop(each) for each in ("fix", "write", "place", "reason", "person")
    )
    if not fix and not write and place is None:
        return _checked(tracks, names, out, **chosen)
    if Path(STDIO) in tracks:
        raise UsageError("what comes from stdin is checked, not mended", STDIO, "name a file")
    chosen.pop("all_findings")
    check_no_page(**{name: chosen.pop(name) for name in ("pages", "root", "allow_network")})
    options = check_options(name="csv", **chosen)
    if place is None:
        return reviewing.mended(tracks, options, is_written=write)
    return reviewing.accepted(tracks, options, place=place, reason=reason, person=person)


def _checked(tracks: Sequence[Path], names: Sequence[str], out: Path, *, all_findings: bool, **chosen: Any) -> int:
    from cuepress.checks.report import FORMATS, terminal
    from cuepress.review import paging, waiving

    if len(names) > 1 and str(out) == STDIO:
        raise UsageError("several reports need a name", "--format", "add --out report: report.html, report.json …")
    drawn = next((name for name in names if name in {"html", "json"}), names[0])
    pages, root, allow_network = (chosen.pop(each) for each in ("pages", "root", "allow_network"))
    opening = page_opening(pages, tracks, root=root, allow_network=allow_network, **chosen)
    with Steps() as steps:
        piped = _stdin() if Path(STDIO) in tracks else None
        wanted = replace(check_options(name=drawn, **chosen), piped=piped)
        report = paging.check_all(tracks, pages, options=wanted, opening=opening, progress=steps)
    report = waiving.waive(report, [*tracks, *paging.files_of(report)])
    for name in names:
        extension = FORMATS[name].extension if name in FORMATS else ".txt"
        target = out if len(names) == 1 else out.with_name(out.name + extension)
        if name == "text":
            text = "".join(f"{line}\n" for line in terminal.lines(report, all_findings=all_findings))
            _write_out(target, f"{text}{terminal.summary(report)}\n".encode())
        else:
            media_href = media_address(chosen["media"], report, target)
            _write_out(target, FORMATS[name].write(report, media_href=media_href))
    if tuple(names) != ("text",):
        say(terminal.summary(report))
    return 1 if report.n_errors else 0


@cli.command(epilog="Example: cuepress convert talk.fr.vtt talk.fr.srt")
@click.argument("source", metavar="IN", type=click.Path(path_type=Path, readable=False, allow_dash=True))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path, readable=False, allow_dash=True))
@click.option("--to", "name", help="The format to write where OUT is - (vtt or srt).")
@click.option("--strict", is_flag=True, help="Refuse a track with faults, and list them all.")
@click.option("--voice", type=click.Choice(["name", "dash", "none"]), default="name", help="Speakers in SubRip.")
@click.option("--newline", type=click.Choice(["lf", "crlf"]), help="Line ends. Default: LF in vtt, CRLF in srt.")
@click.option("--bom", is_flag=True, help="Begin the file with a byte order mark.")
@click.option("--rlm", is_flag=True, help=RLM_HELP)
def convert(source: Path, target: Path, name: str | None, strict: bool, **writing: Any) -> None:
    """Write the track IN in the format of OUT; - is stdin or stdout."""
    from cuepress import formats

    extension = f".{name}" if name else target.suffix.lower()
    if extension not in formats.FORMATS:
        raise UsageError(
            f"cannot tell the format of {_shown(target)}", "", "name it .vtt or .srt, or add --to vtt"
        )
    if str(source) == STDIO:
        reading = formats.parse(_stdin(), extension="", where="stdin", is_strict=strict)
    else:
        reading = formats.load(source, is_strict=strict)
    _say_problems(source, reading.problems)
    written = formats.serialize(reading.track, extension=extension, options=formats.WriteOptions(**writing))
    _write_out(target, written.data)
    if written.losses:
        say(f"{_shown(target)}: not everything is carried over: {'; '.join(written.losses)}")


def _say_problems(source: Path, problems: Sequence[Problem]) -> None:
    for problem in problems[:20]:
        say(f"{_shown(source)}: {problem}")
    if len(problems) > 20:
        say(f"{_shown(source)}: and {len(problems) - 20} more")


@cli.command(epilog="Example: cuepress serve --root . --port 8080")
@click.option("--root", type=PathArgument, default=Path(), help="The library: a folder with media/ and captions/.")
@serve_options
def serve(root: Path, host: str, port: int, access_log: bool, trust_proxy: str, **public: Any) -> None:
    """Show the library in a browser."""
    from cuepress.web import server

    seen = f", for the public at {public['base_url']}" if public["base_url"] else ""
    warning = server.exposure_warning(host)
    if warning:
        say(warning)
    server.serve(
        root,
        host=host,
        port=port,
        on_ready=lambda url: say(f"Cuepress serves {_shown(root.absolute())} at {url}{seen}\nStop with Ctrl+C."),
        on_answer=say if access_log else None,
        trusted_proxy=trust_proxy,
        **public,
    )


@cli.command(
    epilog="""\b
    Example: cuepress publish talk --out site --base-url https://example.org/videos/
             cuepress publish talk --out upload --for youtube --for facebook"""
)
@click.argument("stems", metavar="STEM...", nargs=-1)
@click.option("--root", type=PathArgument, default=Path(), help="The library: a folder with media/ and captions/.")
@click.option("--out", type=PathArgument, required=True, metavar="DIR", help="The folder to write, as a whole.")
@publish_options
def publish(
    stems: tuple[str, ...],
    root: Path,
    out: Path,
    mux: str | None,
    burn: tuple[str, ...],
    fonts: Path | None,
    **chosen: Any,
) -> int:
    """Write videos as pages that need no Cuepress: for any web server, or to be opened from a disk."""
    from cuepress.cli import publishing

    if fonts and not burn:
        raise UsageError("fonts are for captions in the picture", "--fonts", "add --burn with a language")
    if mux is None and not burn:
        return publishing.published(stems, root, out, **chosen)
    name = "--burn" if burn else "--mux"
    if chosen["platforms"] or chosen["base_url"] or chosen["media"] != publishing.COPY or (burn and mux):
        raise UsageError(
            "a video is no page", name, "leave out --for, --base-url, --media and all but one of --mux, --burn"
        )
    if burn:
        return publishing.burnt(stems, root, out, tags=burn, fonts=fonts, force=chosen["force"])
    return publishing.muxed(stems, root, out, extension=str(mux), force=chosen["force"])


@cli.command(epilog="Example: cuepress sample media/strong-cities.fr.md media/strong-cities.mp4")
@click.argument("transcript", type=PathArgument)
@click.argument("out", type=PathArgument)
@click.option("--language", "tag", metavar="TAG", help="Default: the one in the file's name.")
def sample(transcript: Path, out: Path, tag: str | None) -> None:
    """Make a video that speaks a transcript, to try Cuepress without one."""
    from cuepress import transcripts
    from cuepress.cli import sample as maker

    if out.exists():
        say(f"{_shown(out)} is there already")
        return
    if out.suffix.lower() != ".mp4":
        raise UsageError("a sample is an MP4 video", _shown(out), f"name it {_shown(out.with_suffix('.mp4'))}")
    text = transcripts.read_transcript(transcript, language=tag)
    with Steps() as steps:
        maker.make_sample(
            text, out, tag=text.language, progress=lambda fraction: steps("make the video", fraction)
        )
    click.echo(f"{_shown(out)}: made, {out.stat().st_size / 1e6:.1f} MB")


@cli.command(
    epilog="""\b
    Example: cuepress profiles netflix
    Your own is a file such as house.toml, with what it changes:  based_on = "bbc"
                                                                  [limits]
                                                                  max_cpl = 40
    and is used with:  cuepress caption talk.mp4 --profile house.toml"""
)
@click.argument("name", required=False)
@click.option("--json", "is_json", is_flag=True, help="As JSON, for programs.")
def profiles(name: str | None, is_json: bool) -> None:
    """List the profiles; or, of the profile NAME or a TOML file, each limit, its source and how sure that is."""
    from cuepress import cueing

    found = [cueing.load_profile(each) for each in ([name] if name else cueing.profile_names())]
    if is_json:
        data = [cueing.plain(each) for each in found]
        click.echo(json.dumps(data[0] if name else data, ensure_ascii=False, indent=1))
        return
    for each in found:
        lines = cueing.describe(each) if name else [f"{each.name:<12} {cueing.in_one_line(each):<22} {each.title}"]
        for line in lines:
            click.echo(line)


@cli.command(epilog="Example: cuepress languages")
def languages() -> None:
    """List the languages that can be spoken and heard here, with their tags."""
    from cuepress import language
    from cuepress.sync import voice

    for tag in sorted({each.tag for each in voice.voices()}):
        click.echo(f"{tag:<12} {language.english_name(tag):<32} {language.autonym(tag)}")


@cli.command(epilog="Example: cuepress doctor")
def doctor() -> int:
    """Tell whether this machine has what is needed, and how to get what is missing."""
    from cuepress.cli import doctor as examiner

    checks = examiner.examine()
    for check in checks:
        click.echo(f"{'ok     ' if check.is_ok else 'MISSING'} {check.name:<12} {check.found}")
        if check.advice:
            click.echo(f"        {check.advice}")
    return 0 if all(check.is_ok for check in checks) else 1


def _stdin() -> bytes:
    from cuepress import files

    if sys.stdin is None:
        raise InputError("there is no stdin to read from", "stdin", "give the file's name instead of -")
    data = sys.stdin.buffer.read(files.MAX_DOCUMENT_BYTES + 1)
    if len(data) > files.MAX_DOCUMENT_BYTES:
        raise InputError("more than is read from stdin", "stdin", "give it as a file")
    return data


def _write_out(target: Path, data: bytes) -> None:
    from cuepress import files

    if str(target) != STDIO:
        files.write_whole(target, data)
        return
    if sys.stdout is None:
        raise LibraryError("there is no stdout to write to", "stdout", "name a file instead of -")
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise  # the reader has seen enough; `main` ends quietly
    except OSError as failure:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python tries once more as it leaves
        raise LibraryError(f"cannot write ({failure.strerror})", "stdout", "name a file instead of -") from failure


def _shown(path: Path) -> str:
    from cuepress import files

    return files.shown(path)
