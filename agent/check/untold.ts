import { existsSync } from 'node:fs'
import type { Kind } from '../../lib/event/catalogue.ts'
import { AGENT_KINDS } from '../../lib/event/event-set.ts'
import { type Wish, kindsIn } from '../../lib/event/wish.ts'
import type { Rule } from '../../lib/rules/rule.ts'
import { rulesFor } from '../collect/rules.ts'
import type { Config, Follower } from '../config/config.ts'
import { destinationsOf, getsEvents } from '../config/receivers/destinations.ts'
import { trafficKinds } from '../config/traffic/traffic-kinds.ts'
import { discover, isPattern } from '../follow/discover.ts'
import { isConfigured, isOfCpanel } from '../inbox/configured-writer.ts'
import { hasCpanel } from '../inbox/has-cpanel.ts'
import { WRITERS } from '../inbox/inboxes.ts'
import { SOURCES, asInstalled, readerOf, sourceNamed } from '../sources/sources.ts'
import type { Finding } from './finding.ts'

type Wanted = Pick<Config, 'followers' | 'streams' | 'receivers' | 'rules' | 'mailReports' | keyof Wish> &
  Partial<Pick<Config, 'alerts' | 'traffic' | 'watch'>>

/**
 * What is wanted, and no log that is followed and there can tell: receivers that get nothing, and conclusions of rules.
 * Hooks and the backstop tell their kinds where cPanel is, below `root`, and reports of files where there are some.
 */
export async function untoldFindings(config: Wanted, root = '/'): Promise<readonly Finding[]> {
  const followers = config.followers.map((follower) => asInstalled(follower))
  const there = await Promise.all(followers.map(isThere))
  const sources = [...followers.filter((_, index) => there[index]), ...config.streams]
  // That none of them is there is said of the logs.
  if (sources.length === 0 && followers.some(({ optional }) => !optional)) return []
  const logged = sources.flatMap((source) => readerOf(source).kinds)
  const isCpanel = hasCpanel(root)
  const writers = WRITERS.filter((writer) => (isCpanel || !isOfCpanel(writer)) && isConfigured(writer, config))
  const left = [...writers.flatMap(({ kinds }) => kinds), ...trafficKinds(config.traffic)]
  const rules = rulesFor(config)
  const { told, deaf } = heardBy(rules, [...logged, ...left])
  const own = config.receivers.some(getsEvents) ? [] : [{ ...config, option: 'events' }]
  const wishes = [...own, ...destinationsOf(config).filter(getsEvents)]
  const isSilent = (wish: Wish): boolean => {
    const kinds = kindsIn(wish).filter((kind) => kind !== 'log_gap' && !AGENT_KINDS.includes(kind))
    return kinds.length > 0 && !kinds.some((kind) => told.has(kind))
  }
  const absent = followers.filter((_, index) => there[index] !== true)
  const silent = wishes.filter(isSilent)
  const wanted = new Set(wishes.filter((wish) => !isSilent(wish)).flatMap(kindsIn))
  const texts = [
    ...silent.map((wish) => `${wish.option} gets no event: ${lackOf(sourcesOf(kindsIn(wish), rules), absent)}`),
    // Several rules can conclude the same.
    ...new Set(deaf.flatMap((rule) => lossOf(rule, { rules, told, wanted, absent }) ?? [])),
  ]
  return texts.map((text) => ({ check: 'events', state: 'warning', text }))
}

/** What this user may not look at may be there. */
async function isThere({ path }: Follower): Promise<boolean> {
  if (!isPattern(path)) return existsSync(path)
  return discover(path).then(
    ({ count }) => count > 0,
    () => true,
  )
}

/** The kinds that are told with what rules conclude, and the rules that hear nothing. */
function heardBy(
  rules: readonly Rule[],
  kinds: readonly Kind[],
): { readonly told: ReadonlySet<Kind>; readonly deaf: readonly Rule[] } {
  const told = new Set(kinds)
  const deaf = rules.filter((rule) => {
    const isDeaf = !rule.kinds.some((kind) => told.has(kind))
    if (!isDeaf) for (const kind of rule.says) told.add(kind)
    return isDeaf
  })
  return { told, deaf }
}

interface Loss {
  readonly rules: readonly Rule[]
  readonly told: ReadonlySet<Kind>
  readonly wanted: ReadonlySet<Kind>
  readonly absent: readonly Follower[]
}

/** What nobody tells where a rule hears nothing; undefined if nobody who gets something wants it. */
function lossOf(rule: Rule, { rules, told, wanted, absent }: Loss): string | undefined {
  const says = rule.says.filter((kind) => !told.has(kind))
  const further = rules
    .filter(({ kinds }) => kinds.some((kind) => says.includes(kind)))
    .flatMap((other) => other.says.filter((kind) => wanted.has(kind)))
  if (further.length === 0 && !says.some((kind) => wanted.has(kind))) return undefined
  const effect = further.length === 0 ? '' : `, so ${further.join(' and ')} go without`
  const never = `${says.join(' and ')} ${says.length === 1 ? 'is' : 'are'} never told`
  return `events: ${never}${effect}: ${lackOf(sourcesOf(says, rules), absent)}`
}

/** The drivers that can tell some kinds, themselves or by what rules conclude. */
function sourcesOf(kinds: readonly Kind[], rules: readonly Rule[]): readonly string[] {
  const needed = new Set(kinds)
  for (const rule of rules.toReversed()) {
    if (rule.says.some((kind) => needed.has(kind))) for (const kind of rule.kinds) needed.add(kind)
  }
  return SOURCES.filter(({ driver }) => driver.kinds.some((kind) => needed.has(kind))).map(({ name }) => name)
}

/** Why nobody tells something, and what to do; `names` are those of the sources that could. */
function lackOf(names: readonly string[], absent: readonly Follower[]): string {
  if (names.length === 0) return NO_LOG
  const drivers = names.map((name) => sourceNamed(name).driver.name).join(', ')
  const missing = absent.filter(({ source }) => names.includes(source)).map(({ path }) => path)
  const followed = missing.length === 0 ? '' : ` (missing: ${missing.join(', ')})`
  return `none of the logs that tell of this is followed and there${followed}; name one in logs, with driver: ${drivers}.`
}

/** What tells of the kinds that stand in no log. */
const NO_LOG =
  'no log tells of this: hooks of cPanel and the backstop do where cPanel is, and a section files of mail_reports.'
