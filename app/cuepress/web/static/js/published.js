// A page that was published as files. It comes before the picture and is no module, so that it also runs where a
// page is opened from a disk: there browsers refuse to load tracks, and cues come from a script beside each track.
"use strict";
{
  const isOnDisk = location.protocol === "file:";
  const withheld = new Map(); // address -> the track, and its cues once they have come

  // A track without an address is not refused. Its cues are in a script, which calls addCues. Browsers forget cues
  // when they find that there is no address, and find that out when the track is first chosen.
  const withhold = (track) => {
    const address = track.getAttribute("src");
    track.removeAttribute("src");
    withheld.set(address, { track, cues: [] });
    track.addEventListener("error", fill);
    const script = document.createElement("script");
    script.src = `${address}.js`;
    document.head.append(script);
  };

  const fill = () => {
    for (const { track, cues } of withheld.values()) {
      if (track.track.mode !== "disabled" && !track.track.cues?.length) {
        for (const cue of cues) {
          track.track.addCue(cue);
        }
      }
    }
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

  const made = ([start, end, text, settings]) => {
    const cue = new VTTCue(start, end, text);
    for (const setting of settings.split(" ").filter(Boolean)) {
      const at = setting.indexOf(":");
      try {
        set(cue, setting.slice(0, at), setting.slice(at + 1));
      } catch {
        // A setting that this browser does not know: the cue stands where cues stand.
      }
    }
    return cue;
  };

  // Called by the script beside a track: cues as [in time in s, out time in s, payload, settings].
  const addCues = (name, cues) => {
    for (const [address, one] of withheld) {
      if (decodeURIComponent(address).endsWith(`/${name}`)) {
        one.cues = cues.map(made);
      }
    }
    fill();
  };
  globalThis.cuepress = Object.freeze({ addCues });

  // What the server does with "?t=62.3": begin there.
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelector("video")?.textTracks.addEventListener("change", fill);
    const wanted = new URLSearchParams(location.search).get("t") ?? "";
    const video = document.querySelector("video");
    if (video && /^[0-9]{1,6}(\.[0-9]{1,3})?$/.test(wanted)) {
      video.currentTime = Number(wanted);
    }
  });
}
