import { writeFileSync } from "node:fs";
import { takeTour } from "./tour.ts";

/** `npm run examples`: asks for every operation once, and keeps request and answer for the document. */
const examples = await takeTour();
writeFileSync(new URL("../../../shared/api/examples.json", import.meta.url), `${JSON.stringify(examples, null, 2)}\n`);
process.stdout.write(`${Object.keys(examples).length} examples\n`);
process.exit(0);
