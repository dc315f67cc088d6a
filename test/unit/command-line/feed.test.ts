import { expect, test } from "vitest";
import type { Api } from "../../../shared/command-line/api.ts";
import { followFeed } from "../../../shared/command-line/feed.ts";

interface Answer {
  readonly data: readonly { readonly id: string }[];
  readonly next: string;
  readonly pauseSeconds: number;
}

/** An API that answers what it is told, one after the other, and remembers behind which place it was asked. */
const scripted = (answers: readonly Answer[]) => {
  const asked: unknown[] = [];
  const api: Api = {
    url: "https://api.example",
    // `any`: as the interface says.
    call: async (_method, _path, options): Promise<any> => {
      asked.push(options?.query?.cursor);
      return answers[asked.length - 1] ?? expect.unreachable("asked more often than the script says");
    },
  };
  return { api, asked };
};

const readOnce = async (api: Api) => {
  const seen: unknown[] = [];
  const options = { from: "a", once: true, resources: "orders", signal: new AbortController().signal, say: () => {} };
  for await (const { changes, next } of followFeed(api, options)) seen.push([changes.map(({ id }) => id), next]);
  return seen;
};

test("a feed read once goes on behind answers in which a filter has left out everything", async () => {
  const { api, asked } = scripted([
    { data: [], next: "b", pauseSeconds: 0 },
    { data: [{ id: "1" }], next: "c", pauseSeconds: 0 },
    { data: [], next: "d", pauseSeconds: 5 },
  ]);
  expect(await readOnce(api)).toEqual([
    [[], "b"],
    [["1"], "c"],
    [[], "d"],
  ]);
  expect(asked).toEqual(["a", "b", "c"]);
});

test("a feed read once ends with the last changes, where the feed says that nothing more is there", async () => {
  const { api, asked } = scripted([{ data: [{ id: "1" }], next: "b", pauseSeconds: 4 }]);
  expect(await readOnce(api)).toEqual([[["1"], "b"]]);
  expect(asked).toEqual(["a"]);
});
