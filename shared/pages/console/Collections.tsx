import { Progress, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { duration, number, time } from "../format.ts";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
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
          <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table verticalSpacing="xs" aria-label={t("shop.tabs.collections")}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("collection.name")}</Table.Th>
                  <Table.Th>{t("collection.state")}</Table.Th>
                  <Table.Th ta="right">{t("collection.records")}</Table.Th>
                  <Table.Th>{t("collection.lag")}</Table.Th>
                  <Table.Th>{t("collection.proven")}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map((one) => (
                  <Row key={one.resource} one={one} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
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

const Row = ({ one }: { readonly one: Collection }) => {
  const { t } = useTranslation();
  const total = one.completeness?.vendorTotal;
  const running = one.progress[0];
  return (
    <Table.Tr>
      <Table.Th fw={500}>{resourceName(one.resource, t)}</Table.Th>
      <Table.Td>
        <State family="state" state={one.state} />
        {one.reason && one.state !== "current" && (
          <Text size="xs" className="wrap">
            {one.reason}
          </Text>
        )}
        {running && total ? (
          <Progress
            value={Math.min(100, (100 * running.rows) / total)}
            mt={4}
            size="sm"
            aria-label={t("collection.running")}
          />
        ) : null}
      </Table.Td>
      <Table.Td ta="right">
        {number(one.records)}
        {total === undefined || total === null ? "" : ` / ${number(total)}`}
      </Table.Td>
      <Table.Td>
        {one.lagSeconds === null ? "–" : duration(one.lagSeconds)}
        <Text size="xs" c="dimmed">
          {t("collection.promised", { promised: duration(one.promisedSeconds) })}
        </Text>
      </Table.Td>
      <Table.Td>{time(one.provenAt)}</Table.Td>
    </Table.Tr>
  );
};
