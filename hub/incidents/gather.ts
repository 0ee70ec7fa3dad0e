import type { Concern, Evidence, IncidentKey } from './evidence.ts'

/** Names a key, for maps. */
export function keyText({ kind, subjectType, subject }: Readonly<Record<keyof IncidentKey, string>>): string {
  return `${kind} ${subjectType} ${subject}`
}

/** Names what a concern is about, for maps. */
export function nameOf({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type} ${name}`
}

/** Evidence in its order; what is only counted of one key becomes one piece, however much it is. */
export function gathered(evidence: readonly Evidence[]): readonly Evidence[] {
  const counted = Map.groupBy(
    evidence.filter(({ step }) => step === null),
    ({ key }) => keyText(key),
  )
  const sums = [...counted.values()].flatMap(([first, ...others]) => (first ? [summed(first, others)] : []))
  return [...evidence.filter(({ step }) => step !== null), ...sums]
}

function summed(one: Evidence, others: readonly Evidence[]): Evidence {
  const all = [one, ...others]
  return {
    ...one,
    first: Math.min(...all.map(({ first }) => first)),
    last: Math.max(...all.map(({ last }) => last)),
    concerns: joined(all.flatMap(({ concerns }) => concerns)),
  }
}

/** One concern for each host, mailbox and address. */
export function joined(concerns: readonly Concern[]): readonly Concern[] {
  const byName = new Map<string, Concern>()
  for (const concern of concerns) {
    const known = byName.get(nameOf(concern))
    byName.set(nameOf(concern), known === undefined ? concern : together(known, concern))
  }
  return [...byName.values()]
}

function together(one: Concern, other: Concern): Concern {
  return {
    ...one,
    first: Math.min(one.first, other.first),
    last: Math.max(one.last, other.last),
    steps: one.steps + other.steps,
    successes: one.successes + other.successes,
  }
}
