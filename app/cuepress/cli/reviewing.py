"""What a reviewer does from the command line beside checking: mend, and accept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cuepress.cli.terminal import Steps, say, show
from cuepress.errors import CuepressError, UsageError
from cuepress.files import shown

if TYPE_CHECKING:
    from cuepress.review.checking import CheckOptions


def mended(tracks: Sequence[Path], options: CheckOptions, *, is_written: bool) -> int:
    """Show what can be mended, or mend it; return 1 while there is something to mend, as formatters do."""
    from cuepress.review import fixing

    wanted = fixing.FixOptions(options.profile, options.tag, options.kind, options.media)
    n_mends, code = 0, 0
    for track in tracks:
        try:
            done = fixing.fix(track, wanted)
            if is_written:
                fixing.write(done)
        except CuepressError as failure:  # the others are mended all the same
            say(f"cuepress: {failure}")
            code = max(code, failure.exit_code)
            continue
        if done.left:
            say(f"{shown(track)}: nothing is mended: {done.left}")
        if done.is_changed and not is_written:
            show(fixing.diff(done))
        for mend in done.mends:
            say(f"{shown(track)}: {mend}")
        n_mends += len(done.mends)
    count = "1 mend" if n_mends == 1 else f"{n_mends:,} mends"
    say(
        "nothing to mend" if not n_mends else f"{count} made" if is_written else f"{count}; make them with --write"
    )
    return max(code, 1 if n_mends and not is_written else 0)


def accepted(tracks: Sequence[Path], options: CheckOptions, *, place: str, reason: str, person: str) -> int:
    """Write a waiver of what is found at a place of the one track."""
    from cuepress.checks import Waiver
    from cuepress.review import checking, waiving

    if len(tracks) != 1:
        raise UsageError("a waiver is of one track", "--waive", "name one track")
    waiver = Waiver(reason.strip(), person.strip(), options.made_at[:10])
    waiving.check_is_said(waiver)
    with Steps() as steps:
        report = checking.check_files(tracks, options=options, progress=steps)
    entry = waiving.accept(report, tracks[0], place, waiver)
    show(f"{shown(waiving.path_for(tracks[0]))}: {entry.rule} {entry.place} is accepted")
    return 0
