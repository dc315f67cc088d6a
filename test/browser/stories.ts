import type { Browser } from "playwright-core";
import type { Faults } from "./browser.ts";
import { connectStories } from "./connect-stories.ts";
import { consoleStories } from "./console-stories.ts";
import type { Stack } from "./stack.ts";
import { supportStories } from "./support-stories.ts";
import { troubleStories } from "./trouble-stories.ts";

export interface Told {
  readonly stack: Stack;
  readonly browser: Browser;
  readonly shots: string;
  readonly found: Faults;
}

export interface Story {
  readonly name: string;
  tell(told: Told): Promise<void>;
}

export const stories: readonly Story[] = [...connectStories, ...consoleStories, ...supportStories, ...troubleStories];
