import { Group, Paper, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { duration, number, time } from "../format.ts";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { Fact } from "./Webhooks.tsx";

/** For operators: all tenants, and all shops of all tenants, the worst first. */
export const TenantsPage = () => {
  const { t } = useTranslation();
  const status = useQuery({
    queryKey: ["status"],
    queryFn: () => api.get("/v1/operator/status"),
    refetchInterval: 10_000,
  });
  const shops = useQuery({
    queryKey: ["all-shops"],
    queryFn: () => api.get("/v1/operator/shops", { params: { query: { limit: 100 } } }),
  });
  const tenants = useQuery({
    queryKey: ["tenants"],
    queryFn: () => api.get("/v1/tenants", { params: { query: { limit: 200 } } }),
  });
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
      <Loaded query={shops}>
        {({ data }) => (
          <Table.ScrollContainer minWidth={560} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
            <Table>
              <Table.Tbody>
                {data.map((shop) => (
                  <Table.Tr key={`${shop.tenant} ${shop.shop}`}>
                    <Table.Td>{shop.tenant}</Table.Td>
                    <Table.Td className="wrap">{shop.shop}</Table.Td>
                    <Table.Td>
                      <State family="health" state={shop.health} />
                    </Table.Td>
                    <Table.Td>
                      {shop.behindSeconds === undefined
                        ? ""
                        : t("tenants.behind", { lag: duration(shop.behindSeconds) })}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Loaded>
      <Title order={2} size="h4">
        {t("tenants.all")}
      </Title>
      <Loaded query={tenants}>
        {({ data }) => (
          <Table>
            <Table.Tbody>
              {data.map(({ id, name, createdAt }) => (
                <Table.Tr key={id}>
                  <Table.Td>{id}</Table.Td>
                  <Table.Td className="wrap">{name}</Table.Td>
                  <Table.Td>
                    <Text size="sm">{time(createdAt)}</Text>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Loaded>
    </Stack>
  );
};
