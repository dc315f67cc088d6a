import { join } from "node:path";
import { behindFront } from "../shared/lambda/front.ts";
import { createPageServer, type PageEvent } from "../shared/lambda/serve-pages.ts";

/** Beside the bundle; on a laptop where the build has put them. */
const folder = process.env.PAGES_FOLDER ?? join(import.meta.dirname, "site");
const serve = createPageServer(folder);

/** The pages for people: files, and nothing of any tenant. Their data come from the API. */
export const handler = behindFront(process.env.FRONT_SECRET ?? "", async (event: PageEvent) => serve(event));
