import { Progress, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { rowsOf } from "../ui/rows.ts";

/** What the tenant may use, and what it uses now. */
export const Quotas = () => {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["quotas"], queryFn: () => api.get("/v1/quotas") });
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t("quotas.title")}
      </Title>
      <DataTable
        label={t("quotas.title")}
        rows={rowsOf(query, ({ data }) => data)}
        keyOf={({ name }) => name}
        isPlain
        columns={[
          { title: t("quotas.what"), cell: ({ name }) => t(`quotas.names.${name}`) },
          {
            title: t("quotas.use"),
            kind: "number",
            cell: ({ name, limit, used }) =>
              used === undefined ? (
                number(limit)
              ) : (
                <>
                  {number(used)} / {number(limit)}
                  <Progress
                    size="sm"
                    value={Math.min(100, (100 * used) / limit)}
                    aria-label={t(`quotas.names.${name}`)}
                  />
                </>
              ),
          },
        ]}
      />
      <Text size="xs" c="dimmed">
        {t("quotas.text")}
      </Text>
    </Stack>
  );
};
