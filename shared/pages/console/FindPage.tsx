import { Anchor, Button, Group, Loader, Stack, Table, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { readShops } from "./data.ts";

const MOST = 50;
const search = (q: string) => api.get("/v1/search", { params: { query: { q, limit: MOST } } });

/** What a person knows of a record: its code or number first, else its name. */
const titleOf = (record: Readonly<Record<string, unknown>>, id: string): string =>
  [record.code, record.name].filter((part) => typeof part === "string" && part !== "").join(" · ") || id;

/** One question to all shops at once. */
export const FindPage = () => {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [sought, ask] = useState("");
  const query = useQuery({ queryKey: ["find", sought], queryFn: () => search(sought), enabled: sought !== "" });
  const { data: shops = [] } = useQuery({ queryKey: ["shops"], queryFn: readShops });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(text.trim());
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
      {query.isFetching && <Loader role="status" aria-label={t("loading")} />}
      {query.error && <Trouble error={query.error} />}
      {query.data?.data.length === 0 && <Text role="status">{t("find.none", { value: sought })}</Text>}
      {query.data && query.data.data.length > 0 && (
        <Table aria-label={t("find.results")}>
          <Table.Tbody>
            {query.data.data.map(({ shop, resource, id, by, record }) => (
              <Table.Tr key={`${shop} ${resource} ${id}`}>
                <Table.Td>
                  <Anchor
                    component={Link}
                    to={`/console/shops/${shop}/records/${resource}/${encodeURIComponent(id)}`}
                    className="wrap"
                  >
                    {titleOf(record, id)}
                  </Anchor>
                  <Text size="xs" c="dimmed">
                    {t(`resources.${resource}`)} · {t(`find.by.${by}`)}
                  </Text>
                </Table.Td>
                <Table.Td className="wrap">{shops.find((one) => one.id === shop)?.name ?? shop}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Stack>
  );
};
