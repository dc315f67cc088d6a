import { Alert, Button, Code, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { usePages } from "../ui/rows.ts";
import { Trouble } from "../ui/Trouble.tsx";

const scopes = ["read", "write", "admin"] as const;
type Scope = (typeof scopes)[number];

export const Keys = () => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const rows = usePages(["keys"], (place) => api.get("/v1/keys", { params: { query: { limit: 100, ...place } } }));
  const [name, setName] = useState("");
  const [scope, setScope] = useState<Scope>("read");
  const renew = async () => {
    await queries.invalidateQueries({ queryKey: ["keys"] });
    await queries.invalidateQueries({ queryKey: ["audit"] });
  };
  const add = useMutation({ mutationFn: () => api.post("/v1/keys", { body: { name, scope } }), onSuccess: renew });
  const end = useMutation({
    mutationFn: (key: string) => api.delete("/v1/keys/{key}", { params: { path: { key } } }),
    onSuccess: renew,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <Stack component="section">
      <Title order={2} size="h4">
        {t("keys.title")}
      </Title>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t("keys.name")}
            required
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Select
            label={t("keys.scope")}
            w={120}
            data={scopes.map((value) => ({ value, label: t(`keys.scopes.${value}`) }))}
            value={scope}
            onChange={(next) => setScope((next ?? "read") as Scope)}
            allowDeselect={false}
          />
          <Button type="submit" loading={add.isPending}>
            {t("keys.add")}
          </Button>
        </Group>
      </form>
      {(add.error ?? end.error) && <Trouble error={add.error ?? end.error} />}
      {add.data && (
        <Alert color="green" c="dark" title={t("keys.once")}>
          <Code className="wrap">{add.data.key}</Code>
        </Alert>
      )}
      <DataTable
        label={t("keys.title")}
        rows={rows}
        keyOf={({ id }) => id}
        isPlain
        columns={[
          {
            title: t("keys.name"),
            cell: (key) => (
              <>
                {key.name}
                <Text size="xs" c="dimmed">
                  …{key.hint} · {t(`keys.scopes.${key.scope}`)} · {time(key.createdAt)}
                </Text>
              </>
            ),
          },
          {
            title: t("keys.end"),
            kind: "action",
            cell: (key) =>
              key.expiresAt ? (
                <Text size="xs">{t("keys.ends", { at: time(key.expiresAt) })}</Text>
              ) : (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="red"
                  onClick={() => end.mutate(key.id)}
                  aria-label={t("keys.endOf", { name: key.name })}
                >
                  {t("keys.end")}
                </Button>
              ),
          },
        ]}
      />
    </Stack>
  );
};
