import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item } from "../shared/core/table.ts";
import { type World, withDeps } from "../shared/lambda/wiring.ts";
import { fanOutChanges } from "../shared/usecases/events/fan-out-events.ts";
import { publishChanges } from "../shared/usecases/events/publish-changes.ts";

type Image = Record<string, AttributeValue>;

interface StreamEvent {
  readonly Records: readonly { readonly dynamodb?: { readonly OldImage?: Image; readonly NewImage?: Image } }[];
}

/** The table's stream: each change of a record gets its place in the feed. A failing batch comes again, whole. */
export const createHandler =
  (deps: World) =>
  async (event: StreamEvent): Promise<void> => {
    const batch = event.Records.map(({ dynamodb }) => ({
      before: itemOf(dynamodb?.OldImage),
      after: itemOf(dynamodb?.NewImage),
    }));
    await publishChanges(batch, { ...deps, fanOut: (placed) => fanOutChanges(placed, deps) });
  };

const itemOf = (image: Image | undefined): Item | undefined => image && (unmarshall(decoded(image)) as Item);

/** A Lambda event is JSON: binary attributes come as base64 text. */
const decoded = (image: Image): Image =>
  Object.fromEntries(
    Object.entries(image).map(([name, value]) => [name, value.B === undefined ? value : { B: bytesOf(value.B) }]),
  ) as Image;

const bytesOf = (value: unknown): Uint8Array =>
  typeof value === "string" ? Buffer.from(value, "base64") : (value as Uint8Array);

export const handler = withDeps("publish", createHandler);
