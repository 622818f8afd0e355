"""From a page to a report: every rule is asked, and its outcome is said, also where it could not be tested."""

from __future__ import annotations

from collections.abc import Sequence

from cuepress.checks import clauses, registry
from cuepress.checks.model import Finding, Outcome, PageFacts, Report, Rule, Source
from cuepress.checks.page.check import PageCheck
from cuepress.checks.page.model import PageMaterial
from cuepress.checks.run import in_order, judged, reason_of

UNREADABLE = Rule(
    "page.unreadable",
    "The page can be opened",
    "the address is asked for, or the file opened: the status, that it is HTML, and of a size that can be read",
    "guideline",
    "error",
    "nobody sees anything of it",
    "page",
    (clauses.HTML_PAGE,),
    ("page",),
)


def check_page(page: PageMaterial, *, tool: str, made_at: str = "") -> Report:
    """Return what there is to say about one page; its tracks have reports of their own."""
    found = [Finding(UNREADABLE.id, UNREADABLE.severity, page.error, page.name)] if page.error else []
    outcomes = [Outcome(UNREADABLE.id, "failed" if page.error else "passed", page.error, page.name)]
    for check in registry.page_checks():
        mine = [] if page.error or check.why_not(page) else list(check.find(page))
        found += mine
        outcomes += (_outcome(check, rule, mine, page) for rule in check.rules)
    facts = PageFacts(
        page.name,
        page.sha256,
        page.language,
        page.markup.title[:200],
        len(page.media),
        len(page.tracks),
        _video(page),
        page.error,
    )
    return Report(
        tool,
        made_at,
        sources=(Source("page", page.name, page.sha256),),
        findings=in_order(found),
        outcomes=tuple(outcomes),
        rules=tuple(registry.rules()),
        pages=(facts,),
    )


def _video(page: PageMaterial) -> str:
    """Return where the video of a page is, so that a report can play it."""
    sources = [src for medium in page.media for _, src in medium.sources]
    opened = page.opened.get(sources[0]) if len(page.media) == 1 and sources else None
    return opened.name if opened is not None and opened.is_there and not opened.name.endswith(")") else ""


def _outcome(check: PageCheck, rule: Rule, found: Sequence[Finding], page: PageMaterial) -> Outcome:
    broken = [each for each in found if each.rule == rule.id]
    if page.error:
        return Outcome(rule.id, "untested", "the page cannot be read", page.name)
    if why_not := check.why_not(page):
        return Outcome(rule.id, "inapplicable", why_not, page.name)
    if not broken and (reason := check.why_untested(page)):
        return Outcome(rule.id, "untested", reason, page.name)
    return Outcome(rule.id, judged(rule, broken), reason_of(broken), page.name)


def not_asked() -> Report:
    """Return the outcomes of a check that no page was given to: every rule of a page is untested."""
    rules = [UNREADABLE, *(rule for check in registry.page_checks() for rule in check.rules)]
    outcomes = tuple(Outcome(rule.id, "untested", "no page was given") for rule in rules)
    return Report("", outcomes=outcomes, rules=tuple(registry.rules()))
