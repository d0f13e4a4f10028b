import { useSyncExternalStore } from "react";

/** One polite line for what just happened; screen readers hear it, everybody sees it for a moment. */
let said = "";
let timer: ReturnType<typeof setTimeout> | null = null;
const listeners = new Set<() => void>();

export function announce(text: string): void {
  if (timer !== null) clearTimeout(timer);
  say(text);
  timer = setTimeout(() => say(""), 8000);
}

export function Announcer() {
  const text = useSyncExternalStore(listen, () => said);
  return (
    <div className={text === "" ? "announcer quiet" : "announcer"} role="status">
      {text}
    </div>
  );
}

function say(text: string): void {
  said = text;
  for (const tell of listeners) tell();
}

function listen(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
