import { Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { usePages } from "../ui/rows.ts";
import { actName, actorName } from "./names.ts";

/** Who did what, newest first. */
export const Audit = () => {
  const { t } = useTranslation();
  const rows = usePages(["audit"], (place) => api.get("/v1/audit", { params: { query: { limit: 30, ...place } } }));
  const keys = usePages(["keys"], (place) => api.get("/v1/keys", { params: { query: { limit: 100, ...place } } }));
  const names = new Map((keys.rows ?? []).map(({ id, name }) => [id, name]));
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t("audit.title")}
      </Title>
      <DataTable
        label={t("audit.title")}
        rows={rows}
        keyOf={({ id }) => id}
        empty={t("audit.none")}
        columns={[
          { title: t("audit.action"), cell: ({ action }) => actName(action, t) },
          { title: t("audit.subject"), cell: ({ subject }) => subject },
          { title: t("audit.by"), cell: ({ by }) => actorName(by, names, t) },
          { title: t("audit.at"), cell: ({ at }) => time(at), width: 170 },
        ]}
      />
    </Stack>
  );
};
