import { type Answer, isPage, wantsCertificate } from '../../../lib/http/answers/answer.ts'
import { httpDate } from '../../../lib/http/answers/http-date.ts'
import { CLOCK_REMEDY, MOST_CLOCK_OFFSET, offsetInWords } from '../../../lib/time/clock-offset.ts'
import { inWords } from '../../../lib/time/duration.ts'
import type { DiagnosisStep } from './diagnosis-step.ts'
import { isOfOtherHost } from './other-host.ts'

/** OPTION stands for the section of the receiver. */
const ADDRESS = 'check OPTION.host'

const OUT_OF_ORDER = 'cannot be told, as the API is out of order: try again later'

/** A server that takes reports and lists none. */
const LISTS_NONE = ['warning', 'cannot be told, as this API lists no reports; the first report will show it'] as const

const OF_OTHER_HOST =
  'the hub knows them as those of another host: type there spoor-hub agents rename, or here spoor-agent enrol --force'

/** What statuses (from, to) other than 2xx say about the credentials; the first row that fits counts. */
const ANSWERS: readonly (readonly [from: number, to: number, state: DiagnosisStep['state'], text: string])[] = [
  [401, 401, 'failed', 'the API does not accept them: correct OPTION.credentials, both api_identifier and the secret'],
  [403, 403, 'failed', 'the API forbids them to list reports: have OPTION.credentials permitted'],
  [407, 407, 'failed', 'a proxy on the way wants some of its own: name it in OPTION.proxy'],
  [300, 399, 'failed', `the API redirects, and credentials are not carried elsewhere: ${ADDRESS}`],
  [408, 408, 'failed', OUT_OF_ORDER],
  [425, 429, 'failed', 'cannot be told, as the API wants no requests for now: try again later'],
  [501, 501, ...LISTS_NONE],
  [500, 599, 'failed', OUT_OF_ORDER],
  [0, 999, ...LISTS_NONE],
]

/**
 * What the answer to a request for a list says about the credentials of the receiver in section `option` of the
 * configuration. Quotes nothing of its body, which may echo them.
 */
export function verdictOf(answer: Answer, option: string): DiagnosisStep {
  const { status } = answer
  const { text, ...step } = verdictIn(answer)
  return { ...step, text: `${text.replaceAll('OPTION', option)} (HTTP ${status})` }
}

function verdictIn(answer: Answer): DiagnosisStep {
  const { status, text } = answer
  if (wantsCertificate(answer)) {
    const wanted = 'the API wants another certificate of the agent: correct OPTION.cert_file'
    return { step: 'tls', state: 'failed', text: wanted }
  }
  if (isOfOtherHost(status, text)) return { step: 'credentials', state: 'failed', text: OF_OTHER_HOST }
  const [state, sentence] = status >= 200 && status < 300 ? successOf(text, isPage(answer)) : refusalOf(status)
  return { step: 'credentials', state, text: sentence }
}

function refusalOf(status: number): readonly [state: DiagnosisStep['state'], sentence: string] {
  const [, , state, sentence] = ANSWERS.find(([from, to]) => status >= from && status <= to) ?? [0, 0, 'warning', '']
  return [state, sentence]
}

/** A success alone says little: portals and other servers answer anybody with one. */
function successOf(text: string, isWebPage: boolean): readonly [state: DiagnosisStep['state'], sentence: string] {
  if (isWebPage) return ['failed', `a web page answered, as of a portal or a proxy, not the API: ${ADDRESS}`]
  if (/"reports"\s*:/.test(text)) return ['ok', 'the API accepts them']
  return ['warning', `cannot be told, as no list of reports came: ${ADDRESS}, or see what the first report shows`]
}

/** Compares the clock of this machine at `now` with that of a server (header Date, RFC 9110 §6.6.1). */
export function clockStep(date: string | undefined, now: number, words: string): DiagnosisStep {
  const theirs = httpDate(date ?? '', now)
  if (theirs === undefined) return { step: 'clock', state: 'ok', text: `cannot be told, as ${words} names no time` }
  const off = now - theirs
  // The header counts whole seconds, and was sent a moment ago.
  const rounded = Math.round(off / 10_000) * 10_000
  if (Math.abs(off) <= MOST_CLOCK_OFFSET)
    return { step: 'clock', state: 'ok', text: `${inWords(Math.abs(rounded))} from that of ${words}` }
  return {
    step: 'clock',
    state: 'warning',
    text: `this server is ${offsetInWords(rounded)} ${words}: ${CLOCK_REMEDY}`,
  }
}
