import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { number, shortDay } from "../../format.ts";
import type { Activity } from "./Activity.tsx";

interface Props {
  readonly days: Activity["days"];
  readonly of: "calls" | "changes";
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** A bar for each of seven days. The sentence for those who do not see it has the same figures. */
const ByDay = ({ days, of }: Props) => {
  const { t } = useTranslation();
  const data = days.map(({ from, calls, failed, changes }) => ({
    day: shortDay(from),
    good: calls - failed,
    failed,
    changes: sum(changes),
  }));
  const series =
    of === "calls"
      ? [
          { name: "good", label: t("activity.good"), color: "cyan.8" },
          { name: "failed", label: t("activity.failed"), color: "red.8" },
        ]
      : [{ name: "changes", label: t("activity.changes"), color: "cyan.8" }];
  const told = data.map((one) => `${one.day}: ${number(of === "calls" ? one.good + one.failed : one.changes)}`);
  return (
    <div role="img" aria-label={`${t(`activity.${of}`)}. ${told.join(", ")}`}>
      <BarChart
        h={220}
        data={data}
        dataKey="day"
        type="stacked"
        series={series}
        withLegend={of === "calls"}
        valueFormatter={number}
        barProps={{ isAnimationActive: false, radius: 3, maxBarSize: 48 }}
        tickLine="y"
      />
    </div>
  );
};

export default ByDay;
