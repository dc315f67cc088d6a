import { Group, Paper, Stack, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { duration, number, time } from "../../format.ts";
import { DataTable } from "../../ui/DataTable.tsx";
import { Fact } from "../../ui/Fact.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { rowsAtHand, usePages } from "../../ui/rows.ts";
import { vendorNames } from "../../vendors.ts";
import { standingsKey, VendorHalt } from "../Halting.tsx";
import { DeadLetters } from "./DeadLetters.tsx";

const readStatus = () => api.get("/v1/operator/status");
type Status = Awaited<ReturnType<typeof readStatus>>;

const tabs = ["vendors", "breakers", "letters"] as const;

/** For operators: whether the deployment does its work, and what stands in its way. */
export const DeploymentPage = () => {
  const { t } = useTranslation();
  const status = useQuery({ queryKey: ["status"], queryFn: readStatus, refetchInterval: 10_000 });
  return (
    <Loaded query={status}>
      {(found) => (
        <Stack gap="lg">
          <Title order={1} size="h2">
            {t("nav.deployment")}
          </Title>
          <Facts status={found} />
          <Tabs defaultValue={tabs[0]} keepMounted={false}>
            <Tabs.List>
              {tabs.map((name) => (
                <Tabs.Tab key={name} value={name}>
                  {t(`deployment.tabs.${name}`)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <Tabs.Panel value="vendors" pt="md">
              <ByVendor status={found} />
            </Tabs.Panel>
            <Tabs.Panel value="breakers" pt="md">
              <Breakers />
            </Tabs.Panel>
            <Tabs.Panel value="letters" pt="md">
              <DeadLetters counts={found.deadLetters} />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Loaded>
  );
};

const Facts = ({ status: { stage, shops, schedule, deadLetters } }: { readonly status: Status }) => {
  const { t } = useTranslation();
  const letters = deadLetters.reduce((sum, { messages }) => sum + messages, 0);
  const lag = duration(schedule.lateSeconds);
  return (
    <Paper withBorder p="md">
      <Group gap="xl">
        <Fact name={t("deployment.stage")} value={stage} />
        <Fact name={t("deployment.shops")} value={number(shops.total)} />
        <Fact
          name={t("tenants.schedule")}
          value={schedule.isLate ? t("deployment.late", { lag }) : t("tenants.onTime")}
        />
        <Fact name={t("deployment.tabs.letters")} value={number(letters)} />
        {shops.byHealth.map(({ health, shops: count }) => (
          <Fact key={health} name={t(`health.${health}`)} value={number(count)} />
        ))}
      </Group>
    </Paper>
  );
};

const ByVendor = ({ status: { shops } }: { readonly status: Status }) => {
  const { t } = useTranslation();
  const standings = useQuery({ queryKey: standingsKey, queryFn: () => api.get("/v1/operator/vendors") });
  const pauseOf = (vendor: string) => standings.data?.data.find((one) => one.vendor === vendor)?.paused;
  const standing = (vendor: string) => {
    const paused = pauseOf(vendor);
    return paused ? t("halting.since", { at: time(paused.since), reason: paused.reason }) : t("halting.none");
  };
  const causes = (vendor: string) =>
    shops.byCause
      .filter((one) => one.vendor === vendor)
      .map(({ cause, shops: count }) => `${t(`deployment.lateCauses.${cause}`)}: ${number(count)}`)
      .join(", ");
  return (
    <DataTable
      label={t("deployment.tabs.vendors")}
      rows={rowsAtHand(shops.byVendor)}
      keyOf={({ vendor }) => vendor}
      empty={t("tenants.noShops")}
      columns={[
        { title: t("deployment.vendor"), cell: ({ vendor }) => vendorNames[vendor] },
        { title: t("deployment.shops"), kind: "number", cell: ({ shops: count }) => number(count) },
        { title: t("deployment.ill"), kind: "number", cell: ({ notHealthy }) => number(notHealthy) },
        {
          title: t("deployment.longest"),
          cell: ({ longestBehindSeconds }) => (longestBehindSeconds ? duration(longestBehindSeconds) : "–"),
        },
        { title: t("deployment.causes"), cell: ({ vendor }) => causes(vendor) || "–" },
        { title: t("collection.state"), cell: ({ vendor }) => standing(vendor) },
        {
          title: t("halting.act"),
          kind: "action",
          cell: ({ vendor }) =>
            standings.data && <VendorHalt vendor={vendor} isPaused={pauseOf(vendor) !== undefined} />,
        },
      ]}
    />
  );
};

/** Servers that answer nothing: one call at a time asks whether they are back. */
const Breakers = () => {
  const { t } = useTranslation();
  const rows = usePages(
    ["breakers"],
    (place) => api.get("/v1/operator/breakers", { params: { query: { limit: 100, ...place } } }),
    { refetchInterval: 10_000 },
  );
  return (
    <Stack>
      <Text size="sm">{t("deployment.breakersText")}</Text>
      <DataTable
        label={t("deployment.tabs.breakers")}
        rows={rows}
        keyOf={({ tenant, shop }) => `${tenant} ${shop}`}
        empty={t("deployment.noBreakers")}
        columns={[
          { title: t("deployment.server"), cell: ({ host }) => host },
          { title: t("deployment.vendor"), cell: ({ vendor }) => vendorNames[vendor] },
          { title: t("tenants.tenant"), cell: ({ tenant }) => tenant },
          { title: t("replay.shop"), cell: ({ shop }) => shop },
          { title: t("tenants.since"), cell: ({ since }) => time(since) },
          { title: t("deployment.next"), cell: ({ nextProbeAt }) => time(nextProbeAt) },
        ]}
      />
    </Stack>
  );
};
