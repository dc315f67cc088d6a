import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { rowsOf } from "../ui/rows.ts";

/** Pages of the feed that are looked through: a shop's newest changes are at its end. */
const MOST_PAGES = 5;

const readHistory = async (shop: string, resource: string, id: string) => {
  type Change = Awaited<ReturnType<typeof page>>["data"][number];
  const page = (cursor: string | undefined) =>
    api.get("/v1/shops/{shop}/changes", {
      params: { path: { shop }, query: { resources: resource, limit: 500, ...(cursor ? { cursor } : {}) } },
    });
  const found: Change[] = [];
  let cursor: string | undefined;
  for (let read = 0; read < MOST_PAGES; read += 1) {
    const { data, next } = await page(cursor);
    found.push(...data.filter((change) => change.id === id));
    if (data.length === 0) break;
    cursor = next;
  }
  return found.reverse();
};

/** A record's versions, as far as the feed still tells them. */
export const RecordHistory = ({
  shop,
  resource,
  id,
}: {
  readonly shop: string;
  readonly resource: string;
  readonly id: string;
}) => {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["history", shop, resource, id], queryFn: () => readHistory(shop, resource, id) });
  return (
    <section aria-labelledby="history">
      <Title order={2} size="h5" id="history" mb={4}>
        {t("record.history")}
      </Title>
      <DataTable
        label={t("record.history")}
        rows={rowsOf(query, (changes) => changes)}
        keyOf={({ version }) => String(version)}
        empty={t("record.noHistory")}
        columns={[
          { title: t("record.version"), cell: ({ version }) => t("record.versionOf", { version }) },
          { title: t("record.at"), cell: ({ at }) => time(at), width: 170 },
          {
            title: t("record.origin"),
            cell: ({ origin, backfill }) =>
              t(origin ? "record.ownWrite" : backfill ? "record.backfill" : "record.found"),
          },
          { title: t("record.fields"), cell: ({ fields }) => fields?.join(", ") ?? "–" },
        ]}
      />
    </section>
  );
};
