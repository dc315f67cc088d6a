import { Anchor, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Fact } from "../ui/Fact.tsx";
import { Json } from "../ui/Json.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { rowsAtHand } from "../ui/rows.ts";
import { resourceName } from "./names.ts";
import { RecordHistory } from "./RecordHistory.tsx";

interface Found {
  readonly _meta: {
    readonly version: number;
    readonly updatedAt: string;
    readonly vendorModifiedAt?: string;
    readonly origin?: unknown;
  };
  readonly _raw?: unknown;
  readonly deleted?: boolean;
  readonly metadata?: unknown;
}

const readRecord = (shop: string, resource: string, id: string) =>
  api.get("/v1/shops/{shop}/{resource}/{id}", {
    params: { path: { shop, resource, id }, query: { raw: "true" } },
  }) as Promise<unknown> as Promise<Found>;

/** A record in the canonical form beside the vendor's own row, and how it came here. */
export const RecordPage = () => {
  const { shop, resource, id } = useParams({ from: "/console/shops/$shop/records/$resource/$id" });
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["record", shop, resource, id], queryFn: () => readRecord(shop, resource, id) });
  return (
    <Loaded query={query}>
      {({ _meta, _raw, ...record }) => (
        <Stack>
          <Anchor component={Link} to={`/console/shops/${shop}`}>
            {t("record.back")}
          </Anchor>
          <div>
            <Text c="dimmed">{resourceName(resource, t)}</Text>
            <Title order={1} size="h2" className="wrap">
              {String((record as { code?: unknown }).code ?? id)}
            </Title>
          </div>
          <Group gap="xl">
            <Fact name={t("record.version")} value={String(_meta.version)} />
            <Fact name={t("record.updated")} value={time(_meta.updatedAt)} />
            <Fact name={t("record.vendor")} value={time(_meta.vendorModifiedAt)} />
            {record.deleted && <Fact name={t("collection.state")} value={t("record.deleted")} />}
          </Group>
          <SimpleGrid cols={{ base: 1, lg: 2 }}>
            <section aria-labelledby="canonical">
              <Title order={2} size="h5" id="canonical" mb={4}>
                {t("record.canonical")}
              </Title>
              <Fields record={record} />
            </section>
            <section aria-labelledby="raw">
              <Title order={2} size="h5" id="raw" mb={4}>
                {t("record.raw")}
              </Title>
              <Json value={_raw} />
            </section>
          </SimpleGrid>
          <RecordHistory shop={shop} resource={resource} id={id} />
        </Stack>
      )}
    </Loaded>
  );
};

const Fields = ({ record }: { readonly record: Readonly<Record<string, unknown>> }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t("record.canonical")}
      rows={rowsAtHand(Object.entries(record))}
      keyOf={([name]) => name}
      isPlain
      columns={[
        { title: t("record.field"), cell: ([name]) => name, width: 150 },
        {
          title: t("record.value"),
          cell: ([, value]) => (
            <span className="code">{typeof value === "object" ? JSON.stringify(value, null, 1) : String(value)}</span>
          ),
        },
      ]}
    />
  );
};
