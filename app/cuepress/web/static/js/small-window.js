// The picture in a small window over all others. Where a browser lets us fill that window ourselves, the picture
// moves into it with its captions; its own small window would show none. Elsewhere the browser's own shows the track.

export function connectSmallWindow(video, picture, button, away) {
  const canFill = "documentPictureInPicture" in globalThis && globalThis.top === globalThis;
  if (canFill) {
    video.disablePictureInPicture = true; // in the browser's own menu, where captions would be lost
    fillOwn(video, picture, button, away);
  } else if (document.pictureInPictureEnabled && video.requestPictureInPicture) {
    useBrowsers(video, button);
  } else {
    button.hidden = true;
  }
}

function fillOwn(video, picture, button, away) {
  let open = null;
  const home = picture.parentElement;
  const follower = picture.nextSibling;

  const bringBack = () => {
    open = null;
    home.insertBefore(picture, follower);
    away.hidden = true;
    button.setAttribute("aria-pressed", "false");
  };
  button.addEventListener("click", async () => {
    if (open) {
      open.close();
      return;
    }
    try {
      open = await documentPictureInPicture.requestWindow(sizeOf(video));
    } catch {
      return; // refused: the picture stays
    }
    away.hidden = false;
    dress(open.document);
    open.document.body.append(picture);
    button.setAttribute("aria-pressed", "true");
    open.addEventListener("pagehide", bringBack, { once: true });
  });
}

function sizeOf(video) {
  const width = 480;
  return { width, height: Math.round((width * (video.videoHeight || 9)) / (video.videoWidth || 16)) };
}

// The small window is a page of its own: the same clothes, language and title.
function dress(page) {
  page.title = document.title;
  page.documentElement.lang = document.documentElement.lang;
  page.documentElement.dir = document.documentElement.dir;
  page.documentElement.className = "small-window";
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"]')) {
    const link = page.createElement("link");
    link.rel = "stylesheet";
    link.href = sheet.href;
    page.head.append(link);
  }
}

function useBrowsers(video, button) {
  button.addEventListener("click", () => {
    const change = document.pictureInPictureElement ? document.exitPictureInPicture() : video.requestPictureInPicture();
    change.catch(() => {}); // refused, or no picture yet: nothing changes
  });
  video.addEventListener("enterpictureinpicture", () => button.setAttribute("aria-pressed", "true"));
  video.addEventListener("leavepictureinpicture", () => button.setAttribute("aria-pressed", "false"));
}
