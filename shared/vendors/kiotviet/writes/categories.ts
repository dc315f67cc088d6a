import { defineWrite } from "../../../core/vendor.ts";
import { CategoryCreateCommand, CategoryUpdateCommand, RemovalCommand } from "../commands.ts";
import { compact, number, type Row, rowIn } from "../encode.ts";
import { categoryLooks, removalLooks } from "../find.ts";

/* Groups of products. */

const shows = { name: true, parentId: true } as const;

const made = (answer: unknown): { id?: string } => {
  const { categoryId } = rowIn(answer);
  return categoryId === undefined || categoryId === null ? {} : { id: String(categoryId) };
};

/** Both fields are without "?" in the document (§2.3.4): one that is left out would be blanked. */
const carried = (current: unknown): Row => {
  const { categoryName, parentId } = rowIn(current);
  return compact({ categoryName, parentId: parentId ?? undefined });
};

const categoriesCreate = defineWrite({
  operation: "categories.create",
  command: CategoryCreateCommand,
  // Neither a code nor a note travels with it (§2.3.3).
  reference: { by: "key", field: "name" },
  resource: "categories",
  entity: ({ name, parentId }) => `categories.create:${parentId ?? ""}:${name}`,
  encode: ({ name, parentId }) => ({ body: compact({ categoryName: name, parentId: number(parentId) }) }),
  result: made,
  looks: categoryLooks(),
  shows,
});

const categoriesUpdate = defineWrite({
  operation: "categories.update",
  command: CategoryUpdateCommand,
  reference: { by: "record" },
  repeatable: true,
  fresh: true,
  resource: "categories",
  entity: ({ id }) => `category:${id}`,
  carried,
  encode: ({ id, name, parentId }, { current }) => ({
    params: { id },
    body: { ...carried(current), ...compact({ categoryName: name, parentId: number(parentId) }) },
  }),
  result: (_answer, { id }) => ({ id }),
  shows,
});

const categoriesDelete = defineWrite({
  operation: "categories.delete",
  command: RemovalCommand,
  reference: { by: "record" },
  resource: "categories",
  entity: ({ id }) => `category:${id}`,
  encode: ({ id }) => ({ params: { id } }),
  result: (_answer, { id }) => ({ id }),
  looks: removalLooks("categories"),
});

export const categoryWrites = {
  "categories.create": categoriesCreate,
  "categories.update": categoriesUpdate,
  "categories.delete": categoriesDelete,
} as const;
