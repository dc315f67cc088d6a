import { Progress, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { duration, number, time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { rowsAtHand } from "../ui/rows.ts";
import { useSentence } from "../ui/sentences.ts";
import { type Collection, readSync } from "./data.ts";
import { resourceName } from "./names.ts";

/** The charts' own code is fetched when there is something to draw. */
const Records = lazy(() => import("./RecordsChart.tsx"));

/** How each collection stands: its state, the lag against the promise, what it has. */
export const Collections = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["sync", shop], queryFn: () => readSync(shop), refetchInterval: 5_000 });
  return (
    <Loaded query={query}>
      {({ data }) => (
        <Stack>
          <DataTable
            label={t("shop.tabs.collections")}
            rows={rowsAtHand(data)}
            keyOf={({ resource }) => resource}
            columns={[
              { title: t("collection.name"), cell: ({ resource }) => resourceName(resource, t) },
              { title: t("collection.state"), cell: (one) => <Standing one={one} /> },
              { title: t("collection.records"), kind: "number", cell: recordsOf },
              { title: t("collection.lag"), cell: (one) => <Lag one={one} /> },
              { title: t("collection.proven"), cell: ({ provenAt }) => time(provenAt), width: 150 },
            ]}
          />
          <section>
            <Title order={2} size="h5" mb="xs">
              {t("collection.chart")}
            </Title>
            <Suspense fallback={null}>
              <Records collections={data} />
            </Suspense>
          </section>
        </Stack>
      )}
    </Loaded>
  );
};

/** As many as there are here, and as many as the vendor says it has. */
const recordsOf = ({ records, completeness }: Collection): string => {
  const total = completeness?.vendorTotal;
  return total === undefined || total === null ? number(records) : `${number(records)} / ${number(total)}`;
};

const Standing = ({ one }: { readonly one: Collection }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const total = one.completeness?.vendorTotal;
  const running = one.progress[0];
  return (
    <>
      <State family="state" state={one.state} />
      {one.state !== "current" && <Text size="xs">{sentence("state", one.state, one.reason, one.since)}</Text>}
      {running && total ? (
        <Progress
          value={Math.min(100, (100 * running.rows) / total)}
          mt={4}
          size="sm"
          aria-label={t("collection.running")}
        />
      ) : null}
    </>
  );
};

const Lag = ({ one }: { readonly one: Collection }) => {
  const { t } = useTranslation();
  return (
    <>
      {one.lagSeconds === null ? "–" : duration(one.lagSeconds)}
      <Text size="xs" c="dimmed">
        {t("collection.promised", { promised: duration(one.promisedSeconds) })}
      </Text>
    </>
  );
};
