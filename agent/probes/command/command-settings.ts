import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'

/** The keys of a check that a program makes. */
export const commandSettings = section({
  exec: v.pipe(
    v.array(
      v.pipe(
        v.string('is no text'),
        v.maxLength(4096, 'is longer than 4,096 characters'),
        v.check((word) => !word.includes('\0'), 'holds a control character'),
      ),
      'is not a list; write [/path/of/program, argument]',
    ),
    v.minLength(1, 'is an empty list'),
    v.maxLength(100, 'holds more than 100 items'),
    v.check(([program = '']) => program.startsWith('/'), 'does not begin with the absolute path of a program'),
    v.transform(([program = '', ...words]): readonly [string, ...string[]] => [program, ...words]),
    v.description(
      'A Nagios plugin, or a program that ends as they do, and its arguments, as a list; no shell reads it.',
    ),
    v.metadata({ example: '[/usr/lib/nagios/plugins/check_load, -r, -w, "2", -c, "5"]' }),
  ),
})

/** What such a check is told. */
export type CommandCheckSettings = v.InferOutput<typeof commandSettings>
