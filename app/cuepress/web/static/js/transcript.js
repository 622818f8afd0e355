// The transcript: marks the line that is said, keeps it in sight inside its own box, and seeks.
// It never moves the focus and never scrolls the page.

import { announce } from "./status.js";

const SCROLL_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End", " "]);

// Connect the transcript that is on the page to the video; returns what undoes it.
export function connectTranscript(video) {
  const box = document.getElementById("lines");
  if (!video || !box) {
    return () => {};
  }
  const leaving = new AbortController();
  const on = (target, types, listener, options) => {
    for (const type of types) {
      target.addEventListener(type, listener, { signal: leaving.signal, ...options });
    }
  };
  const lines = [...box.querySelectorAll("li[data-start]")];
  const starts = lines.map((line) => Number(line.dataset.start));
  const follow = followSwitch(document.getElementById("follow"), on);
  let current = lines.find((line) => line.hasAttribute("aria-current"));

  const mark = () => {
    const said = lines[lastBegun(starts, Math.round(video.currentTime * 1000))];
    if (said === current) {
      return;
    }
    current?.removeAttribute("aria-current");
    said?.setAttribute("aria-current", "true");
    current = said;
    if (follow.isOn() && said) {
      keepInSight(box, said);
    }
  };

  on(video, ["timeupdate", "seeking", "seeked"], mark);
  on(box, ["wheel", "touchmove"], follow.stop, { passive: true });
  on(box, ["pointerdown"], (event) => event.target === box && follow.stop());
  on(box, ["keydown"], (event) => SCROLL_KEYS.has(event.key) && follow.stop());
  on(box, ["focusin"], (event) => event.target.matches(":focus-visible") && follow.stop());
  on(box, ["click"], (event) => seekFrom(event, video));
  on(document, ["follow"], () => current && keepInSight(box, current));
  if (video.readyState > 0) {
    mark(); // before that the video has no time; the address has said which line it is
  }
  if (current) {
    keepInSight(box, current);
  }
  return () => leaving.abort();
}

// The number of the last line that has begun, by halving; -1 before the first.
export function lastBegun(starts, now) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= now) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

function followSwitch(button, on) {
  const isOn = () => button.getAttribute("aria-pressed") === "true";
  const set = (value) => button.setAttribute("aria-pressed", String(value));
  on(button, ["click"], () => {
    set(!isOn());
    if (isOn()) {
      document.dispatchEvent(new Event("follow"));
    }
  });
  return { isOn, stop: () => set(false) };
}

// scrollIntoView would move the page as well; only the box may move.
function keepInSight(box, line) {
  const top = line.getBoundingClientRect().top - box.getBoundingClientRect().top;
  const isInSight = top >= 0 && top + line.offsetHeight <= box.clientHeight * 0.8;
  if (!isInSight) {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const target = box.scrollTop + top - box.clientHeight * 0.25;
    box.scrollTo({ top: target, behavior: isStill ? "instant" : "smooth" });
  }
}

function seekFrom(event, video) {
  const line = event.target.closest("li[data-start]");
  const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const isSelecting = !getSelection().isCollapsed && !event.target.closest("a");
  if (!line || !isPlain || isSelecting) {
    return;
  }
  event.preventDefault();
  video.currentTime = Number(line.dataset.start) / 1000;
  video.play().catch(() => {}); // a browser that does not let us play still shows the place
  announce(`Playing${line.querySelector(".visually-hidden").textContent.replace(" play", "")}`);
}
