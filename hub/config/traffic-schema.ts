import * as v from 'valibot'
import { issuePath } from '../../lib/settings/blame.ts'
import { parseSize } from '../../lib/settings/quantity.ts'
import { section } from '../../lib/settings/section.ts'
import { duration, text } from '../../lib/settings/value.ts'
import { shortName } from './alerts/short-name.ts'

const [MINUTE, DAY] = [60_000, 86_400_000]

/** How the limit of each measure is written, and the number of it; undefined for anything else. */
const LIMITS = {
  requests: {
    form: 'requests a second, such as 500/s or 0.5/s',
    read: (written: string) => numberIn(/^(\d{1,9}(?:\.\d{1,3})?)\/s$/.exec(written)?.[1]),
  },
  bytes: {
    form: 'bytes a second, such as 50MiB/s',
    read: (written: string) => (written.endsWith('/s') ? parseSize(written.slice(0, -2)) : undefined),
  },
  errors: { form: 'a share of the requests, such as 5%', read: shareIn },
} as const

const share = v.pipe(text, v.transform(shareIn), v.number('is no share from 0% to 100%'))

const minutes = v.pipe(
  duration,
  v.minValue(MINUTE, 'is shorter than 1m, which hosts tell'),
  v.maxValue(DAY, 'is longer than a day'),
  v.check((time) => time % MINUTE === 0, 'is no whole number of minutes'),
  v.transform((time) => time / 1000),
)

const rule = v.pipe(
  section({
    name: v.pipe(
      text,
      shortName,
      v.description('Its name: a letter, then up to 31 of a-z 0-9 -.'),
      v.metadata({ example: 'shops' }),
    ),
    measure: v.pipe(
      v.optional(v.picklist(['requests', 'bytes', 'errors'], 'is none of requests, bytes, errors'), 'requests'),
      v.description('What is summed up: requests, bytes that are sent, or the share of requests with a status of 5xx.'),
    ),
    over: v.pipe(
      text,
      v.description('More than this is told: 500/s for requests, 50MiB/s for bytes, 5% for errors.'),
      v.metadata({ example: '500/s' }),
    ),
    window: v.pipe(v.optional(minutes, '5m'), v.description('The time that is looked at, in whole minutes.')),
    clear: v.pipe(
      v.optional(share, '80%'),
      v.description('It is over once there is no more than this share of the limit.'),
    ),
    for: v.pipe(
      v.optional(minutes),
      v.description('How long there must be too much before it is told; without this at once.'),
      v.metadata({ example: '10m' }),
    ),
    least: v.pipe(
      v.optional(v.pipe(text, v.regex(/^\d{1,9}$/, 'is no whole number'), v.transform(Number)), '100'),
      v.description('Of errors: with fewer requests in that time no share is too high.'),
    ),
    sum: v.pipe(
      section({
        label: v.pipe(
          v.optional(text),
          v.description('Only the hosts with this label.'),
          v.metadata({ example: 'shop' }),
        ),
        vhost: v.pipe(
          v.optional(
            v.pipe(
              text,
              v.check((name) => name.split('*').length <= 2, 'has more than one *'),
            ),
          ),
          v.description('Only this virtual host; one * stands for any letters.'),
          v.metadata({ example: '"*.example.com"' }),
        ),
      }),
      v.description('What is summed up; without this all of all hosts.'),
    ),
  }),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }) => {
    const { form, read } = LIMITS[value.measure]
    const over = read(value.over)
    if (over !== undefined) return { ...value, over, for: value.for ?? 0 }
    addIssue({ message: `is no limit of ${value.measure}; write ${form}`, path: issuePath(value, ['over']) })
    return NEVER
  }),
)

/** The section `traffic`: what is too much for all hosts together. */
export const traffic = section({
  rules: v.pipe(
    v.optional(
      v.pipe(
        v.array(rule),
        v.maxLength(50, 'holds more than 50 items'),
        v.rawCheck(({ dataset, addIssue }) => {
          if (!dataset.typed) return
          const names = dataset.value.map(({ name }) => name)
          const second = names.findIndex((name, index) => names.indexOf(name) !== index)
          if (second === -1) return
          const message = 'is the name of a rule before it; write another name'
          addIssue({ message, path: issuePath(dataset.value, [String(second), 'name']) })
        }),
      ),
      [],
    ),
    v.description('How much traffic of all hosts together is too much, and told as an event.'),
    v.metadata({ example: '\n    - name: shops\n      over: 500/s\n      sum: { label: shop }' }),
  ),
})

/** A rule about the sum of hosts; `over` in requests or bytes a second or as a share, times in seconds. */
export type FleetTrafficRule = v.InferOutput<typeof rule>

function numberIn(digits: string | undefined): number | undefined {
  return digits !== undefined && /^\d{1,9}(?:\.\d{1,3})?$/.test(digits) ? Number(digits) : undefined
}

function shareIn(written: string): number | undefined {
  const [, digits] = /^(\d{1,3}(?:\.\d)?)%$/.exec(written) ?? []
  return digits === undefined || Number(digits) > 100 ? undefined : Number(digits) / 100
}
