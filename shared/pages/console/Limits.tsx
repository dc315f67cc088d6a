import { Group, Paper, Progress, SimpleGrid, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { duration, number, time } from "../format.ts";
import { Loaded } from "../ui/Loaded.tsx";

/** What the vendor's limits still allow. */
export const Limits = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["budget", shop],
    queryFn: () => api.get("/v1/shops/{shop}/budget", { params: { path: { shop } } }),
    refetchInterval: 5_000,
  });
  return (
    <Loaded query={query}>
      {({ data }) => (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {data.map((one) => (
            <Paper key={`${one.limit}${one.operation ?? ""}`} withBorder p="md">
              <Group justify="space-between" gap="xs">
                <Text fw={600} className="wrap">
                  {one.operation ?? t(`limits.names.${one.limit}`, one.limit)}
                </Text>
                <Text size="sm">{t("limits.left", { left: number(one.left), all: number(one.capacity) })}</Text>
              </Group>
              <Progress my={6} value={(100 * one.left) / one.capacity} aria-label={t("limits.gauge")} />
              <Text size="sm" c="dimmed">
                {t("limits.window", { window: duration(one.windowSeconds) })} · {t(`limits.by.${one.sharedBy}`)}
              </Text>
              {one.blockedUntil && <Text size="sm">{t("limits.blocked", { at: time(one.blockedUntil) })}</Text>}
            </Paper>
          ))}
        </SimpleGrid>
      )}
    </Loaded>
  );
};
