import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** Dark letters on a light ground: readable for everybody, and the word says it without the colour. */
const colours: Readonly<Record<string, readonly [ground: string, letters: string]>> = {
  good: ["#d3f9d8", "#1b5e20"],
  busy: ["#d0ebff", "#0b3d66"],
  warn: ["#fff3bf", "#5c3c00"],
  bad: ["#ffe3e3", "#8b1a1a"],
  rest: ["#e9ecef", "#343a40"],
};

const kinds: Readonly<Record<string, keyof typeof colours>> = {
  ...{
    healthy: "good",
    degraded: "warn",
    "needs-reauth": "bad",
    paused: "rest",
    authorizing: "busy",
    removing: "rest",
  },
  ...{
    current: "good",
    "catching-up": "busy",
    backfilling: "busy",
    waiting: "busy",
    limited: "warn",
    incomplete: "warn",
  },
  ...{ stalled: "bad", failing: "bad" },
  ...{ succeeded: "good", rejected: "bad", dead: "bad", cancelled: "rest", unknown: "warn", queued: "busy" },
  ...{ sending: "busy", probing: "busy" },
  ...{ delivered: "good", pending: "busy", failed: "bad", enabled: "good", disabled: "rest" },
  ...{ processed: "good", quarantined: "warn", ignored: "rest" },
};

/** A state in one word. `family`: where its words stand among the texts. */
export const State = ({
  family,
  state,
}: {
  readonly family: "health" | "state" | "write" | "event" | "delivery";
  readonly state: string;
}) => {
  const { t } = useTranslation();
  const [ground, letters] = colours[kinds[state] ?? "rest"]!;
  return (
    <Badge
      variant="filled"
      tt="none"
      fw={600}
      styles={{ root: { background: ground, color: letters }, label: { overflow: "visible" } }}
    >
      {t(`${family}.${state}`)}
    </Badge>
  );
};
