import { Group, Paper, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { duration, number, time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Fact } from "../ui/Fact.tsx";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { usePages } from "../ui/rows.ts";
import { Suspension } from "./Halting.tsx";

/** The lists and the numbers above them tell of the same time. */
const EVERY = 10_000;

/** For operators: all tenants, and all shops of all tenants, the worst first. */
export const TenantsPage = () => {
  const { t } = useTranslation();
  const status = useQuery({
    queryKey: ["status"],
    queryFn: () => api.get("/v1/operator/status"),
    refetchInterval: EVERY,
  });
  const shops = usePages(
    ["all-shops"],
    (place) => api.get("/v1/operator/shops", { params: { query: { limit: 100, ...place } } }),
    { refetchInterval: EVERY },
  );
  const tenants = usePages(
    ["tenants"],
    (place) => api.get("/v1/tenants", { params: { query: { limit: 200, ...place } } }),
    { refetchInterval: EVERY },
  );
  return (
    <Stack>
      <Title order={1} size="h2">
        {t("nav.tenants")}
      </Title>
      <Loaded query={status}>
        {(found) => (
          <Paper withBorder p="md">
            <Group gap="xl">
              {found.shops.byHealth.map(({ health, shops: count }) => (
                <Fact key={health} name={t(`health.${health}`)} value={number(count)} />
              ))}
              <Fact name={t("tenants.schedule")} value={t(found.schedule.isLate ? "tenants.late" : "tenants.onTime")} />
            </Group>
          </Paper>
        )}
      </Loaded>
      <Title order={2} size="h4">
        {t("tenants.shops")}
      </Title>
      <DataTable
        label={t("tenants.shops")}
        rows={shops}
        keyOf={({ tenant, shop }) => `${tenant} ${shop}`}
        empty={t("tenants.noShops")}
        columns={[
          { title: t("replay.shop"), cell: ({ shop }) => shop },
          { title: t("tenants.tenant"), cell: ({ tenant }) => tenant },
          { title: t("collection.state"), cell: ({ health }) => <State family="health" state={health} /> },
          {
            title: t("collection.lag"),
            cell: ({ behindSeconds }) => (behindSeconds === undefined ? "–" : duration(behindSeconds)),
          },
        ]}
      />
      <Title order={2} size="h4">
        {t("tenants.all")}
      </Title>
      <DataTable
        label={t("tenants.all")}
        rows={tenants}
        keyOf={({ id }) => id}
        empty={t("tenants.none")}
        columns={[
          { title: t("tenants.name"), cell: ({ name }) => name },
          { title: t("tenants.id"), cell: ({ id }) => id },
          {
            title: t("collection.state"),
            cell: ({ suspension }) =>
              suspension
                ? t("halting.since", { at: time(suspension.since), reason: suspension.reason })
                : t("halting.none"),
          },
          { title: t("tenants.since"), cell: ({ createdAt }) => time(createdAt), width: 170 },
          {
            title: t("halting.act"),
            kind: "action",
            cell: ({ id, suspension }) => <Suspension tenant={id} isSuspended={suspension !== undefined} />,
          },
        ]}
      />
    </Stack>
  );
};
