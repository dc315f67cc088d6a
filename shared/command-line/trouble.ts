/**
 * What ends a command, in one sentence. `code`: 1 the API refused or a write failed, 2 the command was wrong, 3 nobody is
 * logged in or the API does not answer.
 */
export class Trouble extends Error {
  readonly code: number;

  constructor(message: string, code = 1) {
    super(message);
    this.code = code;
  }
}
