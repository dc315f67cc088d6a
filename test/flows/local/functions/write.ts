export { handler } from "./tick.ts";
