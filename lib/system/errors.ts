/** Process exit codes used by every command; documented in docs/commands.md. */
export const EXIT = {
  ok: 0,
  /** The command failed; stderr says why. `status`: degraded. */
  failed: 1,
  /** The command line or the configuration is wrong; a restart without a change does not help. */
  usage: 2,
  /** `status`: not running. */
  notRunning: 3,
  /** `setup` and `teardown` with `--exit-code`: something was changed. */
  changed: 4,
  /** A service has no work to do; LSB calls it "not configured", and so does systemd (systemd.exec(5)). */
  noWork: 6,
  /** Another process holds a resource that this one needs (EX_TEMPFAIL). */
  held: 75,
} as const

/**
 * An error that a person must act on. It ends the command with `exitCode` and prints its message on stderr. Not for
 * bugs.
 */
export class ActionNeeded extends Error {
  override readonly name = 'ActionNeeded'
  readonly exitCode: number

  constructor(message: string, exitCode: number = EXIT.failed, options?: ErrorOptions) {
    super(message, options)
    this.exitCode = exitCode
  }
}

/**
 * Whether an error comes from outside rather than from a bug: it is an `ActionNeeded`, or has an error code of the
 * system or of OpenSSL.
 */
export function isOutside(error: unknown): error is Error {
  return error instanceof ActionNeeded || codeOf(error) !== undefined
}

/** Node's text for EDQUOT, for which libuv has no name (uv/errno.h). */
const QUOTA = 'Unknown system error -122'

/** The system's error code (`ENOENT`), or undefined if the error has none. */
export function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) return undefined
  return error.code === QUOTA ? 'EDQUOT' : error.code
}

/** The error's message, cut to 300 characters. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(`${QUOTA}: ${QUOTA}`, 'EDQUOT: disk quota exceeded').slice(0, 300)
}
