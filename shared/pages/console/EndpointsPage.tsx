import { Alert, Anchor, Button, Code, Group, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { State } from "../ui/Health.tsx";
import { usePages } from "../ui/rows.ts";
import { Trouble } from "../ui/Trouble.tsx";

/** Addresses of the tenant's software that are told of changes. */
export const EndpointsPage = () => {
  const { t } = useTranslation();
  const rows = usePages(["endpoints"], (place) =>
    api.get("/v1/endpoints", { params: { query: { limit: 100, ...place } } }),
  );
  return (
    <Stack>
      <Title order={1} size="h2">
        {t("nav.endpoints")}
      </Title>
      <Anchor component={Link} to="/console/events">
        {t("events.title")}
      </Anchor>
      <NewEndpoint />
      <DataTable
        label={t("nav.endpoints")}
        rows={rows}
        keyOf={({ id }) => id}
        empty={t("endpoints.none")}
        columns={[
          {
            title: t("endpoints.url"),
            cell: ({ id, url }) => (
              <Anchor component={Link} to={`/console/endpoints/${id}`} size="sm">
                {url}
              </Anchor>
            ),
          },
          { title: t("endpoints.types"), cell: ({ types }) => types?.join(", ") ?? t("endpoints.all") },
          { title: t("collection.state"), cell: ({ state }) => <State family="event" state={state} />, width: 140 },
        ]}
      />
    </Stack>
  );
};

const NewEndpoint = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [url, setUrl] = useState("");
  const add = useMutation({
    mutationFn: () => api.post("/v1/endpoints", { body: { url } }),
    onSuccess: () => {
      setUrl("");
      return queries.invalidateQueries({ queryKey: ["endpoints"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Stack gap="xs">
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t("endpoints.url")}
            placeholder="https://"
            required
            value={url}
            onChange={({ currentTarget }) => setUrl(currentTarget.value)}
            style={{ flex: "1 1 240px" }}
          />
          <Button type="submit" loading={add.isPending}>
            {t("endpoints.add")}
          </Button>
        </Group>
      </form>
      {add.error && <Trouble error={add.error} />}
      {add.data && (
        <Alert color="green" c="dark" title={t("endpoints.secret")}>
          <Code className="wrap">{add.data.secret}</Code>
        </Alert>
      )}
    </Stack>
  );
};
