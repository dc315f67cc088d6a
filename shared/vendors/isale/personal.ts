import type { PersonalRaw } from "../../core/personal.ts";

/** iSale External API: contacts, orders, leads, calendar events; and its tables, whose columns no document lists. */
export const personal: PersonalRaw = {
  customers: ["^fullName", "mobile", "address", "email", "dateOfBirth", "gender", "note"],
  orders: ["contactName", "contactPhone", "contactAddress", "deliveryAddress", "contact.*", "note", "itemsJson"],
  leads: ["*"],
  "calendar-events": ["*"],
  notes: ["*"],
  tasks: ["*"],
  deals: ["*"],
  quotes: ["*"],
  trades: ["*"],
  debts: ["*"],
  "received-notes": ["*"],
  "custom-table-records": ["*"],
};
