// Changing the transcript's language, or the one beside it, without leaving the video: the page of that language is
// asked for its transcript.

import { isPlain } from "./seek.js";
import { announce } from "./status.js";

export function connectTranscriptLanguages(onChange) {
  if (location.protocol === "file:") {
    return; // pages on a disk cannot be asked for; the links work as links
  }
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".transcript .languages a");
    if (!link || !isPlain(event)) {
      return;
    }
    event.preventDefault();
    const isBeside = Boolean(link.closest(".beside"));
    try {
      await exchange(link.href, onChange);
    } catch {
      location.assign(link.href); // the plain way, which also shows what is wrong
      return;
    }
    const chosen = document.querySelector(isBeside ? ".beside summary" : ".transcript .languages a[aria-current]");
    chosen.focus({ preventScroll: true });
    announce(document.getElementById("transcript").dataset.said);
  });
}

async function exchange(address, onChange) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isFollowing = document.getElementById("follow")?.getAttribute("aria-pressed");
  for (const selector of [".transcript", "#chapters", "#about"]) {
    document.querySelector(selector).replaceWith(page.querySelector(selector));
  }
  if (isFollowing) {
    document.getElementById("follow")?.setAttribute("aria-pressed", isFollowing);
  }
  history.replaceState(null, "", address);
  onChange();
}
