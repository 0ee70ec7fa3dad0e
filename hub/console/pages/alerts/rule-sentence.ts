import type { ShownChannel, ShownRule } from '../../../contract/alert-contract.ts'
import { ALERT_WORDS } from '../../words/alert-words.ts'
import { SEVERITY_LABELS } from '../../words/kind-words.ts'
import { listed } from './headline.ts'

const { rules: words, kinds: kindWords, channels: channelWords } = ALERT_WORDS

/** What a rule tells: `compromises and attacks that are high or worse, on hosts labelled shared`. */
export function whatRuleTells({ severity, kinds, labels }: ShownRule): string {
  const which = kinds === null ? words.everything : listed(kinds.map(incidentKindsWord), words.and)
  return `${which}${least(severity, kinds)}${labels === null ? '' : words.onHosts(listed(labels, words.or))}`
}

/** Whom it tells: `security by mail and tickets by webhook`. */
export function whomRuleTells({ to }: ShownRule, channels: readonly Pick<ShownChannel, 'name' | 'kind'>[]): string {
  const names = to.map((name) => {
    const channel = channels.find((each) => each.name === name)
    return channel === undefined ? `${name} (${words.isGone})` : words.by(name, channelWords.kinds[channel.kind])
  })
  return listed(names, words.and)
}

/** How often it does so: `Waits 30 s for what else belongs to it. Says when it is over.` */
export function howRuleTells({ wait, every, remind, digest, recovery }: ShownRule): string {
  return [
    ...(digest === null ? [words.waits(wait, every)] : [words.digest(digest)]),
    ...(remind === null ? [] : [words.reminds(remind)]),
    recovery ? words.recovery : words.noRecovery,
  ].join(' ')
}

/** Several incidents of a kind. */
function incidentKindsWord(kind: string): string {
  return Object.entries(words.kinds).find(([name]) => name === kind)?.[1] ?? kind
}

/** A kind of incident in words; its name if only a later hub knows it. */
export function incidentKindWord(kind: string): string {
  return Object.entries(kindWords).find(([name]) => name === kind)?.[1] ?? kind
}

function least(severity: string, kinds: ShownRule['kinds']): string {
  if (severity === 'info') return ''
  const word = Object.entries(SEVERITY_LABELS).find(([name]) => name === severity)?.[1] ?? severity
  const isOne = kinds === null || kinds.join() === 'misuse'
  return words.thatIs(isOne, severity === 'critical' ? word.toLowerCase() : words.orWorse(word.toLowerCase()))
}
