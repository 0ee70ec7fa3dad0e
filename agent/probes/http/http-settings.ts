import * as v from 'valibot'
import { section } from '../../../lib/settings/section.ts'
import { oneOrList, text } from '../../../lib/settings/value.ts'
import { host } from '../probe-values.ts'

const FAULT = 'is not a status from 100 to 599, or a range of them such as 200-399'

/** The statuses from one to another. */
const statuses = v.pipe(
  text,
  v.regex(/^[1-5]\d\d(?:-[1-5]\d\d)?$/, FAULT),
  v.transform((written) => {
    const [from = '', to = from] = written.split('-')
    return { from: Number(from), to: Number(to) }
  }),
  v.check(({ from, to }) => from <= to, FAULT),
)

const url = v.pipe(
  text,
  v.maxLength(2000, 'is longer than 2,000 characters'),
  v.check((written) => /^https?:\/\//i.test(written) && URL.canParse(written), 'is not a URL of http or https'),
  v.check((written) => new URL(written).username === '', 'holds a user or a password, which anybody could read'),
)

/** The keys of a check of a web server or a site. */
export const httpSettings = v.pipe(
  section({
    url: v.pipe(url, v.description('What is asked for.'), v.metadata({ example: 'https://www.example.com/' })),
    address: v.pipe(
      v.optional(host),
      v.description('The host to connect to instead of the one in the URL: 127.0.0.1 asks this machine for any site.'),
      v.metadata({ example: '127.0.0.1' }),
    ),
    method: v.pipe(
      v.optional(v.picklist(['GET', 'HEAD', 'OPTIONS'], 'is none of GET, HEAD, OPTIONS'), 'GET'),
      v.description('GET, HEAD or OPTIONS; the last is often answered by the server without asking the site.'),
      v.metadata({ example: 'HEAD' }),
    ),
    status: v.pipe(
      v.optional(oneOrList(statuses), '200-399'),
      v.description('The statuses that are right: one, a range, or a list of these.'),
      v.metadata({ example: '[200, 401]' }),
    ),
    contains: v.pipe(
      v.optional(v.pipe(text, v.maxLength(1000, 'is longer than 1,000 characters'))),
      v.description('A text that the first 256 KiB of the answer must contain.'),
      v.metadata({ example: 'Welcome' }),
    ),
    redirect: v.pipe(
      v.optional(v.pipe(text, v.maxLength(2000, 'is longer than 2,000 characters'))),
      v.description('Where the answer must lead to; a redirect is told, and never followed.'),
      v.metadata({ example: 'https://www.example.com/start' }),
    ),
  }),
  v.check(
    ({ method, contains }) => method !== 'HEAD' || contains === undefined,
    'has contains, and an answer to HEAD has no text; write method: GET',
  ),
)

/** What such a check is told. */
export type HttpSettings = v.InferOutput<typeof httpSettings>
