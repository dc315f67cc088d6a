import { inflateRawSync } from "node:zlib";
import type { TestStack } from "../../helpers/memory-deps.ts";

const unpacked = (bytes: Uint8Array): string => {
  try {
    return inflateRawSync(bytes).toString("utf8");
  } catch {
    return Buffer.from(bytes).toString("utf8");
  }
};

/** Every item that the table holds now, as text: keys and values, bodies unpacked. */
export const itemTexts = ({ table }: TestStack): string[] => {
  const items = new Map<string, object>();
  for (const { old, new: next } of table.stream) {
    const item = next ?? old!;
    if (next) items.set(`${item.pk}\n${item.sk}`, next);
    else items.delete(`${item.pk}\n${item.sk}`);
  }
  // A Buffer says itself how it is written as JSON, before any replacer sees it.
  return [...items.values()].map((item) =>
    JSON.stringify(
      Object.fromEntries(
        Object.entries(item).map(([name, value]) => [name, value instanceof Uint8Array ? unpacked(value) : value]),
      ),
    ),
  );
};
