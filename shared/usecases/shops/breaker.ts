import { RetryLater, ShopSilent, SlowAnswer } from "../../core/errors.ts";
import type { Clock, Metric, Sleep } from "../../core/ports.ts";
import { type Silence, silenceReason, silentAgain } from "../../core/silence.ts";
import { MINUTE, SECOND } from "../../core/time.ts";
import type { Send } from "../../core/vendor.ts";
import { refOf, type Shop, type ShopStore } from "../../stores/shops.ts";
import type { SilenceStore } from "../../stores/silences.ts";

export interface BreakerDeps {
  readonly send: Send;
  readonly shops: Pick<ShopStore, "change">;
  /** Of the function itself: what several tenants' shops have seen of one server. */
  readonly silences: SilenceStore;
  readonly clock: Clock;
  readonly sleep: Sleep;
  readonly metric: Metric;
  /** Nobody waits for this worker. */
  readonly patient: boolean;
}

/** What one piece of work with one shop learns of whether the shop's server answers. */
export interface Breaker {
  /**
   * The work is about this shop.
   * @throws ShopSilent while only probes go out and it is not time for one; SlowAnswer where others wait for this worker,
   *   and the shop is slow or a probe is due
   */
  admit(shop: Shop): Promise<void>;
  /** @throws ShopSilent when the server has answered nothing to the calls before */
  readonly send: Send;
  /** The server has answered nothing to the last calls: no other one is worth its time. */
  isOpen(): boolean;
  /**
   * Where the last call got no answer, and too few were made to tell: a moment later `ask` makes one more. Without an answer to
   * that one either the server is silent.
   */
  soundOut(ask: () => Promise<void>): Promise<void>;
  /** Milliseconds of the longest call so far. */
  slowest(): number;
  /** Notes what was learnt, once. @returns the silence that holds now */
  settle(): Promise<Silence | undefined>;
}

/** So many calls without an answer, with no answer between, are a silence. */
const FEW_CALLS = 3;
/** A call that was waited for this long counts as all of them, and a shop with a longer one keeps apart from the others. */
export const LONG_CALL = 10 * SECOND;
const KEEPS_APART = 10 * MINUTE;
/** A network that was away for less than this makes no silence of single calls. */
const BLINK = 3 * SECOND;

export const createBreaker = (deps: BreakerDeps): Breaker => {
  const { clock, patient } = deps;
  let about: Shop | undefined;
  let host = "";
  let unanswered = 0;
  /** Servers that have answered. */
  const answered = new Set<string>();
  let isSounding = false;
  let slowest = 0;
  let settled: Promise<Silence | undefined> | undefined;
  const isOpen = (): boolean => unanswered >= FEW_CALLS;

  /** Whether a call without an answer says as much as all of them. Of a server that has answered since, no call is a probe. */
  const isTelling = (to: string, startedAt: number): boolean =>
    isSounding || (about?.silence !== undefined && !answered.has(to)) || (patient && clock() - startedAt >= LONG_CALL);

  const missed = (error: unknown, to: string, startedAt: number): void => {
    if (!(error instanceof RetryLater)) unanswered = 0;
    // A call that was given up early says nothing: the vendor may have answered later.
    if (!(error instanceof RetryLater) || error instanceof SlowAnswer) return;
    unanswered += isTelling(to, startedAt) ? FEW_CALLS : 1;
    host = to;
  };

  /** With one write when it begins, every few minutes while it lasts, and when it ends. */
  const noteSlow = async (shop: Shop): Promise<void> => {
    const { slowUntil = 0 } = shop;
    const now = clock();
    if (slowest >= LONG_CALL && slowUntil < now + KEEPS_APART / 2)
      await deps.shops.change(refOf(shop), { slowUntil: now + KEEPS_APART });
    if (patient && answered.size > 0 && slowest < LONG_CALL && slowUntil > now)
      await deps.shops.change(refOf(shop), { slowUntil: undefined });
  };

  const settle = async (): Promise<Silence | undefined> => {
    if (!about) return undefined;
    const { vendor, silence: known } = about;
    const ref = refOf(about);
    // Jobs of one shop side by side have seen the same silence: it counts once.
    const asRead = (current: Shop): boolean => current.silence?.probeAt === known?.probeAt;
    if (isOpen()) {
      const silence = silentAgain(known, host, clock());
      await deps.shops.change(ref, { silence }, asRead);
      deps.metric("ShopsSilent", 1, { vendor });
      if (await deps.silences.note({ vendor, host }, ref, clock())) deps.metric("VendorSilent", 1, { vendor });
      return silence;
    }
    await noteSlow(about);
    if (!known || answered.size === 0) return known;
    await deps.shops.change(ref, { silence: undefined });
    await deps.silences.end({ vendor, host: known.host });
    return undefined;
  };

  return {
    async admit(shop) {
      about = shop;
      const { silence, vendor, slowUntil = 0 } = shop;
      if (!silence) {
        if (patient || slowUntil <= clock()) return;
        throw new SlowAnswer("the shop's server takes its time", { delivered: "no" });
      }
      const { probeAt } = silence;
      if (clock() < probeAt) throw new ShopSilent(silenceReason(silence), { retryAt: probeAt, delivered: "no" });
      if (!patient) throw new SlowAnswer(silenceReason(silence), { delivered: "no" });
      if (await deps.silences.mayProbe({ vendor, host: silence.host }, clock())) return;
      // As if it had asked itself: its server is asked for by another shop.
      const next = silentAgain(silence, silence.host, clock());
      await deps.shops.change(refOf(shop), { silence: next }, (current) => current.silence?.probeAt === probeAt);
      about = { ...shop, silence: next };
      throw new ShopSilent(silenceReason(next), { retryAt: next.probeAt, delivered: "no" });
    },

    send: async (request) => {
      const to = new URL(request.url).host;
      if (isOpen()) throw new ShopSilent(`${to} answers nothing`, { delivered: "no" });
      const startedAt = clock();
      try {
        const answer = await deps.send(request);
        [unanswered, isSounding] = [0, false];
        answered.add(to);
        return answer;
      } catch (error) {
        missed(error, to, startedAt);
        throw error;
      } finally {
        slowest = Math.max(slowest, clock() - startedAt);
      }
    },

    isOpen,
    async soundOut(ask) {
      const isUnsure = (): boolean => unanswered > 0 && !isOpen();
      if (isUnsure()) await deps.sleep(BLINK);
      if (!isUnsure()) return;
      isSounding = true;
      try {
        await ask();
      } finally {
        isSounding = false;
      }
    },
    slowest: () => slowest,
    settle() {
      settled ??= settle();
      return settled;
    },
  };
};
