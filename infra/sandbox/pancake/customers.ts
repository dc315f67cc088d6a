import type { Entry } from "../simulator.ts";
import type { Box } from "./box.ts";
import { FAMILY_NAMES, FIRST_NAMES } from "./data.ts";
import type { Row } from "./wire.ts";

export const addCustomer = (box: Box, input: Row = {}, creator?: string): Entry<Row> => {
  const { dice } = box;
  const name = input.name ?? `${dice.pick(FAMILY_NAMES)} ${dice.pick(FIRST_NAMES)}`;
  const phone = input.phone ?? `09${dice.integer(10_000_000, 99_999_999)}`;
  return box.customers.insert((id) => ({
    id,
    customer_id: dice.uuid(),
    name,
    phone_numbers: [phone],
    emails: input.email ? [input.email] : [],
    gender: dice.pick(["male", "female", null]),
    date_of_birth: input.birthday ?? null,
    fb_id: null,
    reward_point: 0,
    used_reward_point: 0,
    purchased_amount: 0,
    current_debts: 0,
    order_count: 0,
    succeed_order_count: 0,
    returned_order_count: 0,
    level: null,
    tags: [],
    notes: [],
    is_block: false,
    is_discount_by_level: true,
    referral_code: dice.hex(8),
    creator_id: creator ?? dice.pick(box.staff.live()).id,
    last_order_at: null,
    list_voucher: [],
    shop_customer_addresses: input.address
      ? [{ id: dice.uuid(), country_code: 84, full_name: name, phone_number: phone, ...input.address }]
      : [],
  }));
};

export const newPerson = (id: unknown, name: unknown): Row => ({
  id,
  name,
  email: "",
  fb_id: null,
  phone_number: null,
  avatar_url: null,
});

export const oldAddress = (name: string, phone: string): Row => ({
  full_name: name,
  phone_number: phone,
  address: "12 Hàng Bài",
  commnue_name: "Phường Cống Vị",
  commune_id: "1010115",
  district_id: "10101",
  district_name: "Quận Ba Đình",
  province_id: "101",
  province_name: "Hà Nội",
  country_code: "84",
  full_address: "12 Hàng Bài, Phường Cống Vị, Quận Ba Đình, Hà Nội",
  new_province_id: null,
  new_commune_id: null,
  post_code: null,
});
