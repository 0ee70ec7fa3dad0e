import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { oneOrList, text } from '../../../lib/settings/value.ts'
import { wholeNumber } from '../probe-values.ts'

/** What of a host is looked at. */
export const HOST_PARTS = ['load', 'memory', 'swap', 'oom', 'reboot', 'raid', 'clock'] as const

/** The name of one of these. */
export type HostPart = (typeof HOST_PARTS)[number]

/** The keys of a check of the host itself. */
export const hostSettings = section({
  parts: v.pipe(
    v.optional(oneOrList(v.picklist(HOST_PARTS, `is none of ${HOST_PARTS.join(', ')}`))),
    v.description(`What is looked at: ${HOST_PARTS.join(', ')} or a list of these; default: all.`),
    v.metadata({ example: '[load, memory, raid]' }),
  ),
  load: v.pipe(
    v.optional(
      v.pipe(
        text,
        v.regex(/^\d{1,4}(?:\.\d{1,2})?$/, 'is not a number such as 4 or 1.5'),
        v.transform(Number),
        v.minValue(0.01, 'is not more than 0'),
      ),
      '4',
    ),
    v.description('The load of five minutes for each processor from which on there is a warning.'),
    v.metadata({ example: '2.5' }),
  ),
  memory: v.pipe(
    v.optional(wholeNumber(0, 99), '5'),
    v.description('How much of a hundred parts of the memory must be available.'),
    v.metadata({ example: '10' }),
  ),
  swap: v.pipe(
    v.optional(wholeNumber(1, 100), '80'),
    v.description('How much of a hundred parts of the swap may be used.'),
    v.metadata({ example: '50' }),
  ),
})

/** What such a check is told. */
export type HostSettings = v.InferOutput<typeof hostSettings>
