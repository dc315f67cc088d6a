import { Anchor, Button, Group, Select, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconSend } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { Json } from "../ui/Json.tsx";
import { rowsOf } from "../ui/rows.ts";
import { useTrouble } from "../ui/sentences.ts";
import { eventName } from "./names.ts";

const readTypes = () => api.get("/v1/event-types");
type EventType = Awaited<ReturnType<typeof readTypes>>["data"][number];

/** The generated types lack the field: in a schema its name is a keyword. */
const exampleOf = (type: EventType): unknown => (type as EventType & { readonly example: unknown }).example;

/** Every event that an endpoint can be told of: its form, an example, and a try. */
export const EventTypesPage = () => {
  const { t } = useTranslation();
  const [filter, setFilter] = useState("");
  const query = useQuery({ queryKey: ["event-types"], queryFn: readTypes, staleTime: 600_000 });
  const wanted = ({ type }: EventType) => type.includes(filter.trim().toLowerCase());
  return (
    <Stack>
      <Anchor component={Link} to="/console/endpoints">
        {t("nav.endpoints")}
      </Anchor>
      <Title order={1} size="h2">
        {t("events.title")}
      </Title>
      <Text>{t("events.text")}</Text>
      <TextInput
        label={t("events.filter")}
        placeholder="orders."
        value={filter}
        onChange={({ currentTarget }) => setFilter(currentTarget.value)}
        maw={320}
      />
      <DataTable
        label={t("events.title")}
        rows={rowsOf(query, ({ data }) => data.filter(wanted))}
        keyOf={({ type }) => type}
        empty={t("events.none")}
        columns={[
          { title: t("endpoint.type"), cell: ({ type }) => type, width: 280 },
          { title: t("events.when"), cell: (type) => eventName(type, t) },
        ]}
        detail={(type) => <Detail type={type} />}
      />
    </Stack>
  );
};

const Detail = ({ type }: { readonly type: EventType }) => {
  const { t } = useTranslation();
  return (
    <Stack py="xs">
      <Try type={type.type} />
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <div>
          <Text fw={600} size="sm" mb={4}>
            {t("events.example")}
          </Text>
          <Json value={exampleOf(type)} />
        </div>
        <div>
          <Text fw={600} size="sm" mb={4}>
            {t("events.schema")}
          </Text>
          <Json value={type.schema} />
        </div>
      </SimpleGrid>
    </Stack>
  );
};

/** Sends the example to an endpoint of the tenant. */
const Try = ({ type }: { readonly type: string }) => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ["endpoints-on"],
    queryFn: () => api.get("/v1/endpoints", { params: { query: { limit: 100 } } }),
  });
  const choices = data?.data.filter(({ state }) => state === "enabled") ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const endpoint = chosen ?? choices[0]?.id;
  const trouble = useTrouble();
  const send = useMutation({
    mutationFn: (id: string) =>
      api.post("/v1/endpoints/{endpoint}/test", { params: { path: { endpoint: id } }, body: { type } }),
    onSuccess: () => notifications.show({ message: t("endpoint.tested"), color: "green" }),
    onError: (error) => notifications.show({ message: trouble(error).title, color: "red" }),
  });
  if (endpoint === undefined) return <Text size="sm">{t("events.noEndpoint")}</Text>;
  return (
    <Group align="flex-end">
      <Select
        label={t("events.to")}
        data={choices.map(({ id, url }) => ({ value: id, label: url }))}
        value={endpoint}
        onChange={setChosen}
        allowDeselect={false}
        style={{ flex: "1 1 220px" }}
        maw={460}
      />
      <Button
        loading={send.isPending}
        onClick={() => send.mutate(endpoint)}
        leftSection={<IconSend size={16} aria-hidden />}
      >
        {t("endpoint.test")}
      </Button>
      {send.isSuccess && (
        <Anchor component={Link} to={`/console/endpoints/${endpoint}`} size="sm">
          {t("events.see")}
        </Anchor>
      )}
    </Group>
  );
};
