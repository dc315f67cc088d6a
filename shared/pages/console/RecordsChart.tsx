import "@mantine/charts/styles.css";
import { BarChart } from "@mantine/charts";
import { useTranslation } from "react-i18next";
import { number } from "../format.ts";
import type { Collection } from "./data.ts";
import { resourceName } from "./names.ts";

const MOST = 10;

/** Records of the largest collections. The table above says the same in figures. */
const RecordsChart = ({ collections }: { readonly collections: readonly Collection[] }) => {
  const { t } = useTranslation();
  const largest = [...collections]
    .filter(({ records }) => records > 0)
    .sort((left, right) => right.records - left.records);
  const data = largest.slice(0, MOST).map(({ resource, records }) => ({ name: resourceName(resource, t), records }));
  return (
    <div role="img" aria-label={t("collection.chart")}>
      <BarChart
        h={Math.max(120, 34 * data.length + 30)}
        data={data}
        dataKey="name"
        orientation="vertical"
        yAxisProps={{ width: 130 }}
        series={[{ name: "records", label: t("collection.records"), color: "cyan.8" }]}
        valueFormatter={number}
        barProps={{ isAnimationActive: false, radius: 4 }}
        gridAxis="none"
      />
    </div>
  );
};

export default RecordsChart;
