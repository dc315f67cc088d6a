import { Progress, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number } from "../format.ts";
import { Loaded } from "../ui/Loaded.tsx";

/** What the tenant may use, and what it uses now. */
export const Quotas = () => {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["quotas"], queryFn: () => api.get("/v1/quotas") });
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t("quotas.title")}
      </Title>
      <Loaded query={query}>
        {({ data }) => (
          <Table>
            <Table.Tbody>
              {data.map(({ name, limit, used }) => (
                <Table.Tr key={name}>
                  <Table.Th fw={400}>{t(`quotas.names.${name}`)}</Table.Th>
                  <Table.Td ta="right" w={150}>
                    {used === undefined ? number(limit) : `${number(used)} / ${number(limit)}`}
                    {used !== undefined && (
                      <Progress
                        size="sm"
                        value={Math.min(100, (100 * used) / limit)}
                        aria-label={t(`quotas.names.${name}`)}
                      />
                    )}
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Loaded>
      <Text size="xs" c="dimmed">
        {t("quotas.text")}
      </Text>
    </Stack>
  );
};
