import { Group, Paper, Stack, Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number, time } from "../format.ts";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";

/** Webhooks that come in from the vendor: whether they are registered, when one came last, what became of each. */
export const Webhooks = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const path = { shop };
  const report = useQuery({
    queryKey: ["webhooks", shop],
    queryFn: () => api.get("/v1/shops/{shop}/webhooks", { params: { path } }),
  });
  const deliveries = useQuery({
    queryKey: ["deliveries", shop],
    queryFn: () => api.get("/v1/shops/{shop}/deliveries", { params: { path, query: { limit: 50 } } }),
    refetchInterval: 5_000,
  });
  return (
    <Stack>
      <Loaded query={report}>
        {(found) => (
          <Paper withBorder p="md">
            <Group gap="xl">
              <Fact name={t("webhooks.state")} value={t(`webhooks.states.${found.state}`)} />
              <Fact name={t("webhooks.last")} value={time(found.lastGoodAt)} />
              <Fact name={t("webhooks.quarantined")} value={number(found.quarantined)} />
              <Fact name={t("webhooks.duplicates")} value={number(found.duplicates)} />
            </Group>
            {found.reason && (
              <Text size="sm" mt="xs">
                {found.reason}
              </Text>
            )}
          </Paper>
        )}
      </Loaded>
      <Loaded query={deliveries}>
        {({ data }) =>
          data.length === 0 ? (
            <Text>{t("webhooks.none")}</Text>
          ) : (
            <Table.ScrollContainer minWidth={480} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("webhooks.at")}</Table.Th>
                    <Table.Th>{t("webhooks.events")}</Table.Th>
                    <Table.Th>{t("collection.state")}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {data.map(({ id, at, events, state, reason }) => (
                    <Table.Tr key={id}>
                      <Table.Td>{time(at)}</Table.Td>
                      <Table.Td className="wrap">{events?.join(", ") ?? "–"}</Table.Td>
                      <Table.Td>
                        <State family="delivery" state={state} />
                        {reason && <Text size="xs">{reason}</Text>}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </Loaded>
    </Stack>
  );
};

export const Fact = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <div>
    <Text size="xs" c="dimmed">
      {name}
    </Text>
    <Text fw={600}>{value}</Text>
  </div>
);
