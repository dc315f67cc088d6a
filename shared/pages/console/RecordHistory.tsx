import { Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { Loaded } from "../ui/Loaded.tsx";

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
      <Loaded query={query}>
        {(changes) =>
          changes.length === 0 ? (
            <Text size="sm">{t("record.noHistory")}</Text>
          ) : (
            <Table>
              <Table.Tbody>
                {changes.map((change) => (
                  <Table.Tr key={change.version}>
                    <Table.Td>{t("record.versionOf", { version: change.version })}</Table.Td>
                    <Table.Td>{time(change.at)}</Table.Td>
                    <Table.Td>
                      {t(change.origin ? "record.ownWrite" : change.backfill ? "record.backfill" : "record.found")}
                    </Table.Td>
                    <Table.Td className="wrap">{change.fields?.join(", ") ?? "–"}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Loaded>
    </section>
  );
};
