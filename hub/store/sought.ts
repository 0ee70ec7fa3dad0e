import { type RawBuilder, sql } from 'kysely'
import { definitionOf, KINDS } from '../../lib/event/catalogue.ts'
import { HUB_KINDS, hubDefinitionOf } from '../../lib/event/hub-kinds.ts'
import { networkOf } from '../../lib/rules/network.ts'
import { kindNumber } from './number-words.ts'
import type { KeptEvent } from './tables.ts'
import { ofNetwork } from './within-network.ts'

/** What no index finds. It is looked for among the newest events that fit otherwise, so what is read is bounded. */
export interface Sought {
  /** A part of the mailbox, the address or another field; capital letters of ASCII count as small ones. */
  readonly text?: string | undefined
  /** One of each of these. */
  readonly traits?: SoughtTraits | undefined
  /** None of these. */
  readonly without?: SoughtTraits | undefined
}

/** What events are like, by the values of each trait; words are compared as those of `text`. */
export interface SoughtTraits {
  /** `serviceNumber`. */
  readonly service?: readonly number[] | undefined
  /** That of the address, or the one that the event names: a /24 of IPv4, a /64 of IPv6. */
  readonly network?: readonly string[] | undefined
  /** Where mail is forwarded. */
  readonly recipient?: readonly string[] | undefined
  readonly country?: readonly string[] | undefined
  readonly as_number?: readonly number[] | undefined
}

type Trait = keyof SoughtTraits

/** In which field of the JSON a trait stands. */
const FIELD = { network: 'network', recipient: 'forward_recipient', country: 'country', as_number: 'as_number' }

/** The kinds that can have the traits that are sought; undefined if any can. */
export function kindsSought({ traits = {} }: Sought): readonly number[] | undefined {
  const named = valuesOf(traits).flatMap(([trait]) => (isOfFewKinds(trait) ? [kindsWith(FIELD[trait])] : []))
  const [first, ...others] = named
  return first?.filter((kind) => others.every((kinds) => kinds.includes(kind)))
}

/** Addresses have networks, and many kinds services. */
function isOfFewKinds(trait: Trait): trait is Exclude<Trait, 'service' | 'network'> {
  return trait !== 'service' && trait !== 'network'
}

function kindsWith(field: string): readonly number[] {
  const hasField = (...all: readonly (object | undefined)[]): boolean =>
    all.some((fields) => fields !== undefined && Object.hasOwn(fields, field))
  const told = KINDS.filter((kind) => hasField(definitionOf(kind).fields, definitionOf(kind).onRequest))
  return [...told, ...HUB_KINDS.filter((kind) => hasField(hubDefinitionOf(kind).fields))].map(kindNumber)
}

/** Whether a row of `event` has what is sought. */
export function hasSought({ text, traits = {}, without = {} }: Sought): RawBuilder<boolean> {
  const conditions = [
    ...(text === undefined ? [] : [hasText(text)]),
    ...valuesOf(traits).map(([trait, values]) => hasOne(trait, values)),
    ...valuesOf(without).map(([trait, values]) => sql`(${hasOne(trait, values)}) is not true`),
  ]
  return sql<boolean>`(${sql.join([sql`1 = 1`, ...conditions], sql` and `)})`
}

/** The same for an event that is at hand. */
export function fitsSought(event: KeptEvent, { text, traits = {}, without = {} }: Sought): boolean {
  const small = { ...event, fields: smallLetters(event.fields) }
  const isOne = (trait: Trait, values: readonly (string | number)[]): boolean =>
    values.some((value) => hasTrait(small, trait, value))
  return (
    (text === undefined || containsText(event, text)) &&
    valuesOf(traits).every(([trait, values]) => isOne(trait, values)) &&
    !valuesOf(without).some(([trait, values]) => isOne(trait, values))
  )
}

function valuesOf(traits: SoughtTraits): readonly (readonly [Trait, readonly (string | number)[]])[] {
  return TRAITS.flatMap((trait) => {
    const values = traits[trait]
    return values === undefined ? [] : [[trait, values] as const]
  })
}

const TRAITS: readonly Trait[] = ['service', 'network', 'recipient', 'country', 'as_number']

function hasOne(trait: Trait, values: readonly (string | number)[]): RawBuilder<unknown> {
  if (trait === 'service') return sql`service in (${sql.join(values)})`
  const each = values.flatMap((value) => [
    ...(trait === 'network' ? [ofNetwork(String(value), sql<string>`ip || ''`)] : []),
    ...membersOf(trait, value).map((member) => contains('fields', member)),
  ])
  return sql`(${sql.join(each, sql` or `)})`
}

/** `fields` in small letters. */
function hasTrait({ service, ip, fields }: KeptEvent, trait: Trait, value: string | number): boolean {
  if (trait === 'service') return service === value
  const isNamed = membersOf(trait, value).some((member) => fields.includes(smallLetters(member)))
  return isNamed || (trait === 'network' && ip !== null && networkOf(ip) === value)
}

/** How a field with this value stands in JSON: nothing in a text looks so, as quotes are escaped there. */
function membersOf(trait: Exclude<Trait, 'service'>, value: string | number): readonly string[] {
  const member = `"${FIELD[trait]}":${JSON.stringify(value)}`
  return typeof value === 'string' ? [member] : [`${member},`, `${member}}`]
}

/** Whether the mailbox, the address or another field has a text. */
function hasText(text: string): RawBuilder<unknown> {
  return sql`(${contains('mailbox', text)} or ${contains('ip', text)} or ${contains('fields', text)})`
}

function contains(column: 'mailbox' | 'ip' | 'fields', text: string): RawBuilder<unknown> {
  const pattern = `%${smallLetters(text).replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return sql`lower(${sql.ref(column)}) like ${pattern} escape ${sql.lit('\\')}`
}

function containsText({ mailbox, ip, fields }: KeptEvent, text: string): boolean {
  const part = smallLetters(text)
  return [mailbox, ip, fields].some((value) => value !== null && smallLetters(value).includes(part))
}

function smallLetters(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
