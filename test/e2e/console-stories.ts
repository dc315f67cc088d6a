import type { Story } from "./stories.ts";

export const consoleStories: readonly Story[] = [];
