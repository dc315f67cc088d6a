import { Button, Group, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { Fragment, type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./DataTable.module.css";
import { Loading } from "./Loaded.tsx";
import type { Rows } from "./rows.ts";
import { Trouble } from "./Trouble.tsx";

export interface Column<Row> {
  /** Its head; in a narrow table it stands before each value. */
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** `number`: at the right, its digits below each other. `action`: buttons at the end of a row, which need no head before them. */
  readonly kind?: "number" | "action";
  /** In pixels, where the table is wide. */
  readonly width?: number;
}

interface Props<Row> {
  /** What the table shows, for those who do not see it. */
  readonly label: string;
  readonly rows: Rows<Row>;
  /** The first one names the row. */
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What is said when there is no row; without it an empty table is nothing. */
  readonly empty?: string;
  /** Two columns that say what they are: their heads are for those who do not see them. */
  readonly isPlain?: boolean;
  /** Columns so short that a phone has room for them side by side. */
  readonly isShort?: boolean;
  /** What stands below a row when a person opens it: the first cell is its button then, so it holds text alone. */
  readonly detail?: (row: Row) => ReactNode;
}

/** Each table of the pages: while it loads, when there is nothing, when it fails, with more rows to come; narrow, it turns to cards. */
export const DataTable = <Row,>({ rows, empty, label, ...shown }: Props<Row>) => {
  const { t } = useTranslation();
  const { retry } = rows;
  const trouble = rows.error && <Trouble error={rows.error} {...(retry ? { retry } : {})} />;
  if (rows.rows === undefined) return trouble ?? <Loading />;
  return (
    <Stack gap="sm" className={classes.room!}>
      {trouble}
      {rows.rows.length > 0 && <Filled {...shown} label={label} rows={rows.rows} />}
      {rows.rows.length === 0 && empty !== undefined && <Text role="status">{empty}</Text>}
      {rows.more && (
        <Group justify="center">
          <Button variant="default" size="xs" loading={rows.isBringingMore} onClick={rows.more}>
            {t("table.more")}
          </Button>
        </Group>
      )}
    </Stack>
  );
};

/** Numbers and buttons stand at the end of their cell. */
const placed = (kind: Column<unknown>["kind"]): { className?: string } => (kind ? { className: classes[kind]! } : {});

type FilledProps<Row> = Omit<Props<Row>, "rows" | "empty"> & { readonly rows: readonly Row[] };

/* The roles stand in words: a browser forgets those of a table that is laid out as cards. */
const Filled = <Row,>({ label, rows, columns, keyOf, isPlain = false, isShort = false, detail }: FilledProps<Row>) => {
  const hasCards = !isShort && (!isPlain || columns.length > 2);
  return (
    <Table
      role="table"
      aria-label={label}
      verticalSpacing="xs"
      className={`${classes.table} ${hasCards ? classes.cards : ""}`}
    >
      <Table.Thead role="rowgroup" className={isPlain ? classes.hiddenHead! : classes.head!}>
        <Table.Tr role="row">
          {columns.map(({ title, kind, width }) => (
            <Table.Th key={title} role="columnheader" {...placed(kind)} {...(width === undefined ? {} : { w: width })}>
              {title}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody role="rowgroup">
        {rows.map((row) => (
          <Fragment key={keyOf(row)}>
            {detail ? (
              <OpenRow row={row} columns={columns} isPlain={isPlain} detail={detail} />
            ) : (
              <Table.Tr role="row">
                <Cells row={row} columns={columns} isPlain={isPlain} />
              </Table.Tr>
            )}
          </Fragment>
        ))}
      </Table.Tbody>
    </Table>
  );
};

interface RowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly isPlain: boolean;
}

const Cells = <Row,>({ row, columns, isPlain, first }: RowProps<Row> & { readonly first?: ReactNode }) => (
  <>
    {columns.map(({ title, cell, kind, width }, index) =>
      index === 0 ? (
        <Table.Th key={title} role="rowheader" scope="row" fw={500} {...(width === undefined ? {} : { w: width })}>
          {first ?? cell(row)}
        </Table.Th>
      ) : (
        <Table.Td
          key={title}
          role="cell"
          {...(isPlain || kind === "action" ? {} : { "data-title": title })}
          {...placed(kind)}
        >
          {/* One child: beside its head it is one thing, not several. */}
          <div>{cell(row)}</div>
        </Table.Td>
      ),
    )}
  </>
);

const OpenRow = <Row,>({
  detail,
  ...props
}: RowProps<Row> & { readonly detail: NonNullable<Props<Row>["detail"]> }) => {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const opener = (
    <UnstyledButton
      className={classes.opener!}
      fz="sm"
      fw={500}
      aria-expanded={isOpen}
      aria-controls={id}
      onClick={() => setOpen(!isOpen)}
    >
      <IconChevronRight size={14} className={classes.arrow} aria-hidden />
      {props.columns[0]!.cell(props.row)}
    </UnstyledButton>
  );
  return (
    <>
      <Table.Tr role="row">
        <Cells {...props} first={opener} />
      </Table.Tr>
      <Table.Tr role="row" id={id} hidden={!isOpen}>
        <Table.Td role="cell" colSpan={props.columns.length}>
          {isOpen && detail(props.row)}
        </Table.Td>
      </Table.Tr>
    </>
  );
};
