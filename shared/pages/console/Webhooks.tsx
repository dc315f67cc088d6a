import { Group, Paper, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number, time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Fact } from "../ui/Fact.tsx";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { usePages } from "../ui/rows.ts";
import { useSentence } from "../ui/sentences.ts";

/** Webhooks that come in from the vendor: whether they are registered, when one came last, what became of each. */
export const Webhooks = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const sentence = useSentence();
  const path = { shop };
  const report = useQuery({
    queryKey: ["webhooks", shop],
    queryFn: () => api.get("/v1/shops/{shop}/webhooks", { params: { path } }),
  });
  const deliveries = usePages(
    ["deliveries", shop],
    (place) => api.get("/v1/shops/{shop}/deliveries", { params: { path, query: { limit: 50, ...place } } }),
    { refetchInterval: 5_000 },
  );
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
                {sentence("watch", found.state, found.reason)}
              </Text>
            )}
          </Paper>
        )}
      </Loaded>
      <DataTable
        label={t("shop.tabs.webhooks")}
        rows={deliveries}
        keyOf={({ id }) => id}
        empty={t("webhooks.none")}
        columns={[
          { title: t("webhooks.at"), cell: ({ at }) => time(at), width: 170 },
          { title: t("webhooks.events"), cell: ({ events }) => events?.join(", ") ?? "–" },
          {
            title: t("collection.state"),
            cell: ({ state, reason }) => (
              <>
                <State family="delivery" state={state} />
                {reason && <Text size="xs">{sentence("delivery", state, reason)}</Text>}
              </>
            ),
          },
        ]}
      />
    </Stack>
  );
};
