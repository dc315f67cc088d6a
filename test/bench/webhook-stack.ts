import { startLocal } from "../../infra/local/runner.ts";

/**
 * What `npm start` starts, in a process of its own that can be killed: its table and its secrets live elsewhere, its
 * queues die with it.
 */
const settings = JSON.parse(process.argv[2]!) as {
  ports: { api: number; intake: number };
  env: Record<string, string>;
};

const local = await startLocal({ engine: "external", quiet: true, ...settings });
process.send!({ api: local.apiUrl, intake: local.intakeUrl, sqs: local.endpoints.sqs });
process.on("message", async () => {
  await local[Symbol.asyncDispose]();
  process.disconnect();
});
