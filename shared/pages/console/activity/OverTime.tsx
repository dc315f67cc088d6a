import "@mantine/charts/styles.css";
import { LineChart } from "@mantine/charts";
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { number, time } from "../../format.ts";
import type { Activity } from "./Activity.tsx";

interface Props {
  readonly stretches: Activity["stretches"];
  readonly of: "minutes" | "records";
}

/** A point for each stretch of a few hours. */
const OverTime = ({ stretches, of }: Props) => {
  const { t } = useTranslation();
  const data = stretches
    .map(({ until, longestGapSeconds, records }) => ({
      at: time(until),
      minutes: longestGapSeconds === 0 ? undefined : Math.round(longestGapSeconds / 6) / 10,
      records: records || undefined,
    }))
    .filter((point) => point[of] !== undefined);
  const last = data.at(-1)?.[of];
  if (last === undefined) return <Text size="sm">{t("activity.notYet")}</Text>;
  return (
    <div role="img" aria-label={t(`activity.${of}Now`, { value: number(last) })}>
      <LineChart
        h={220}
        data={data}
        dataKey="at"
        series={[{ name: of, label: t(`activity.${of}`), color: "cyan.8" }]}
        valueFormatter={number}
        curveType="linear"
        withDots={data.length < 30}
        lineProps={{ isAnimationActive: false }}
        yAxisProps={{ width: 60 }}
        xAxisProps={{ minTickGap: 60 }}
      />
    </div>
  );
};

export default OverTime;
