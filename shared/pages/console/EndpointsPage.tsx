import { Alert, Anchor, Button, Code, Group, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { State } from "../ui/Health.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { Trouble } from "../ui/Trouble.tsx";

/** Addresses of the tenant's software that are told of changes. */
export const EndpointsPage = () => {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["endpoints"],
    queryFn: () => api.get("/v1/endpoints", { params: { query: { limit: 100 } } }),
  });
  return (
    <Stack>
      <Title order={1} size="h2">
        {t("nav.endpoints")}
      </Title>
      <NewEndpoint />
      <Loaded query={query}>
        {({ data }) => (
          <>
            {data.length === 0 && <Text>{t("endpoints.none")}</Text>}
            {data.map((endpoint) => (
              <Paper key={endpoint.id} withBorder p="md">
                <Group justify="space-between">
                  <Anchor component={Link} to={`/console/endpoints/${endpoint.id}`} className="wrap">
                    {endpoint.url}
                  </Anchor>
                  <State family="event" state={endpoint.state} />
                </Group>
                <Text size="sm" c="dimmed">
                  {endpoint.types?.join(", ") ?? t("endpoints.all")}
                </Text>
              </Paper>
            ))}
          </>
        )}
      </Loaded>
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
