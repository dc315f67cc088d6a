/** What a browser keeps for an origin. */
interface Storage {
  getItem(name: string): string | null;
  setItem(name: string, value: string): void;
}

/**
 * Keeps what a person has chosen. A browser may refuse its storage, above all to a page in a frame: opening it throws then,
 * and the choice holds as long as the page is open.
 */
export const keeper = (storage: () => Storage) => {
  const here = new Map<string, string>();
  return {
    get(name: string): string | null {
      try {
        return here.get(name) ?? storage().getItem(name);
      } catch {
        return null;
      }
    },
    set(name: string, value: string): void {
      here.set(name, value);
      try {
        storage().setItem(name, value);
      } catch {
        // Refused, or full.
      }
    },
  };
};
