import { describe, vi } from "vitest";
import { simulators } from "../../../infra/local/sandbox-shops.ts";
import type { VendorId } from "../../../shared/core/vendor.ts";
import { type VendorUnderContract, vendorContract } from "./contract.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** All that differs. */
const differences: Readonly<Record<VendorId, Omit<VendorUnderContract, "create">>> = {
  kiotviet: {
    size: 320,
    wrong: (credentials) => ({ ...credentials, clientSecret: "wrong-secret-0123456789" }),
    renews: true,
    commands: { "products.create": ({ category }) => ({ categoryId: category!.id }) },
    untold: ["stock.move", "payments.create"],
    passthrough: {
      read: { operation: "branches.list", call: () => ({ params: { pageSize: 1 } }) },
      write: { operation: "categories.create", call: ({ word }) => ({ body: { categoryName: `Nhóm ${word}` } }) },
    },
  },
  "nhanh-v3": {
    size: 320,
    days: 130,
    wrong: (credentials) => ({ ...credentials, accessToken: "0123456789abcdef".repeat(8) }),
    renews: false,
    passthrough: {
      read: { operation: "depots.list", call: () => ({ body: { filters: {}, paginator: { size: 10 } } }) },
      write: { operation: "suppliers.create", call: ({ word }) => ({ body: { name: `NCC ${word}` } }) },
    },
  },
  "nhanh-v2": {
    size: 320,
    days: 130,
    wrong: (credentials) => ({ ...credentials, accessCode: "0123456789abcdef" }),
    renews: false,
    passthrough: {
      read: { operation: "depots.list", call: () => ({ body: {} }) },
      write: { operation: "products.save", call: ({ word }) => ({ body: [{ id: word, name: word, price: 1_000 }] }) },
    },
  },
  pancake: {
    size: 320,
    wrong: (credentials) => ({ ...credentials, apiKey: "0123456789abcdef0123456789abcdef" }),
    renews: true,
    passthrough: {
      read: { operation: "warehouses.list", call: () => ({}) },
      write: {
        operation: "warehouses.create",
        call: ({ word }) => ({ body: { name: `Kho ${word}`, shelf_config: {} } }),
      },
    },
  },
  isale: {
    size: 620,
    unproven: ["customers"],
    wrong: (credentials) => ({ ...credentials, publicKey: "wrong-key-0123456789abcdef" }),
    renews: false,
    passthrough: {
      read: { operation: "tables.list", call: () => ({}) },
      write: { operation: "flows.create", call: ({ word }) => ({ body: { name: word } }) },
    },
  },
};

for (const [id, load] of Object.entries(simulators) as [VendorId, () => Promise<any>][]) {
  const create = await load();
  describe(id, () => vendorContract(id, { ...differences[id], create }));
}
