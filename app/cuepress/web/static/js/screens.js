// Where the picture is seen: in the page, over the whole screen, in a small window. Captions come along everywhere.
// Our full screen shows the whole player. What shows the video alone (the browser's own full screen, a phone's
// player, its small window) has to show the real <track>: onLeave says when that begins and ends.

export function connectScreens(video, onLeave) {
  const alone = new Set();
  const leave = (where, isGone) => {
    alone[isGone ? "add" : "delete"](where);
    onLeave(alone.size > 0);
  };
  video.addEventListener("webkitbeginfullscreen", () => leave("phone", true));
  video.addEventListener("webkitendfullscreen", () => leave("phone", false));
  video.addEventListener("enterpictureinpicture", () => leave("window", true));
  video.addEventListener("leavepictureinpicture", () => leave("window", false));
  document.addEventListener("fullscreenchange", () => leave("screen", document.fullscreenElement === video));
}

// Returns what opens and closes full screen; null where there is none, and then the button is not there either.
export function connectFullScreen(video, player, button) {
  const isWhole = document.fullscreenEnabled;
  if (!isWhole && !video.webkitEnterFullscreen) {
    button.hidden = true;
    return null;
  }
  const toggle = () => {
    if (!isWhole) {
      video.webkitEnterFullscreen(); // a phone that shows nothing but a video over its screen
    } else if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      player.requestFullscreen().catch(() => {}); // refused: the page stays as it is
    }
  };
  document.addEventListener("fullscreenchange", () =>
    button.setAttribute("aria-pressed", String(document.fullscreenElement === player)),
  );
  button.addEventListener("click", toggle);
  return toggle;
}
