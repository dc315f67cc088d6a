import { Alert, Anchor, Button, Group, JsonInput, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number, time } from "../format.ts";
import { Fact } from "../ui/Fact.tsx";
import { State } from "../ui/Health.tsx";
import { Json } from "../ui/Json.tsx";
import { Loaded } from "../ui/Loaded.tsx";
import { useMind, useRefusal } from "../ui/sentences.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { writeName } from "./names.ts";

const readWrite = (shop: string, write: string) =>
  api.get("/v1/shops/{shop}/writes/{write}", { params: { path: { shop, write } } });
type Write = Awaited<ReturnType<typeof readWrite>>;

const open = ["queued", "sending", "unknown", "probing"];
/** They are certainly not at the vendor: what is wrong in them can be corrected. */
const corrected = ["rejected", "dead"];

/** One write: what was sent, what the vendor said, and what can be done about it. */
export const WritePage = () => {
  const { shop, write: id } = useParams({ from: "/console/shops/$shop/writes/$write" });
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["write", shop, id],
    queryFn: () => readWrite(shop, id),
    refetchInterval: ({ state: { data } }) => (data && open.includes(data.state) ? 2_000 : false),
  });
  return (
    <Loaded query={query}>
      {(write) => (
        <Stack>
          <Anchor component={Link} to={`/console/shops/${shop}?tab=writes`}>
            {t("writes.back")}
          </Anchor>
          <Group>
            <Title order={1} size="h2" className="wrap">
              {writeName(write, t)}
            </Title>
            <State family="write" state={write.state} />
          </Group>
          <Group gap="xl">
            <Fact name={t("writes.at")} value={time(write.createdAt)} />
            <Fact name={t("writes.attempts")} value={String(write.attempts)} />
            <Fact name={t("writes.operation")} value={write.operation} />
            {write.result?.id && <Fact name={t("writes.id")} value={write.result.id} />}
          </Group>
          {write.error && <Refused error={write.error} />}
          <Told write={write} />
          {corrected.includes(write.state) ? (
            <Correct shop={shop} write={write} />
          ) : (
            <Command command={write.command} />
          )}
          {write.state === "unknown" && <SendAgain shop={shop} write={write.id} />}
          {write.state === "unknown" && <Adopt shop={shop} write={write.id} />}
          {write.state === "queued" && <Cancel shop={shop} write={write.id} />}
          {write.exchange && <Exchange exchange={write.exchange} />}
          {write.result?.answer !== undefined && (
            <section>
              <Title order={2} size="h5" mb={4}>
                {t("writes.result")}
              </Title>
              <Json value={write.result.answer} />
            </section>
          )}
        </Stack>
      )}
    </Loaded>
  );
};

/** Why it was not carried out. What the vendor said is quoted; an error of our own has its sentence. */
const Refused = ({ error }: { readonly error: NonNullable<Write["error"]> }) => {
  const { t } = useTranslation();
  const { title, isOurs, words } = useRefusal()(error);
  return (
    <Alert color="red" title={title}>
      {words !== undefined && <Text size="sm">{isOurs ? words : `${t("writes.said")}: ${words} (${error.code})`}</Text>}
      {Object.entries(error.fields ?? {}).map(([field, message]) => (
        <Text size="sm" key={field}>
          {isOurs && words === undefined ? field : `${field}: ${message}`}
        </Text>
      ))}
    </Alert>
  );
};

/** What became of single fields, and what else a person should know. */
const Told = ({ write }: { readonly write: Write }) => {
  const { t } = useTranslation();
  const { result, dropped, warnings } = write;
  const { warning, dropped: droppedLines } = useMind();
  const fields = [
    ["notTaken", result?.notTaken],
    ["unseen", result?.unseen],
  ] as const;
  const lines = [
    ...fields.flatMap(([name, found]) => (found?.length ? [t(`writes.${name}`, { fields: found.join(", ") })] : [])),
    ...droppedLines(dropped ?? {}),
    ...(warnings ?? []).map(warning),
  ];
  if (lines.length === 0) return null;
  return (
    <Alert color="yellow" c="dark" title={t("writes.mind")}>
      {lines.map((line) => (
        <Text size="sm" key={line} className="wrap">
          {line}
        </Text>
      ))}
    </Alert>
  );
};

type Body = NonNullable<NonNullable<Write["exchange"]>["request"]["body"]>;

const Shown = ({ body }: { readonly body: Body | undefined }) => {
  const { t } = useTranslation();
  if (!body) return <Text size="sm">{t("writes.noBody")}</Text>;
  return (
    <>
      <Json value={body.json ?? body.text} />
      {body.truncated && (
        <Text size="sm" c="dimmed">
          {t("writes.cut")}
        </Text>
      )}
    </>
  );
};

/** The last call: what went out beside what came back. */
const Exchange = ({ exchange }: { readonly exchange: NonNullable<Write["exchange"]> }) => {
  const { t } = useTranslation();
  const { at, milliseconds, request, answer } = exchange;
  return (
    <SimpleGrid cols={{ base: 1, lg: 2 }}>
      <section>
        <Title order={2} size="h5" mb={4}>
          {t("writes.request")}
        </Title>
        <Text size="sm" mb="xs" className="code">
          {request.method} {request.url}
        </Text>
        <Shown body={request.body} />
      </section>
      <section>
        <Title order={2} size="h5" mb={4}>
          {t("writes.answer")}
        </Title>
        <Text size="sm" mb="xs">
          {answer
            ? t("writes.answered", { status: answer.status, milliseconds: number(milliseconds), at: time(at) })
            : t("writes.noAnswer", { milliseconds: number(milliseconds), at: time(at) })}
        </Text>
        {answer && <Shown body={answer.body} />}
      </section>
    </SimpleGrid>
  );
};

const Command = ({ command }: { readonly command: unknown }) => {
  const { t } = useTranslation();
  return (
    <section>
      <Title order={2} size="h5" mb={4}>
        {t("writes.command")}
      </Title>
      <Json value={command} />
    </section>
  );
};

const useRetry = (shop: string, write: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { readonly command?: Record<string, unknown> }) =>
      api.post("/v1/shops/{shop}/writes/{write}/retry", { params: { path: { shop, write } }, body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["write", shop, write] }),
  });
};

/** It may have been carried out: a person who has looked at the vendor sends it again as it is. */
const SendAgain = ({ shop, write }: { readonly shop: string; readonly write: string }) => {
  const { t } = useTranslation();
  const retry = useRetry(shop, write);
  return (
    <Stack gap="xs" align="flex-start">
      <Text size="sm">{t("writes.maybeDone")}</Text>
      {retry.error && <Trouble error={retry.error} />}
      <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate({})}>
        {t("writes.retry")}
      </Button>
    </Stack>
  );
};

const Correct = ({ shop, write }: { readonly shop: string; readonly write: Write }) => {
  const { t } = useTranslation();
  const [text, setText] = useState(JSON.stringify(write.command, null, 2));
  const retry = useRetry(shop, write.id);
  return (
    <Stack gap="xs">
      <JsonInput
        label={t("writes.command")}
        description={t("writes.edit")}
        value={text}
        onChange={setText}
        autosize
        minRows={6}
        maxRows={24}
        validationError={t("writes.notJson")}
        formatOnBlur
        classNames={{ input: "code" }}
      />
      {retry.error && <Trouble error={retry.error} />}
      <Group>
        <Button
          loading={retry.isPending}
          onClick={() => retry.mutate({ command: JSON.parse(text) as Record<string, unknown> })}
        >
          {t("writes.retry")}
        </Button>
      </Group>
    </Stack>
  );
};

const Cancel = ({ shop, write }: { readonly shop: string; readonly write: string }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => api.post("/v1/shops/{shop}/writes/{write}/cancel", { params: { path: { shop, write } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["write", shop, write] }),
  });
  return (
    <Group>
      <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
        {t("writes.cancel")}
      </Button>
      {cancel.error && <Trouble error={cancel.error} />}
    </Group>
  );
};

const Adopt = ({ shop, write }: { readonly shop: string; readonly write: string }) => {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [id, setId] = useState("");
  const adopt = useMutation({
    mutationFn: () =>
      api.post("/v1/shops/{shop}/writes/{write}/adopt", { params: { path: { shop, write } }, body: { id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["write", shop, write] }),
  });
  return (
    <Group align="flex-end">
      <TextInput label={t("writes.adoptId")} value={id} onChange={({ currentTarget }) => setId(currentTarget.value)} />
      <Button variant="default" disabled={id === ""} loading={adopt.isPending} onClick={() => adopt.mutate()}>
        {t("writes.adopt")}
      </Button>
      {adopt.error && <Trouble error={adopt.error} />}
    </Group>
  );
};
