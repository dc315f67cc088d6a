import type { Habits } from "../../../../infra/sandbox/types.ts";
import { MINUTE, SECOND } from "../../../../shared/core/time.ts";
import { changeAt } from "./envelope.ts";
import { type Lie, reply, type Scene, type Tale, withBody } from "./types.ts";

/** Stamps, clocks and waits that say something else than they should. */

export const habit = ({ simulator }: Scene, habits: Partial<Habits>): Tale => {
  const none = Object.fromEntries(Object.keys(habits).map((name) => [name, undefined]));
  Object.assign(simulator.habits, habits);
  return { end: () => void Object.assign(simulator.habits, none) };
};

const twoClocks: Lie = {
  name: "stamps of two clocks",
  minutes: [10, 40],
  tell: (scene) => habit(scene, { ahead: { chance: 0.5, by: 30 * SECOND } }),
};

/** Measured by an integrator of Pancake: a change is shown eleven minutes after its stamp. */
const lateChanges: Lie = {
  name: "late visibility",
  minutes: [10, 40],
  tell: (scene) => habit(scene, { late: { chance: 0.4, by: 11 * MINUTE } }),
};

const unmovedStock: Lie = {
  name: "stock without a stamp",
  vendors: ["kiotviet"],
  minutes: [10, 60],
  tell: (scene) => habit(scene, { unmovedStock: true }),
};

/** The rows' own stamps are right. */
const envelopeClock: Lie = {
  name: "an envelope's clock that is off",
  vendors: ["kiotviet"],
  tell: ({ dice, wire }): Tale => {
    const off = dice.pick([-15, 15, 90, -90, 1_440]) * MINUTE;
    return {
      after: (_call, answer) =>
        wire.clock
          ? withBody(
              answer,
              changeAt(answer.body, wire.clock, (text) => moved(String(text), off)),
            )
          : answer,
    };
  },
};

/** `2026-11-20T09:00:00.6210000+07:00`, with or without the offset's minutes. */
const moved = (text: string, by: number): string => {
  const at = Date.parse(text.replace(/(\.\d{3})\d*([+-]\d\d)(:?\d\d)?$/, "$1$2:00"));
  if (Number.isNaN(at)) return text;
  return `${new Date(at + by + 7 * 60 * MINUTE).toISOString().slice(0, -1)}+07:00`;
};

const absurdWaits: Lie = {
  name: "absurd waits",
  minutes: [2, 15],
  tell: ({ dice }): Tale => {
    const wait = dice.pick(["31536000", "0", "-5", "soon", "1e9", "Fri, 31 Dec 9999 23:59:59 GMT"]);
    const status = dice.pick([429, 503]);
    const often = dice.pick([1, 0.3]);
    return {
      after: (_call, answer) => {
        if (!dice.chance(often)) return answer;
        const { headers, ...rest } = reply(status, '{"message":"Too many requests"}');
        return { ...rest, headers: { ...headers, "retry-after": wait } };
      },
    };
  },
};

export const clocks: readonly Lie[] = [twoClocks, lateChanges, unmovedStock, envelopeClock, absurdWaits];
