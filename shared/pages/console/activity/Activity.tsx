import { SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { number } from "../../format.ts";
import { DataTable } from "../../ui/DataTable.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { rowsAtHand } from "../../ui/rows.ts";

const readActivity = (shop: string) => api.get("/v1/shops/{shop}/activity", { params: { path: { shop } } });
export type Activity = Awaited<ReturnType<typeof readActivity>>;

/** The charts' own code is fetched when there is something to draw. */
const ByDay = lazy(() => import("./ByDay.tsx"));
const OverTime = lazy(() => import("./OverTime.tsx"));

/** What went on in a shop in the last seven days. */
export const ActivityOf = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["activity", shop], queryFn: () => readActivity(shop), refetchInterval: 60_000 });
  return (
    <Loaded query={query}>
      {({ days, stretches }) => (
        <Stack gap="xl">
          <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="xl">
            <Chart title={t("activity.calls")}>
              <ByDay days={days} of="calls" />
            </Chart>
            <Chart title={t("activity.changes")}>
              <ByDay days={days} of="changes" />
            </Chart>
            <Chart title={t("activity.gap")} text={t("activity.gapText")}>
              <OverTime stretches={stretches} of="minutes" />
            </Chart>
            <Chart title={t("activity.records")}>
              <OverTime stretches={stretches} of="records" />
            </Chart>
          </SimpleGrid>
          <Operations days={days} />
        </Stack>
      )}
    </Loaded>
  );
};

const Chart = ({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text?: string;
  readonly children: ReactNode;
}) => (
  // A chart's hidden hint may stand beside the page, which would make it wider.
  <section style={{ minWidth: 0, overflow: "clip" }}>
    <Title order={2} size="h5">
      {title}
    </Title>
    <Text size="xs" c="dimmed" mb="xs">
      {text ?? "\u00a0"}
    </Text>
    <Suspense fallback={null}>{children}</Suspense>
  </section>
);

interface Line {
  readonly operation: string;
  readonly all: number;
  readonly outcomes: ReadonlyMap<string, number>;
}

/** Each operation over all days, the one with the most calls first. */
const linesOf = (days: Activity["days"]): readonly Line[] => {
  const lines = new Map<string, Map<string, number>>();
  for (const { operation, outcomes } of days.flatMap(({ operations }) => operations)) {
    const known = lines.get(operation) ?? new Map<string, number>();
    for (const { outcome, calls } of outcomes) known.set(outcome, (known.get(outcome) ?? 0) + calls);
    lines.set(operation, known);
  }
  return [...lines]
    .map(([operation, outcomes]) => ({ operation, outcomes, all: [...outcomes.values()].reduce((a, b) => a + b, 0) }))
    .sort((one, other) => other.all - one.all);
};

const Operations = ({ days }: { readonly days: Activity["days"] }) => {
  const { t } = useTranslation();
  const bad = ({ outcomes }: Line) => [...outcomes].filter(([outcome]) => outcome !== "ok");
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        {t("activity.operations")}
      </Title>
      <DataTable
        label={t("activity.operations")}
        rows={rowsAtHand(linesOf(days))}
        keyOf={({ operation }) => operation}
        empty={t("activity.none")}
        columns={[
          { title: t("activity.operation"), cell: ({ operation }) => <span className="code">{operation}</span> },
          { title: t("activity.good"), kind: "number", cell: ({ outcomes }) => number(outcomes.get("ok") ?? 0) },
          {
            title: t("activity.failed"),
            kind: "number",
            cell: (line) => number(bad(line).reduce((sum, [, calls]) => sum + calls, 0)),
          },
          {
            title: t("activity.why"),
            cell: (line) =>
              bad(line)
                .map(([outcome, calls]) => `${t(`activity.outcomes.${outcome}`)}: ${number(calls)}`)
                .join(", ") || "–",
          },
        ]}
      />
    </section>
  );
};
