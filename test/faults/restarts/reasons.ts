import type * as z from "zod";
import type { Client } from "../../../infra/local/client.ts";
import type { Deletion, SyncStatus } from "../../../shared/api/answers/sync.ts";
import { deletionsOf } from "./held.ts";
import type { CopyError } from "./judge.ts";
import { type Limit, limitsOf } from "./limits.ts";

type Status = z.infer<typeof SyncStatus>;
type Resource = Status["data"][number];

interface Explained {
  readonly cause: string;
  readonly evidence: { readonly fetching?: string; readonly unanswered?: object };
}

const timeOf = (text: string): string => text.slice(11, 19);

const ofDeletion = ({ state, evidence }: z.infer<typeof Deletion>): string => {
  const seen = evidence.map(({ at, way, said, weak }) => [way, said, weak, timeOf(at)].filter(Boolean).join(" "));
  return `its removal is ${state} (${seen.join(", ")})`;
};

const ofResource = ({ resource, state, until, error, progress, heldDeletions }: Resource): string =>
  [
    `${resource} are ${state}${until === undefined ? "" : ` until ${timeOf(until)}`}`,
    ...(error ? [`failed with ${error.code}: ${error.message}`] : []),
    ...progress.map(({ phase, rows }) => `a reading is at ${rows} rows (${phase})`),
    ...(heldDeletions > 0 ? [`${heldDeletions} removals held`] : []),
  ].join(", ");

const ofLimit = ({ limit, operation, capacity, left, blockedUntil, waiting }: Limit): string =>
  [
    `limit ${limit}${operation === undefined ? "" : ` of ${operation}`}: ${left} of ${capacity} left`,
    ...(blockedUntil === undefined ? [] : [`blocked until ${timeOf(blockedUntil)}`]),
    ...Object.entries(waiting).map(([who, until]) => `${who} waits until ${timeOf(until)}`),
  ].join(", ");

/** One line for each: what is wrong, what the copy knows of it, what its collection and its shop wait for. Times are UTC. */
export const withReasons = async (client: Client, shop: string, errors: readonly CopyError[]): Promise<string[]> => {
  if (errors.length === 0) return [];
  const status = await client.get<Status>(`/v1/shops/${shop}/sync`);
  const limits = (await limitsOf(client, shop)).map(ofLimit);
  const lines: string[] = [];
  for (const [name, wrong] of Object.entries(Object.groupBy(errors, ({ resource }) => resource))) {
    const resource = status.data.find((one) => one.resource === name);
    const deletions = await deletionsOf(client, shop, name);
    for (const { id, line } of wrong ?? []) {
      const path = `/v1/shops/${shop}/explain?resource=${name}&id=${encodeURIComponent(id)}`;
      const { cause, evidence } = await client.get<Explained>(path);
      const deletion = deletions.find((one) => one.id === id);
      const known = [
        cause,
        ...(deletion ? [ofDeletion(deletion)] : []),
        ...(evidence.fetching === undefined ? [] : [`${evidence.fetching} is to be fetched`]),
        ...(evidence.unanswered ? ["the vendor answers nothing about it"] : []),
        ...(resource ? [ofResource(resource)] : []),
        `the shop is ${status.health}`,
        ...limits,
      ];
      lines.push(`${line}; ${known.join("; ")}`);
    }
  }
  return lines;
};
