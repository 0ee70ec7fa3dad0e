import type { Answer } from './answer.ts'
import type { Step } from './probe-step.ts'

/** A clock that is off by more, in milliseconds, makes certificates invalid and times of events doubtful. */
const MOST_OFF = 5 * 60_000

const ADDRESS = 'check transmission.host'

/** Statuses from, to, that are no success, and what they say of the credentials; the first row that fits counts. */
const ANSWERS: readonly (readonly [from: number, to: number, state: Step['state'], text: string])[] = [
  [
    401,
    401,
    'failed',
    'the API does not accept them: correct transmission.credentials, both api_identifier and the secret',
  ],
  [403, 403, 'failed', 'the API forbids them to list reports: have transmission.credentials permitted'],
  [407, 407, 'failed', 'a proxy on the way wants some of its own: name it in transmission.proxy'],
  [300, 399, 'failed', `the API redirects, and credentials are not carried elsewhere: ${ADDRESS}`],
  [408, 408, 'failed', 'cannot be told, as the API is out of order: try again later'],
  [425, 429, 'failed', 'cannot be told, as the API wants no requests for now: try again later'],
  [500, 500, 'failed', 'cannot be told, as the API is out of order: try again later'],
  [502, 599, 'failed', 'cannot be told, as the API is out of order: try again later'],
  // Also what a server says that takes reports and lists none.
  [0, 999, 'warning', 'cannot be told, as this API lists no reports; the first report will show it'],
]

/** What an answer to the question for a list says of the credentials. Nothing of its text is told: it may echo them. */
export function verdictOf({ status, text, type = '' }: Answer): Step {
  const isPage = /^\s*<(?:!doctype html|html)\b/i.test(text) || (/^text\/html/i.test(type) && text !== '')
  // nginx asks for certificates with a page, and status 400.
  if (isPage && status === 400 && text.includes('SSL certificate')) {
    const wanted = 'the API wants another certificate of the agent: correct transmission.cert_file'
    return { step: 'tls', state: 'failed', text: `${wanted} (HTTP 400)` }
  }
  const [state, sentence] = status >= 200 && status < 300 ? successOf(text, isPage) : refusalOf(status)
  return { step: 'credentials', state, text: `${sentence} (HTTP ${status})` }
}

function refusalOf(status: number): readonly [state: Step['state'], sentence: string] {
  const [, , state, sentence] = ANSWERS.find(([from, to]) => status >= from && status <= to) ?? [0, 0, 'warning', '']
  return [state, sentence]
}

/** A success says little: portals and servers of other things give one to anybody. */
function successOf(text: string, isPage: boolean): readonly [state: Step['state'], sentence: string] {
  if (isPage) return ['failed', `a web page answered, as of a portal or a proxy, not the API: ${ADDRESS}`]
  if (/"reports"\s*:/.test(text)) return ['ok', 'the API accepts them']
  return ['warning', `cannot be told, as no list of reports came: ${ADDRESS}, or see what the first report shows`]
}

/** How the clock of this machine stands to what the API says of its own (Date, RFC 9110 §6.6.1) at `now`. */
export function clockStep(date: string | undefined, now: number): Step {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs)) return { step: 'clock', state: 'ok', text: 'cannot be told, as the API names no time' }
  const off = now - theirs
  const seconds = Math.round(Math.abs(off) / 1000)
  const words =
    seconds < 120
      ? `${seconds} s`
      : seconds < 7200
        ? `${Math.round(seconds / 60)} min`
        : `${Math.round(seconds / 3600)} h`
  if (Math.abs(off) <= MOST_OFF) return { step: 'clock', state: 'ok', text: `${words} from that of the API` }
  const direction = off > 0 ? 'ahead of' : 'behind'
  return {
    step: 'clock',
    state: 'warning',
    text: `this server is ${words} ${direction} the API: correct the clock, as with chronyd or timedatectl set-ntp true`,
  }
}
