import type { EnvironmentFile } from "@slipway/core";
import { Document, isScalar, Scalar, visit } from "yaml";

/** An environment as YAML that `parseEnvironmentFile` reads back to the same; fields at their default are left out, scripts are blocks. */
export function environmentText(file: EnvironmentFile): string {
  const shown = Object.fromEntries(Object.entries(file).filter(([, value]) => !isEmpty(value)));
  if (Object.keys(shown).length === 0) return "";
  const document = new Document(shown, { schema: "core", aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_, node) => {
      if (isScalar(node) && typeof node.value === "string" && node.value.includes("\n")) node.type = Scalar.BLOCK_LITERAL;
    },
  });
  return document.toString({ lineWidth: 0 });
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}
