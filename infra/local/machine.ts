/** @throws Error with a sentence for the person at the terminal, where this system cannot run the local stack */
export const checkMachine = (platform: NodeJS.Platform): void => {
  if (platform !== "win32") return;
  throw new Error(
    "Tillbridge's local stack runs on Linux and macOS. On Windows, start it inside WSL 2: https://learn.microsoft.com/windows/wsl/install",
  );
};
