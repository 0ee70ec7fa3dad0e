import * as v from 'valibot'
import { section } from '../../settings/section.ts'
import { duration, text } from '../../settings/value.ts'
import type { CommandSettings } from './command-settings.ts'

/** The section `command` of a channel. */
export const commandSection = section({
  exec: v.pipe(
    v.array(text, 'is not a list of the program and its arguments'),
    v.nonEmpty('is an empty list'),
    v.maxLength(100, 'holds more than 100 items'),
    v.transform(([program = '', ...words]): CommandSettings['exec'] => [program, ...words]),
    v.check(([program]) => program.startsWith('/'), 'does not begin with an absolute path'),
    v.description('The absolute path of a program, and its arguments, as a list; no shell reads it.'),
    v.metadata({ example: '[/usr/local/sbin/on-takeover, --fast]' }),
  ),
  timeout: v.pipe(
    v.optional(
      v.pipe(duration, v.minValue(1000, 'is less than a second'), v.maxValue(600_000, 'is longer than ten minutes')),
      '30s',
    ),
    v.description('How long one run may take; then it is ended, and tried again later.'),
  ),
  rate: v.pipe(
    v.optional(
      v.pipe(text, v.regex(/^(?:[1-9]\d?|[1-5]\d\d|600)$/, 'is not a whole number from 1 to 600'), v.transform(Number)),
      '10',
    ),
    v.description('How many runs a minute there are at most; what is beyond waits.'),
  ),
})

/** The section as written, checked. */
export type WrittenCommand = v.InferOutput<typeof commandSection>

/** What it says, in a configuration of these files. */
export function commandSettingsOf(
  { exec, timeout }: WrittenCommand,
  { option, files }: Pick<CommandSettings, 'option' | 'files'>,
): CommandSettings {
  return { option, exec, timeout, files }
}
