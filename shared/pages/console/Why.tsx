import { Alert, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../api.ts";
import { number, time } from "../format.ts";
import { DataTable } from "../ui/DataTable.tsx";
import { rowsAtHand } from "../ui/rows.ts";
import { useSentence } from "../ui/sentences.ts";
import { Trouble } from "../ui/Trouble.tsx";
import { readSync } from "./data.ts";
import { resourceName } from "./names.ts";

const ways = ["code", "phone", "id"] as const;
type Way = (typeof ways)[number];

const explained = (shop: string, query: { readonly resource: string } & Partial<Record<Way, string>>) =>
  api.get("/v1/shops/{shop}/explain", { params: { path: { shop }, query } });

/** "Why is it missing?": one sentence, and below it all that was looked at. */
export const Why = ({ shop }: { readonly shop: string }) => {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ["sync", shop], queryFn: () => readSync(shop) });
  const [resource, setResource] = useState("orders");
  const [by, setBy] = useState<Way>("code");
  const [value, setValue] = useState("");
  const sentence = useSentence();
  const ask = useMutation({
    mutationFn: (about: { readonly resource: string; readonly by: Way; readonly value: string }) =>
      explained(shop, { resource: about.resource, [about.by]: about.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate({ resource, by, value: value.trim() });
  };
  return (
    <Stack>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <Select
            label={t("why.resource")}
            data={(data?.data ?? []).map(({ resource: name }) => ({ value: name, label: resourceName(name, t) }))}
            value={resource}
            onChange={(next) => setResource(next ?? "orders")}
            allowDeselect={false}
          />
          <Select
            label={t("why.by")}
            data={ways.map((way) => ({ value: way, label: t(`why.ways.${way}`) }))}
            value={by}
            onChange={(next) => setBy((next ?? "code") as Way)}
            allowDeselect={false}
            w={150}
          />
          <TextInput
            label={t("why.value")}
            value={value}
            required
            onChange={({ currentTarget }) => setValue(currentTarget.value)}
          />
          <Button type="submit" loading={ask.isPending}>
            {t("why.ask")}
          </Button>
        </Group>
      </form>
      {ask.error && <Trouble error={ask.error} />}
      {ask.data && (
        <>
          <Alert
            color={ask.data.found ? "green" : "yellow"}
            c="dark"
            role="status"
            title={t(`why.causes.${ask.data.cause}`)}
          >
            {sentence("cause", ask.data.cause, ask.data.sentence)}
            {ask.data.record && (
              <Text mt={4} size="sm">
                <Link
                  to="/console/shops/$shop/records/$resource/$id"
                  // What was asked about: the field above may say something else by now.
                  params={{ shop, resource: ask.variables.resource, id: ask.data.record.id }}
                >
                  {t("why.open", { id: ask.data.record.id })}
                </Link>
              </Text>
            )}
          </Alert>
          <Evidence evidence={ask.data.evidence} />
        </>
      )}
    </Stack>
  );
};

type Evidence = Awaited<ReturnType<typeof explained>>["evidence"];

/** What was looked at, in the order in which it stands, each in the reader's words. */
const useEvidence = () => {
  const { t, i18n } = useTranslation();
  const isEnglish = i18n.language === "en";
  const deletionText = ({ state, seenAt, ways }: NonNullable<Evidence["deletion"]>): string =>
    [t(`why.gone.${state}`), time(seenAt), ...ways.map((way) => t(`record.ways.${way}`))].join(", ");
  const writeText = ({ id, state, reason }: NonNullable<Evidence["write"]>): string =>
    [id, t(`write.${state}`), ...(isEnglish && reason ? [reason] : [])].join(", ");
  return (found: Evidence): readonly (readonly [name: string, text: string])[] => {
    const { lastReading, searched, deletion, fetching, unanswered, write } = found;
    const count = (value: number | null | undefined) => (typeof value === "number" ? number(value) : undefined);
    const texts: Readonly<Record<keyof Evidence, string | undefined>> = {
      state: t(`state.${found.state}`),
      // The state's own sentence stands above in Vietnamese.
      reason: isEnglish ? found.reason : undefined,
      lagSeconds: count(found.lagSeconds),
      promisedSeconds: count(found.promisedSeconds),
      lastReading: lastReading && t("why.period", { from: time(lastReading.startedAt), to: time(lastReading.endedAt) }),
      stored: count(found.stored),
      vendorTotal: count(found.vendorTotal),
      unreadableRows: count(found.unreadableRows),
      since: found.since && time(found.since),
      searched: searched && t(searched.all ? "why.searchedAll" : "why.searchedSome", { count: searched.records }),
      deletion: deletion && deletionText(deletion),
      fetching: fetching && t(`why.fetch.${fetching}`),
      unanswered:
        unanswered && t(unanswered.givenUp ? "why.askedEnough" : "why.asking", { since: time(unanswered.since) }),
      write: write && writeText(write),
    };
    return Object.entries(texts).flatMap(([name, text]) => (text === undefined ? [] : [[name, text] as const]));
  };
};

const Evidence = ({ evidence }: { readonly evidence: Evidence }) => {
  const { t } = useTranslation();
  const lines = useEvidence()(evidence);
  return (
    <DataTable
      label={t("why.evidence")}
      rows={rowsAtHand(lines)}
      keyOf={([name]) => name}
      isPlain
      columns={[
        { title: t("why.fact"), cell: ([name]) => t(`why.facts.${name}`), width: 180 },
        { title: t("why.found"), cell: ([, text]) => text },
      ]}
    />
  );
};
