"""Characters of symbol fonts (``w:sym``): letters of "Symbol" are Greek, those of "Wingdings" are pictures."""

from __future__ import annotations

# Adobe's Symbol encoding, https://www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt
_GREEK = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ",
        strict=True,
    )
)
_SIGNS = {
    0xA3: "≤",
    0xB0: "°",
    0xB1: "±",
    0xB2: "″",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
}
_MORE_SIGNS = {0xA0: "€", 0xA2: "′", 0xA5: "∞", 0xBC: "…", 0xAC: "←", 0xAE: "→", 0xD2: "®", 0xD3: "©", 0xD4: "™"}
_SYMBOL = {**_SIGNS, **_MORE_SIGNS}


def symbol(font: str, code: str) -> str:
    """Return the character that ``font`` shows for the hexadecimal ``code``; empty for an ornament."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number >= 0x110000 or 0xD800 <= number < 0xE000:
        return ""
    is_private = 0xF000 <= number <= 0xF0FF
    low = number - 0xF000 if is_private else number
    if font.lower() == "symbol":
        return _SYMBOL.get(low) or _GREEK.get(chr(low)) or (chr(low) if 0x20 <= low < 0x7F else "")
    if is_private or font.lower().startswith(("wingdings", "webdings")):
        return ""
    return chr(number)
