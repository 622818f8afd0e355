// A page that was published as files. It comes before the picture and is no module, so that it also runs where a
// page is opened from a disk: there browsers refuse to load tracks, and cues come from a script beside each track.
"use strict";
{
  const isOnDisk = location.protocol === "file:";
  const waiting = new Map();

  // A track without an address is not refused; it gets its cues from addCues.
  const withhold = (track) => {
    const address = track.getAttribute("src");
    track.removeAttribute("src");
    waiting.set(address, track);
    const script = document.createElement("script");
    script.src = `${address}.js`;
    document.head.append(script);
  };

  if (isOnDisk) {
    new MutationObserver((records) => {
      for (const node of records.flatMap((record) => [...record.addedNodes])) {
        if (node.nodeName === "TRACK" && node.hasAttribute("src")) {
          withhold(node);
        }
      }
    }).observe(document, { childList: true, subtree: true });
  }

  const set = (cue, name, value) => {
    const [first, second] = value.split(",");
    if (name === "vertical" || name === "align") {
      cue[name] = value;
    } else if (name === "line") {
      cue.snapToLines = !first.endsWith("%");
      cue.line = Number.parseFloat(first);
      cue.lineAlign = second ?? cue.lineAlign;
    } else if (name === "position") {
      cue.position = Number.parseFloat(first);
      cue.positionAlign = second ?? cue.positionAlign;
    } else if (name === "size") {
      cue.size = Number.parseFloat(value);
    }
  };

  // Called by the script beside a track: cues as [in time in s, out time in s, payload, settings].
  const addCues = (name, cues) => {
    const element = [...waiting].find(([address]) => decodeURIComponent(address).endsWith(name))?.[1];
    const track = element?.track;
    if (!track) {
      return;
    }
    const mode = track.mode;
    track.mode = "hidden"; // while it is disabled it takes none
    for (const [start, end, text, settings] of cues) {
      const cue = new VTTCue(start, end, text);
      for (const setting of settings.split(" ").filter(Boolean)) {
        const at = setting.indexOf(":");
        try {
          set(cue, setting.slice(0, at), setting.slice(at + 1));
        } catch {
          // A setting that this browser does not know: the cue stands where cues stand.
        }
      }
      track.addCue(cue);
    }
    track.mode = mode;
  };
  globalThis.cuepress = Object.freeze({ addCues });

  // What the server does with "?t=62.3": begin there.
  document.addEventListener("DOMContentLoaded", () => {
    const wanted = new URLSearchParams(location.search).get("t") ?? "";
    const video = document.querySelector("video");
    if (video && /^[0-9]{1,6}(\.[0-9]{1,3})?$/.test(wanted)) {
      video.currentTime = Number(wanted);
    }
  });
}
