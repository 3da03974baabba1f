import { Cpu } from "lucide-react";
import { classNames } from "../ui/class-names.ts";
import { DemoMark } from "./demo-mark.tsx";

type ModelMarkProps = { model: string; demo: boolean; className?: string };

/** Which model works on it; the demo is always named as what it is. */
export function ModelMark({ model, demo, className }: ModelMarkProps) {
  return (
    <span title={`Model: ${model}`} className={classNames("inline-flex min-w-0 items-center gap-1.5 text-muted text-xs", className)}>
      {demo ? (
        <DemoMark />
      ) : (
        <>
          <Cpu aria-hidden className="size-3.5 shrink-0" />
          <span className="max-w-36 truncate">{model}</span>
        </>
      )}
    </span>
  );
}
