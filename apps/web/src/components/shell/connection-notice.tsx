"use client";

import { WifiOff } from "lucide-react";
import { useEffect, useState } from "react";

const patienceMs = 3_000;

/** Says that the page has stopped being live, once a broken connection has not mended itself within three seconds. */
export function ConnectionNotice({ connected }: { connected: boolean }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (connected) return;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [connected]);
  if (connected || !late) return null;
  return (
    <div role="status" className="float-panel fixed bottom-4 left-4 z-40 flex items-center gap-2 px-3 py-2 text-muted text-xs">
      <WifiOff aria-hidden className="size-3.5 text-warn" />
      No live connection. Trying again…
    </div>
  );
}
