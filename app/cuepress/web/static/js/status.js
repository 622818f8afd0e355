// The one polite status region: results of commands, never the time, never what the focused control says itself.

export function announce(text) {
  const region = document.getElementById("status");
  region.textContent = "";
  // A text that is set at once after the old one was cleared is not spoken again when it is the same.
  setTimeout(() => {
    region.textContent = text;
  }, 200);
}
