import { Anchor, Button, Group, Stack, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { rowsOf } from "../ui/rows.ts";
import { readShops } from "./data.ts";

const MOST = 50;
const search = (q: string) => api.get("/v1/search", { params: { query: { q, limit: MOST } } });

/** What a person knows of a record: its code or number first, else its name. */
const titleOf = (record: Readonly<Record<string, unknown>>, id: string): string =>
  [record.code, record.name].filter((part) => typeof part === "string" && part !== "").join(" · ") || id;

/** One question to all shops at once. */
export const FindPage = () => {
  const { t } = useTranslation();
  const { q: sought = "" } = useSearch({ from: "/console/find" });
  const go = useNavigate({ from: "/console/find" });
  const [text, setText] = useState(sought);
  // Back and forth between two searches.
  useEffect(() => setText(sought), [sought]);
  const query = useQuery({ queryKey: ["find", sought], queryFn: () => search(sought), enabled: sought !== "" });
  const { data: shops = [] } = useQuery({ queryKey: ["shops"], queryFn: readShops });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void go({ search: { q: text.trim() } });
  };
  return (
    <Stack>
      <Title order={1} size="h2">
        {t("nav.find")}
      </Title>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t("find.what")}
            description={t("find.text")}
            value={text}
            required
            minLength={2}
            style={{ flex: "1 1 240px" }}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
          <Button type="submit" leftSection={<IconSearch size={16} aria-hidden />}>
            {t("find.go")}
          </Button>
        </Group>
      </form>
      {sought !== "" && (
        <DataTable
          label={t("find.results")}
          rows={rowsOf(query, ({ data }) => data)}
          keyOf={({ shop, resource, id }) => `${shop} ${resource} ${id}`}
          empty={t("find.none", { value: sought })}
          columns={[
            {
              title: t("find.record"),
              cell: ({ shop, resource, id, record }) => (
                <Anchor
                  component={Link}
                  to={`/console/shops/${shop}/records/${resource}/${encodeURIComponent(id)}`}
                  size="sm"
                >
                  {titleOf(record, id)}
                </Anchor>
              ),
            },
            {
              title: t("why.resource"),
              cell: ({ resource, by }) => `${t(`resources.${resource}`)} · ${t(`find.by.${by}`)}`,
            },
            { title: t("replay.shop"), cell: ({ shop }) => shops.find((one) => one.id === shop)?.name ?? shop },
          ]}
        />
      )}
    </Stack>
  );
};
