import { Anchor, Group, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { time } from "../../format.ts";
import { Fact } from "../../ui/Fact.tsx";
import { Loaded } from "../../ui/Loaded.tsx";
import { resourceName } from "../names.ts";
import { Fields } from "./Fields.tsx";
import { History, readHistory } from "./History.tsx";
import { RawRow } from "./RawRow.tsx";

interface Found {
  readonly _meta: {
    readonly version: number;
    readonly updatedAt: string;
    readonly vendorModifiedAt?: string;
    readonly unread?: readonly string[];
  };
  readonly _raw?: unknown;
  readonly deleted?: boolean;
  readonly code?: unknown;
  readonly name?: unknown;
}

const readRecord = (shop: string, resource: string, id: string) =>
  api.get("/v1/shops/{shop}/{resource}/{id}", {
    params: { path: { shop, resource, id }, query: { raw: "true" } },
  }) as Promise<unknown> as Promise<Found>;

/** A record in the canonical form beside the vendor's own row, with its fields linked, and how it came to be what it is. */
export const RecordPage = () => {
  const { shop, resource, id } = useParams({ from: "/console/shops/$shop/records/$resource/$id" });
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ["record", shop, resource, id], queryFn: () => readRecord(shop, resource, id) });
  const history = useQuery({
    queryKey: ["history", shop, resource, id],
    queryFn: () => readHistory(shop, resource, id),
  });
  return (
    <Loaded query={query}>
      {(found) => (
        <Stack gap="lg">
          <Anchor component={Link} to={`/console/shops/${shop}`}>
            {t("record.back")}
          </Anchor>
          <div>
            <Text c="dimmed">{resourceName(resource, t)}</Text>
            <Title order={1} size="h2" className="wrap">
              {String(found.code ?? found.name ?? id)}
            </Title>
          </div>
          <Facts found={found} />
          <Forms found={found} sources={history.data?.sources ?? {}} />
          <History shop={shop} query={history} />
        </Stack>
      )}
    </Loaded>
  );
};

const Facts = ({ found: { _meta, deleted } }: { readonly found: Found }) => {
  const { t } = useTranslation();
  return (
    <Group gap="xl">
      <Fact name={t("record.version")} value={String(_meta.version)} />
      <Fact name={t("record.updated")} value={time(_meta.updatedAt)} />
      <Fact name={t("record.vendor")} value={time(_meta.vendorModifiedAt)} />
      {deleted && <Fact name={t("collection.state")} value={t("record.deleted")} />}
      {_meta.unread && <Fact name={t("record.unread")} value={_meta.unread.join(", ")} />}
    </Group>
  );
};

interface FormsProps {
  readonly found: Found;
  readonly sources: Readonly<Record<string, readonly string[]>>;
}

/** Both forms side by side. A press on a source shows it in the vendor's row. */
const Forms = ({ found: { _meta, _raw, ...record }, sources }: FormsProps) => {
  const { t } = useTranslation();
  const [chosen, choose] = useState<readonly string[]>([]);
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <section aria-labelledby="canonical">
        <Title order={2} size="h5" id="canonical" mb={4}>
          {t("record.canonical")}
        </Title>
        <Fields record={record} raw={_raw} sources={sources} chosen={chosen} choose={choose} />
      </section>
      <div>
        <Title order={2} size="h5" mb={4}>
          {t("record.raw")}
        </Title>
        <RawRow raw={_raw} chosen={chosen} />
      </div>
    </SimpleGrid>
  );
};
