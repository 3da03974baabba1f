"use client";

import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";

/** Asks before every task of the environment has to run setup again. */
export function ResetSnapshots({ name, isBusy, onReset }: { name: string; isBusy: boolean; onReset: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button size="sm" disabled={isBusy} onClick={() => setAsking(true)}>
        <RotateCcw aria-hidden />
        Reset
      </Button>
      <Dialog
        open={asking}
        onOpenChange={setAsking}
        title={`Reset the snapshots of ${name}?`}
        description="What setup left is thrown away; the next task runs setup anew, which may take a while. Fields and secrets stay."
      >
        <div className="flex justify-end gap-2">
          <Button variant="ghost" onClick={() => setAsking(false)}>
            Cancel
          </Button>
          <Button
            variant="danger"
            onClick={() => {
              setAsking(false);
              onReset();
            }}
          >
            Reset
          </Button>
        </div>
      </Dialog>
    </>
  );
}
