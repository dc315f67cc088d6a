export { MemoryTable } from "../infra/memory-table.ts";
