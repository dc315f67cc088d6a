import { openApi } from "../shared/api/openapi.ts";
import { routes } from "../shared/api/routes/index.ts";
import { vendors } from "../shared/vendors/registry.ts";

/** The document of the API: `npm run --silent openapi`, or with `-- <address>` with that address as its server. */
const [url = ""] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(openApi(routes, { url, vendors: Object.values(vendors) }), null, 2)}\n`);
