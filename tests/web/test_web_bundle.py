"""Modules joined to one script: only what is understood, in the right order."""

from __future__ import annotations

import pytest

from cuepress.web import assets
from cuepress.web.bundle import bundle


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


def test_our_own_modules_are_understood() -> None:
    sources = {name: asset.plain.decode() for name, asset in assets.load().items() if name.endswith(".js")}

    assert "connectTranscript" in bundle(sources, "js/watch.js")
