// Changing the transcript's language without leaving the video: the page of that language is asked for its transcript.

import { announce } from "./status.js";

export function connectTranscriptLanguages(onChange) {
  if (location.protocol === "file:") {
    return; // pages on a disk cannot be asked for; the links work as links
  }
  document.addEventListener("click", async (event) => {
    const link = event.target.closest(".transcript .languages a");
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    event.preventDefault();
    try {
      await exchange(link.href, onChange);
    } catch {
      location.assign(link.href); // the plain way, which also shows what is wrong
    }
  });
}

async function exchange(address, onChange) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`status ${answer.status}`);
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const isFollowing = document.getElementById("follow")?.getAttribute("aria-pressed");
  for (const selector of [".transcript", "#about"]) {
    document.querySelector(selector).replaceWith(page.querySelector(selector));
  }
  if (isFollowing) {
    document.getElementById("follow")?.setAttribute("aria-pressed", isFollowing);
  }
  history.replaceState(null, "", address);
  onChange();
  const chosen = document.querySelector(".transcript .languages a[aria-current]");
  chosen.focus({ preventScroll: true });
  announce(`Transcript in ${chosen.textContent}`);
}
