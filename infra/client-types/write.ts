import { writeFileSync } from "node:fs";
import { clientTypes } from "./types.ts";

/** Writes the types of `@tillbridge/client` anew: `npm run client`. */
writeFileSync(new URL("../../shared/client/document.ts", import.meta.url), await clientTypes());
