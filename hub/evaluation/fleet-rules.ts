import * as v from 'valibot'
import { definitionOf, isKind, type Kind } from '../../lib/event/catalogue.ts'
import type { Event } from '../../lib/event/event.ts'
import { loginBurst } from '../../lib/rules/login-burst.ts'
import { mailBurst } from '../../lib/rules/mail-burst.ts'
import { mailboxBurst } from '../../lib/rules/mailbox-burst.ts'
import type { RuleNumbers } from '../../lib/rules/numbers.ts'
import { type Derived, Rules } from '../../lib/rules/rules.ts'
import { savedRules } from '../../lib/rules/saved-rules.ts'
import { takeover } from '../../lib/rules/takeover.ts'
import { foreignJson } from '../../lib/text/foreign-json.ts'
import type { HeardEvent } from '../incidents/heard-event.ts'
import { contextWord } from '../store/number-words.ts'

/** The numbers that agents go by unless their configuration says otherwise: docs/rules.md says why. */
const NUMBERS: RuleNumbers = {
  forwardWait: 10,
  loginWindow: 600,
  failuresByAddress: 50,
  failuresOfMailbox: 20,
  namesByAddress: 10,
  recipientsPerHour: 500,
  mailboxesPerHour: 50,
  placeLearning: 7 * 86_400,
  placeMemory: 90 * 86_400,
  takeoverWindow: 86_400,
}

/** How long events of one host wait for those of others, in seconds. */
const SETTLE = 60

/** Bytes of memory, as it is saved: what each rule knows, and what waits, some 15,000 events. */
const BOUNDS = { known: 3_000_000, waiting: 3_000_000, said: 1000 }

/** First-seen places are left to agents: a mailbox lives on one host. */
const RULES = [loginBurst(NUMBERS), mailBurst(NUMBERS), mailboxBurst(NUMBERS), takeover(NUMBERS)]

/** The kinds of events that the rules hear. */
export const RULED_KINDS: readonly Kind[] = [...new Set(RULES.flatMap(({ kinds }) => kinds))]

/** Their fields. */
const FIELDS: ReadonlyMap<Kind, readonly string[]> = new Map(
  RULED_KINDS.map((kind) => {
    const { fields, onRequest = {} } = definitionOf(kind)
    return [kind, [...Object.keys(fields), ...Object.keys(onRequest)]]
  }),
)

/** What is saved between runs: also up to when the rules had heard. */
const savedState = v.fallback(v.pipe(foreignJson, v.object({ rules: savedRules, heard: v.nullable(v.number()) })), {
  rules: v.parse(savedRules, undefined),
  heard: null,
})

/**
 * The rules of the agents over the events of all hosts: they see the address that tries one mailbox of each server.
 * Times in seconds.
 */
export class FleetRules {
  readonly #rules: Rules
  readonly #after: number

  /** `saved`: what `save` gave; an empty text for a beginning. */
  constructor(saved: string) {
    const { rules, heard } = v.parse(savedState, saved)
    this.#rules = new Rules(RULES, { identity: 'fleet', saved: rules, settle: SETTLE, bounds: BOUNDS })
    this.#after = heard ?? -Infinity
  }

  /** Hears an event of a host, which came at a time; returns what is concluded now. */
  hear(event: HeardEvent, context: number, received: number): readonly HeardEvent[] {
    const ruled = ruledEvent(event, context)
    if (ruled === undefined) return []
    const said = this.#rules.hear({ event: ruled, id: event.id }, { now: received, after: this.#after })
    return said.map((each) => concluded(each, received))
  }

  /** Tells that all that came by a time was heard; returns what is concluded now. */
  tick(time: number): readonly HeardEvent[] {
    return this.#rules.tick(time).map((each) => concluded(each, time))
  }

  /** What the rules know, as JSON. */
  save(): string {
    const { heard } = this.#rules
    return JSON.stringify({ rules: this.#rules.save(), heard: Number.isFinite(heard) ? heard : null })
  }
}

/** An event as rules hear it; undefined if none does. The name of an account counts with its host. */
function ruledEvent({ kind, toldTime, host, mailbox, ip, fields }: HeardEvent, context: number): Event | undefined {
  const names = isKind(kind) ? FIELDS.get(kind) : undefined
  if (names === undefined) return undefined
  const ofFleet = (name: string | number | null | undefined): string | number | null =>
    typeof name === 'string' && !name.includes('@') ? `${host}:${name}` : (name ?? null)
  const event: Record<string, unknown> = {
    type: kind,
    time: toldTime,
    context: contextWord(context) ?? 'mailbox',
    service: fields['service'] ?? null,
  }
  for (const name of names) event[name] = fields[name] ?? null
  if ('ip' in event) event['ip'] = ip
  if ('mailbox_address' in event) event['mailbox_address'] = ofFleet(mailbox)
  if ('actor' in event) event['actor'] = ofFleet(fields['actor'])
  return isRuled(event) ? event : undefined
}

/** It was checked when it arrived. */
function isRuled(event: object): event is Event {
  return 'type' in event && isKind(event.type)
}

/** A conclusion as incidents hear it. */
function concluded({ event, id }: Derived, now: number): HeardEvent {
  const { type: kind, time, context: _, ...said } = event
  const { mailbox_address: mailbox, ip, ...others }: Partial<Record<string, string | number | null>> = said
  const fields = Object.entries(others).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, value] as const],
  )
  return {
    id,
    time: Math.min(time, now),
    toldTime: time,
    received: now,
    kind,
    severity: definitionOf(kind).severity,
    agent: 0,
    host: '',
    mailbox: typeof mailbox === 'string' ? mailbox.toLowerCase() : null,
    ip: typeof ip === 'string' ? ip : null,
    fields: Object.fromEntries(fields),
  }
}
