import { Anchor, Button, CopyButton, Group, Stack, Tabs, Text, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconSend } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number, time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { State } from "../ui/Health.tsx";
import { Json } from "../ui/Json.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { rowsAtHand, usePages } from "../ui/rows.ts";
import { useTrouble } from "../ui/sentences.ts";
import { Replay } from "./Replay.tsx";
import { receivers } from "./receivers.ts";

const EVERY = 3_000;

/** One endpoint: what was sent to it and how it answered. */
export const EndpointPage = () => {
  const { endpoint } = useParams({ from: "/console/endpoints/$endpoint" });
  const { t } = useTranslation();
  const queries = useQueryClient();
  const path = { endpoint };
  const query = useQuery({
    queryKey: ["endpoint", endpoint],
    queryFn: () => api.get("/v1/endpoints/{endpoint}", { params: { path } }),
  });
  const trouble = useTrouble();
  const test = useMutation({
    mutationFn: () => api.post("/v1/endpoints/{endpoint}/test", { params: { path } }),
    onSuccess: async () => {
      notifications.show({ message: t("endpoint.tested"), color: "green" });
      await queries.invalidateQueries({ queryKey: ["events", endpoint] });
    },
    onError: (error) => notifications.show({ message: trouble(error).title, color: "red" }),
  });
  return (
    <Loaded query={query}>
      {(found) => (
        <Stack>
          <Anchor component={Link} to="/console/endpoints">
            {t("nav.endpoints")}
          </Anchor>
          <Group justify="space-between">
            <Title order={1} size="h3" className="wrap">
              {found.url}
            </Title>
            <Group>
              <State family="event" state={found.state} />
              <Button
                size="xs"
                loading={test.isPending}
                onClick={() => test.mutate()}
                leftSection={<IconSend size={16} aria-hidden />}
              >
                {t("endpoint.test")}
              </Button>
            </Group>
          </Group>
          <Tabs defaultValue="events" keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="events">{t("endpoint.events")}</Tabs.Tab>
              <Tabs.Tab value="replay">{t("endpoint.replay")}</Tabs.Tab>
              <Tabs.Tab value="code">{t("endpoint.code")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="events" pt="md">
              <Events endpoint={endpoint} />
            </Tabs.Panel>
            <Tabs.Panel value="replay" pt="md">
              <Replay endpoint={endpoint} />
            </Tabs.Panel>
            <Tabs.Panel value="code" pt="md">
              <Receivers />
            </Tabs.Panel>
          </Tabs>
        </Stack>
      )}
    </Loaded>
  );
};

const readEvents = (endpoint: string, place: { readonly cursor?: string }) =>
  api.get("/v1/endpoints/{endpoint}/events", { params: { path: { endpoint }, query: { limit: 30, ...place } } });

const Events = ({ endpoint }: { readonly endpoint: string }) => {
  const { t } = useTranslation();
  const rows = usePages(["events", endpoint], (place) => readEvents(endpoint, place), { refetchInterval: EVERY });
  return (
    <DataTable
      label={t("endpoint.events")}
      rows={rows}
      keyOf={({ id }) => id}
      empty={t("endpoint.noEvents")}
      columns={[
        { title: t("endpoint.type"), cell: ({ type }) => type },
        { title: t("collection.state"), cell: ({ state }) => <State family="event" state={state} /> },
        { title: t("endpoint.at"), cell: ({ at }) => time(at), width: 170 },
      ]}
      detail={(event) => (
        <>
          <Attempts attempts={event.attempts} />
          <Json value={event.data} />
        </>
      )}
    />
  );
};

type Attempt = Awaited<ReturnType<typeof readEvents>>["data"][number]["attempts"][number];

const Attempts = ({ attempts }: { readonly attempts: readonly Attempt[] }) => {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t("endpoint.attempts")}
      rows={rowsAtHand(attempts)}
      keyOf={({ at }) => at}
      empty={t("endpoint.noAttempts")}
      columns={[
        { title: t("endpoint.at"), cell: ({ at }) => time(at), width: 170 },
        { title: t("endpoint.status"), cell: ({ status }) => (status === undefined ? t("endpoint.noAnswer") : status) },
        { title: t("endpoint.took"), kind: "number", cell: ({ milliseconds }) => `${number(milliseconds)} ms` },
        { title: t("endpoint.answer"), cell: ({ answer }) => answer || "–" },
      ]}
    />
  );
};

/** How a receiver proves that an event is ours, in five languages. */
const Receivers = () => {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text>{t("endpoint.codeText")}</Text>
      <Tabs defaultValue={receivers[0]!.name} keepMounted={false}>
        <Tabs.List>
          {receivers.map(({ name }) => (
            <Tabs.Tab key={name} value={name}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {receivers.map(({ name, code }) => (
          <Tabs.Panel key={name} value={name} pt="sm">
            <CopyButton value={code}>
              {({ copied, copy }) => (
                <Button size="xs" variant="default" mb="xs" onClick={copy}>
                  {t(copied ? "copied" : "copy")}
                </Button>
              )}
            </CopyButton>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls has to be reached by the keyboard */}
            <pre className="code" tabIndex={0} style={{ margin: 0 }}>
              {code}
            </pre>
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
};
