"""Modules -> one plain script a page: one answer instead of twenty-five, and browsers refuse modules from a disk.

Each module becomes a function that is called once and gives what it exports. Understood is what our own modules
are written in: ``import { a, b as c } from "./other.js"`` and ``export`` before a function, class or constant.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

_IMPORT = re.compile(r'^import \{([^{}]*)\} from "(\.\.?/[\w./-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) ([\w$]+))", re.MULTILINE)
_LEFT_OVER = re.compile(r"^\s*(?:import|export)\b.*|\bimport\s*\(.*", re.MULTILINE)


def bundle(sources: Mapping[str, str], entry: str) -> str:
    """Join a module with all that it imports.

    Parameters
    ----------
    sources
        The text of each module by its path.
    entry
        The path of the module that is run last.

    Raises
    ------
    ValueError
        If a module is written in a way that is not understood, or imports one that is not there.
    """
    order: list[str] = []
    _visit(entry, sources, order, ())
    parts = [_wrapped(name, sources[name]) for name in order]
    return '"use strict";\n(() => {\nconst modules = {};\n' + "\n".join(parts) + "\n})();\n"


def bundled(sources: Mapping[str, str]) -> dict[str, str]:
    """Return the scripts that pages ask for, joined with what they import; what is only imported is left out."""
    imported = {_path(name, found[2]) for name, source in sources.items() for found in _IMPORT.finditer(source)}
    asked_for = sorted(sources.keys() - imported)
    return {name: bundle(sources, name) if is_module(sources[name]) else sources[name] for name in asked_for}


def is_module(source: str) -> bool:
    return bool(_IMPORT.search(source) or _EXPORT.search(source))


def _visit(name: str, sources: Mapping[str, str], order: list[str], above: tuple[str, ...]) -> None:
    """Put what a module imports before it."""
    if name in order:
        return
    if name in above:
        raise ValueError(f"modules that import each other: {' -> '.join([*above, name])}")
    if name not in sources:
        raise ValueError(f"{above[-1] if above else 'a page'} wants the module {name}, which is not there")
    for found in _IMPORT.finditer(sources[name]):
        _visit(_path(name, found[2]), sources, order, (*above, name))
    order.append(name)


def _path(importer: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(importer), relative))


def _wrapped(name: str, source: str) -> str:
    exported = [found[1] for found in _EXPORT.finditer(source)]
    body = _EXPORT.sub("", _IMPORT.sub(lambda found: _taken(name, found), source))
    left = _LEFT_OVER.search(body)
    if left:
        raise ValueError(f"{name}: {left.group().strip()!r} cannot be put into a bundle")
    return f'modules["{name}"] = (() => {{\n{body.strip()}\nreturn {{ {", ".join(exported)} }};\n}})();'


def _taken(importer: str, found: re.Match[str]) -> str:
    names = ", ".join(part.strip().replace(" as ", ": ") for part in found[1].split(",") if part.strip())
    return f'const {{ {names} }} = modules["{_path(importer, found[2])}"];'
