// What the player says. Sentences come from the page, in its language; units of time from the browser.

export function said(player, name, values = {}) {
  return player.dataset[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

// 125 -> "2 minutes 5 seconds" in the language of the page.
export function timeInWords(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [
    [Math.floor(whole / 3600), "hour"],
    [Math.floor(whole / 60) % 60, "minute"],
    [whole % 60, "second"],
  ].filter(([number]) => number > 0);
  const shown = parts.length > 0 ? parts : [[0, "second"]];
  return shown.map(([number, unit]) => inUnits(number, unit)).join(" ");
}

export function numberInWords(number) {
  return new Intl.NumberFormat(document.documentElement.lang).format(number);
}

function inUnits(number, unit) {
  const style = { style: "unit", unit, unitDisplay: "long" };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(number);
}
