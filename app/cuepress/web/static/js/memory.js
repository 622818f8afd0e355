// What a reader chose, kept in this browser only. A browser that keeps nothing (private window) is fine.

export function recall(name) {
  try {
    return localStorage.getItem(`cuepress.${name}`);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(`cuepress.${name}`, value);
  } catch {
    // Not remembered: the next page asks the browser's languages again.
  }
}
