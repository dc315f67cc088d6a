import { Button, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { DataTable } from "../../ui/DataTable.tsx";
import { rowsAtHand } from "../../ui/rows.ts";
import { type Leaf, leavesOf, sourcesIn } from "./paths.ts";

interface Props {
  readonly record: object;
  readonly raw: unknown;
  readonly sources: Readonly<Record<string, readonly string[]>>;
  /** Paths of the vendor's row that are shown at the moment. */
  readonly chosen: readonly string[];
  choose(paths: readonly string[]): void;
}

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Each field with its value, and the fields of the vendor's row that it is made of. */
export const Fields = ({ record, raw, sources, chosen, choose }: Props) => {
  const { t } = useTranslation();
  const leaves = { record: leavesOf(record), raw: leavesOf(raw) };
  const linked = (leaf: Leaf) => sourcesIn(leaf.path, sources, leaves);
  return (
    <DataTable
      label={t("record.canonical")}
      rows={rowsAtHand(leaves.record)}
      keyOf={({ path }) => path}
      columns={[
        { title: t("record.field"), cell: ({ path }) => <span className="code">{path}</span> },
        { title: t("record.value"), cell: ({ value }) => <span className="code">{plain(value)}</span> },
        {
          title: t("record.source"),
          cell: (leaf) => <Sources found={linked(leaf)} value={leaf.value} chosen={chosen} choose={choose} />,
        },
      ]}
    />
  );
};

/** More than these are one button: a list of fifty lines is no help. */
const MOST_NAMED = 3;

const Sources = ({
  found,
  value,
  chosen,
  choose,
}: Pick<Props, "chosen" | "choose"> & { readonly found: readonly Leaf[]; readonly value: unknown }) => {
  const { t } = useTranslation();
  if (found.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t("record.derived")}
      </Text>
    );
  const paths = found.map(({ path }) => path);
  const isChosen = paths.every((path) => chosen.includes(path));
  const names = found.slice(0, MOST_NAMED).map(({ path }) => path);
  const rest = found.length - names.length;
  // The vendor's own value, where it is not the same one in the same letters.
  const others = found.slice(0, MOST_NAMED).filter((leaf) => plain(leaf.value) !== plain(value));
  return (
    <>
      <Button
        size="compact-xs"
        variant={isChosen ? "filled" : "default"}
        aria-pressed={isChosen}
        h="auto"
        py={2}
        styles={{ label: { whiteSpace: "normal", textAlign: "start" } }}
        onClick={() => choose(isChosen ? [] : paths)}
      >
        <span className="code">{names.join(", ")}</span>
        {rest > 0 && ` ${t("record.others", { count: rest })}`}
      </Button>
      {others.map((leaf) => (
        <Text key={leaf.path} size="xs" c="dimmed" className="code">
          {found.length > 1 ? `${leaf.path}: ` : ""}
          {plain(leaf.value)}
        </Text>
      ))}
    </>
  );
};
