import type { Source } from "../../../infra/alarm-table.ts";
import type { FunctionName } from "../../../infra/topology.ts";
import { createApi } from "../../../shared/api/respond.ts";
import { routes } from "../../../shared/api/routes/index.ts";
import { createOperatorProgram } from "../../../shared/command-line/operator-program.ts";
import { queueNames } from "../../../shared/core/ports.ts";
import { MINUTE } from "../../../shared/core/time.ts";
import type { Deps } from "../../../shared/lambda/wiring.ts";
import { compare } from "../../faults/runs/compare.ts";
import { openWatchedShop } from "../freshness/watched-shop.ts";
import { nameOfSource, type Sample } from "./rings.ts";

/** The schedule starts so many runs a minute; here one does the work of all. */
const RUNS = 4;
const SHOP = { tenant: "acme", shop: "shop" };

/** A whole deployment in virtual time, as CloudWatch and an operator see it. */
export const openStage = async () => {
  const shop = await openWatchedShop("kiotviet", ["orders", "products", "customers"]);
  const { world } = shop;
  const samples = new Map<string, Sample[]>();
  const note = (source: Source, value: number, times = 1): void => {
    const name = nameOfSource(source);
    const kept = samples.get(name) ?? [];
    samples.set(name, kept);
    for (let time = 0; time < times; time += 1) kept.push({ at: world.time.now(), value });
  };
  const metric: Deps["metric"] = (name, value, dimensions) =>
    note({ kind: "own", metric: name, ...(dimensions ? { dimensions } : {}) }, value, name === "WorkFound" ? RUNS : 1);
  const suffer = (trouble: (deps: Deps) => Partial<Deps> = () => ({})): void =>
    shop.adapt((deps) => ({ metric, ...trouble(deps) }));
  suffer();

  const invoke = world.invoke.bind(world);
  let isPublishing = true;
  world.invoke = async (name, timeout, work) => {
    // Nobody calls the function any more: no error, no metric, and the stream waits.
    if (name === "publish" && !isPublishing) {
      await world.time.sleep(MINUTE);
      return "failed";
    }
    const outcome = await invoke(name, timeout, work);
    const runs = name === "tick" ? RUNS : 1;
    if (outcome !== "done") note({ kind: "function", name: name as FunctionName, of: "Errors" }, 1, runs);
    if (name === "sync" && outcome === "done") note({ kind: "queue", queue: "sync", of: "done" }, 1);
    return outcome;
  };

  const api = createApi(routes, { ...world.deps, metric });
  const request = async (key: string, method: string, path: string, body?: unknown) => {
    const [rawPath = "", rawQueryString = ""] = path.split("?");
    const { statusCode, body: text } = await world.time.until(
      api(
        {
          ...{ rawPath, rawQueryString, requestContext: { http: { method } } },
          headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        },
        { getRemainingTimeInMillis: () => 29_000 },
      ),
    );
    if (statusCode >= 500) note({ kind: "gateway", api: "api" }, 1);
    return { status: statusCode, body: text === "" ? undefined : JSON.parse(text) };
  };

  /** The command line as it is, with its requests in virtual time. */
  const operate = async (command: readonly string[], key = "operator"): Promise<any> => {
    const printed: unknown[] = [];
    const call = async (method: string, path: string, { query = {}, body }: any = {}) => {
      const given = Object.entries(query).filter(([, value]) => value !== undefined);
      const search = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)]));
      const answer = await request(key, method, given.length > 0 ? `${path}?${search}` : path, body);
      if (answer.status >= 300)
        throw new Error(`${command.join(" ")}: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body;
    };
    const output = { json: true, value: (value: unknown) => printed.push(value), say: () => {}, table: () => {} };
    const known: Readonly<Record<string, string>> = { "my-shop": SHOP.shop, dev: world.deps.config.stage };
    const args = command.map((word) => known[word] ?? word);
    const pause = (seconds: number) => pass(Math.ceil(seconds / 60), { changes: false });
    const program = createOperatorProgram(() => ({ output, pause, api: { url: "", call } }) as never).exitOverride();
    await program.parseAsync([...args, "--json"], { from: "user" });
    return printed.at(-1);
  };

  /** Lets time pass, minute by minute, while the shop's staff are at work. */
  const pass = async (minutes: number, { changes = true } = {}): Promise<void> => {
    for (let minute = 0; minute < minutes; minute += 1) {
      if (changes) world.change();
      await world.pass(MINUTE);
      for (const queue of queueNames) note({ kind: "queue", queue, of: "dead" }, world.queues[queue].dead.length);
    }
  };

  const keyOfTenant = async (): Promise<string> => {
    const body = { name: "reader", scope: "admin" };
    return (await request("operator", "POST", `/v1/tenants/${SHOP.tenant}/keys`, body)).body.key;
  };

  return {
    ...{ world, shop, samples, suffer, request, operate, pass },
    now: world.time.now,
    keyOfTenant,
    /** The tenant says that its staff really deleted what is held: so busy a staff passes the brake. */
    decide: async (): Promise<void> => {
      const key = await keyOfTenant();
      for (const { name } of world.vendor.resources)
        await request(key, "POST", `/v1/shops/${SHOP.shop}/sync/${name}/deletions`, { decision: "approve" });
    },
    publishing: (on: boolean) => {
      isPublishing = on;
    },
    /** What the copy and the feed lack, in sentences. */
    lacking: async (): Promise<readonly string[]> => {
      const { lost, stale, extra, feedMismatch, details } = await compare(world, { feed: true, live: true });
      const dead = queueNames.flatMap((queue) => world.queues[queue].dead.map((body) => `dead letter: ${body}`));
      return [
        ...(lost + stale + extra + feedMismatch > 0 ? [`${lost} lost, ${stale} stale, ${extra} extra`] : []),
        ...details,
        ...dead,
      ];
    },
  };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;
