"""What the Nu HTML checker and Lighthouse say of the pages, served and published.

    apt-get install default-jre-headless nginx-light chromium
    npm install --prefix FOLDER vnu-jar lighthouse@12       (13 needs Node.js 22.19)
    CUEPRESS_NPM=FOLDER python benchmarks/web_quality.py [--root LIBRARY] [--stem VIDEO] [--only nu|lighthouse]

Every page is checked that can be come to by links, in every language of its words and of its texts. Exit 1 where
the checker finds an error, or Lighthouse less than 100 for accessibility, best practices or SEO, or than 95 for
performance.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from web_servers import cuepress_server, folder_server, published  # noqa: E402 - beside this file

from cuepress.library import Library  # noqa: E402 - as above
from cuepress.web import create_app, interface  # noqa: E402 - as above
from markup import checker, complaints, pages_of  # noqa: E402 - as above

WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
_TRIES = 3
CHROMIUM = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


def main() -> None:
    options = _options()
    ok = True
    if options.only != "lighthouse":
        ok = _check_markup(options.root, options.stem)
    if options.only != "nu":
        ok = _run_lighthouse(options.root, options.stem) and ok
    sys.exit(not ok)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--stem", default="strong-cities")
    parser.add_argument("--only", choices=["nu", "lighthouse"])
    return parser.parse_args()


def _check_markup(root: Path, stem: str) -> bool:
    command = checker()
    if command is None:
        raise SystemExit("the Nu HTML checker or Java is not here: see the top of this file")
    seeds = [f"{start}ui={tag}" for start in ("/?", "/?q=zz&", "/watch/none?") for tag in interface.TAGS]
    seeds += [f"/{page}/{stem}?ui={tag}" for page in ("watch", "embed") for tag in interface.TAGS]
    pages = {f"served {name}": text for name, text in pages_of(create_app(root).test_client(), seeds).items()}
    with published(root, stem) as folder:
        written = {f"published {path.relative_to(folder)}": path for path in folder.rglob("*.html")}
        pages |= {name: path.read_text(encoding="utf-8") for name, path in written.items()}
    pages |= {f"report {path.name}": _report(path) for path in _tracks(root, stem)}
    kinds = Counter(name.partition("?")[0] if "?" in name else name.partition(" ")[0] for name in pages)
    print(f"Nu HTML checker: {len(pages)} pages: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    found = complaints(pages, command)
    errors = [each for each in found if each.kind == "error"]
    for text, number in Counter(each.text for each in errors).most_common():
        first = next(each for each in errors if each.text == text)
        print(f"  {number:5}  error: {text} (first in {first.page}:{first.line})")
    for text, number in Counter(each.text for each in found if each.kind != "error").most_common(20):
        print(f"  {number:5}  warning: {text}")
    print(f"  {len(errors)} errors")
    return not errors


def _tracks(root: Path, stem: str) -> list[Path]:
    entries = [entry for entry in Library(root).entries() if entry.stem == stem]
    return [track.paths[".vtt"] for entry in entries for track in entry.tracks if ".vtt" in track.paths]


def _report(track: Path) -> str:
    command = [sys.executable, "-m", "cuepress", "check", str(track), "--format", "html"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _run_lighthouse(root: Path, stem: str) -> bool:
    program = Path(os.environ.get("CUEPRESS_NPM", ""), "node_modules/.bin/lighthouse")
    if not program.is_file():
        raise SystemExit("Lighthouse is not here: see the top of this file")
    ok = True
    with ExitStack() as open_ones:
        served = open_ones.enter_context(cuepress_server(root))
        folder = open_ones.enter_context(folder_server(open_ones.enter_context(published(root, stem))))
        addresses = [f"{served}/watch/{stem}", f"{served}/", f"{folder}/watch/{stem}/", f"{folder}/"]
        addresses[1:1] = [f"{served}/watch/{stem}?lang=ar&ui=ar"]
        for name, url in zip(("watch", "watch (ar)", "index", "published", "its index"), addresses, strict=True):
            for shape in ("mobile", "desktop"):
                ok = _say(f"{name}, {shape}", _lighthouse(program, url, shape)) and ok
    return ok


def _lighthouse(program: Path, url: str, shape: str) -> dict[str, object]:
    """Return the report on one page; that a browser does not start its trace on a busy machine happens."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        command = [str(program), url, "--quiet", "--output=json", f"--output-path={out}"]
        command += [f"--chrome-flags={CHROMIUM}", *(["--preset=desktop"] if shape == "desktop" else [])]
        chromium = shutil.which("chromium") or shutil.which("google-chrome") or ""
        for _ in range(_TRIES):
            if subprocess.run(command, check=False, env={**os.environ, "CHROME_PATH": chromium}).returncode == 0:
                break
        report: dict[str, object] = json.loads(out.read_text(encoding="utf-8"))
        return report


def _say(name: str, report: dict[str, object]) -> bool:
    """Print the four scores of a page, its times, and below them what a score lacks."""
    categories, audits = report["categories"], report["audits"]
    assert isinstance(categories, dict)
    assert isinstance(audits, dict)
    scores = {each: round(100 * categories[each]["score"]) for each in WANTED}
    times = [f"{short} {audits[each]['displayValue']}" for short, each in _TIMES.items()]
    print(
        f"Lighthouse {name}: {', '.join(f'{each} {score}' for each, score in scores.items())}; {', '.join(times)}"
    )
    for each, least in WANTED.items():
        if scores[each] < least:
            for audit in categories[each]["auditRefs"]:
                found = audits[audit["id"]]
                if audit["weight"] and found["score"] is not None and found["score"] < 1:
                    print(f"    {each}: {found['title']} {found.get('displayValue', '')}")
    return all(scores[each] >= least for each, least in WANTED.items())


_TIMES = {
    "FCP": "first-contentful-paint",
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}

if __name__ == "__main__":
    main()
