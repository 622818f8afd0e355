"""Modules joined to one script: only what is understood, in the right order."""

from __future__ import annotations

import pytest

from cuepress.web import assets
from cuepress.web.bundle import bundle, bundled, is_module


def test_a_module_comes_after_what_it_imports() -> None:
    sources = {
        "js/a.js": 'import { b, c as d } from "./b.js";\nb(d);\n',
        "js/b.js": 'import { e } from "./deep/e.js";\nexport function b() {}\nexport const c = e;\n',
        "js/deep/e.js": "export class e {}\n",
    }

    script = bundle(sources, "js/a.js")

    assert script.index("class e") < script.index("function b") < script.index("b(d);")
    assert 'const { b, c: d } = modules["js/b.js"];' in script
    assert "return { b, c };" in script
    assert "import" not in script
    assert "export" not in script


@pytest.mark.parametrize(
    "source",
    [
        'import b from "./b.js";',
        "export default 1;",
        "export { a };",
        'const b = import("./b.js");',
        'import "./b.js";',
    ],
)
def test_what_is_not_understood_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="cannot be put into a bundle"):
        bundle({"a.js": source}, "a.js")


def test_a_module_that_is_missing_or_in_a_ring_is_named() -> None:
    ring = {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}

    with pytest.raises(ValueError, match=r"a\.js -> b\.js -> a\.js"):
        bundle(ring, "a.js")
    with pytest.raises(ValueError, match=r"a\.js wants the module b\.js"):
        bundle({"a.js": ring["a.js"]}, "a.js")


def test_our_own_modules_are_joined_for_each_page_that_asks_for_them() -> None:
    scripts = {name: asset.plain.decode() for name, asset in assets.load().items() if name.endswith(".js")}

    assert scripts.keys() == {"js/embed.js", "js/published.js", "js/watch.js"}
    assert "connectTranscript" in scripts["js/watch.js"]
    assert not [name for name, script in scripts.items() if is_module(script)]


def test_what_is_only_imported_is_left_out_and_a_plain_script_stays_as_it_is() -> None:
    sources = {"a.js": 'import { b } from "./b.js";\nb();', "b.js": "export function b() {}", "c.js": "go();"}

    assert bundled(sources) == {"a.js": bundle(sources, "a.js"), "c.js": "go();"}
