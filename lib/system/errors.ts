/** Process exit codes, as every command uses them; documented in docs/commands.md. */
export const EXIT = {
  ok: 0,
  /** It did not work; stderr says why. `status`: degraded. */
  failed: 1,
  /** The command line or the configuration is wrong; starting again without a change is no use. */
  usage: 2,
  /** `status`: not running. */
  notRunning: 3,
  /** A service has no work to do; LSB calls it "not configured", and so does systemd (systemd.exec(5)). */
  noWork: 6,
  /** Another process holds what this one needs (EX_TEMPFAIL). */
  held: 75,
} as const

/** Something a person must act on: ends the command, its message on stderr, with `exitCode`. Not for bugs. */
export class ActionNeeded extends Error {
  override readonly name = 'ActionNeeded'
  readonly exitCode: number

  constructor(message: string, exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/**
 * Whether an error is of the world outside, not a bug: what a person must do, or what the system or OpenSSL has a code
 * for.
 */
export function isOutside(error: unknown): error is Error {
  return error instanceof ActionNeeded || codeOf(error) !== undefined
}

/** What Node calls EDQUOT, for which libuv has no name (uv/errno.h). */
const QUOTA = 'Unknown system error -122'

/** The system's code of an error (`ENOENT`), or undefined where it has none. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined
  return error.code === QUOTA ? 'EDQUOT' : error.code
}

/** What an error says, in at most 300 characters. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(`${QUOTA}: ${QUOTA}`, 'EDQUOT: disk quota exceeded').slice(0, 300)
}
