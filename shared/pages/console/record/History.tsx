import { Anchor, Stack, Text, Title } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../api.ts";
import { number, time } from "../../format.ts";
import { DataTable } from "../../ui/DataTable.tsx";
import { State } from "../../ui/Health.tsx";
import { rowsOf } from "../../ui/rows.ts";

export const readHistory = (shop: string, resource: string, id: string) =>
  api.get("/v1/shops/{shop}/{resource}/{id}/history", { params: { path: { shop, resource, id } } });
type Found = Awaited<ReturnType<typeof readHistory>>;

interface Props {
  readonly shop: string;
  readonly query: UseQueryResult<Found>;
}

/** A record's versions, the writes about it, and what endpoints were told. */
export const History = ({ shop, query }: Props) => (
  <Stack gap="xl">
    <Versions shop={shop} query={query} />
    <Writes shop={shop} query={query} />
    <Events shop={shop} query={query} />
  </Stack>
);

const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <Title order={2} size="h5" id={id} mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
};

const Versions = ({ shop, query }: Props) => {
  const { t } = useTranslation();
  return (
    <Part title={t("record.history")}>
      <DataTable
        label={t("record.history")}
        rows={rowsOf(query, ({ versions }) => versions)}
        keyOf={({ version }) => String(version)}
        columns={[
          { title: t("record.version"), cell: ({ version }) => t("record.versionOf", { version }), width: 130 },
          { title: t("record.at"), cell: ({ at }) => time(at), width: 170 },
          {
            title: t("record.origin"),
            cell: ({ way, origin }) =>
              origin === undefined ? (
                t(`record.ways.${way ?? "unknown"}`)
              ) : (
                <Anchor component={Link} to={`/console/shops/${shop}/writes/${origin}`} size="sm">
                  {t("record.ways.own-write")}
                </Anchor>
              ),
          },
          { title: t("record.fields"), cell: ({ fields }) => fields?.join(", ") || "–" },
        ]}
      />
    </Part>
  );
};

const Writes = ({ shop, query }: Props) => {
  const { t } = useTranslation();
  return (
    <Part title={t("record.writes")}>
      <DataTable
        label={t("record.writes")}
        rows={rowsOf(query, ({ writes }) => writes)}
        keyOf={({ id }) => id}
        empty={t("record.noWrites")}
        columns={[
          {
            title: t("writes.what"),
            cell: ({ id, kind, operation }) => (
              <Anchor component={Link} to={`/console/shops/${shop}/writes/${id}`} size="sm">
                {kind === "passthrough" ? operation : kind}
              </Anchor>
            ),
          },
          { title: t("collection.state"), cell: ({ state }) => <State family="write" state={state} /> },
          { title: t("writes.at"), cell: ({ createdAt }) => time(createdAt), width: 170 },
        ]}
      />
    </Part>
  );
};

const Events = ({ query }: Props) => {
  const { t } = useTranslation();
  return (
    <Part title={t("record.events")}>
      <DataTable
        label={t("record.events")}
        rows={rowsOf(query, ({ events }) => events)}
        keyOf={({ id, endpoint }) => `${id} ${endpoint}`}
        empty={t("record.noEvents")}
        columns={[
          {
            title: t("endpoints.url"),
            cell: ({ endpoint, url }) => (
              <Anchor component={Link} to={`/console/endpoints/${endpoint}`} size="sm">
                {url}
              </Anchor>
            ),
          },
          { title: t("endpoint.type"), cell: ({ type }) => type },
          {
            title: t("collection.state"),
            cell: ({ state, attempts }) => {
              const last = attempts.at(-1);
              return (
                <>
                  <State family="event" state={state} />
                  {last && (
                    <Text size="xs" c="dimmed">
                      {t("record.answered", { status: last.status ?? "–", milliseconds: number(last.milliseconds) })}
                    </Text>
                  )}
                </>
              );
            },
          },
          { title: t("endpoint.at"), cell: ({ at }) => time(at), width: 170 },
        ]}
      />
    </Part>
  );
};
