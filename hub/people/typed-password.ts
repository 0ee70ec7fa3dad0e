import type { Io } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isTyped, secretLine } from '../../lib/terminal/secret-line.ts'
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from './password.ts'

/**
 * A new password from standard input, typed twice on a terminal. Throws `ActionNeeded` (exit 2) if it cannot be one.
 */
export async function typedPassword(io: Io, name: string): Promise<string> {
  const password = await secretLine(io, `Password for ${name} (at least ${SHORTEST_PASSWORD} characters, not shown): `)
  const { length } = password
  if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD)
    throw new ActionNeeded(
      `the first line of standard input is the password: ${SHORTEST_PASSWORD} to ${LONGEST_PASSWORD} characters`,
      EXIT.usage,
    )
  if (isTyped(io.stdin) && (await secretLine(io, 'Once more: ')) !== password)
    throw new ActionNeeded('These were two different passwords; nothing was changed.')
  return password
}
