import { shapes as isale } from "./isale.ts";
import { shapes as kiotviet } from "./kiotviet.ts";
import { shapes as nhanhV2 } from "./nhanh-v2.ts";
import { shapes as nhanhV3 } from "./nhanh-v3.ts";
import { shapes as pancake } from "./pancake.ts";

/** The known shape of each operation's answers, by vendor: a line for each field. `npm run shapes` makes the tables anew. */
export const shapes = { kiotviet, "nhanh-v3": nhanhV3, "nhanh-v2": nhanhV2, pancake, isale };
