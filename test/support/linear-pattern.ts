import { type Part, parsePattern } from './pattern.ts'

/** What may come next: characters, and whether it may be empty or may fail without a character deciding. */
interface Next {
  readonly characters: ReadonlySet<string>
  readonly mayBeNothing: boolean
  readonly mayFail: boolean
}

const NOTHING: Next = { characters: new Set(), mayBeNothing: true, mayFail: false }

/** Loops up to this length count as one step. */
const SHORT = 64

/**
 * Explains why a pattern may take more than linear time; undefined if it cannot. It cannot if one character decides the
 * end of each loop: then there is only one way through a text from each start, and wrong starts fail early. Some linear
 * patterns are refused, too: rewrite them so that this is obvious.
 */
export function whyNotLinear(pattern: RegExp): string | undefined {
  const whole = parsePattern(pattern)
  if (whole === undefined) return 'holds a back reference'
  const isHeld = pattern.sticky || isAnchored(whole)
  return faultIn(whole, NOTHING, isHeld ? new Set() : nextOf(whole).characters)
}

/** `starts`: characters at which a search starts anew. */
function faultIn(part: Part, after: Next, starts: ReadonlySet<string>): string | undefined {
  switch (part.kind) {
    case 'sequence':
      for (const [index, each] of part.parts.entries()) {
        const fault = faultIn(each, joined([...part.parts.slice(index + 1).map(nextOf), after]), starts)
        if (fault !== undefined) return fault
      }
      return undefined
    case 'choice':
      return part.parts.map((each) => faultIn(each, after, starts)).find((fault) => fault !== undefined)
    case 'ahead':
      return faultIn(part.body, NOTHING, starts)
    case 'loop':
      return faultInLoop(part, after, starts)
    case 'character':
    case 'anchor':
      return undefined
  }
}

function faultInLoop(loop: Part & { kind: 'loop' }, after: Next, starts: ReadonlySet<string>): string | undefined {
  const { body, least, most } = loop
  if (most <= 1 || most === least) return faultIn(body, after, starts)
  const begin = nextOf(body)
  if (begin.mayBeNothing || hasLikeChoices(body)) return 'has a loop of which a round can be taken in two ways'
  if (meet(begin.characters, after.characters)) return 'has a loop that could end where it could go on'
  const canFail = after.mayFail || !after.mayBeNothing
  if (most > SHORT && canFail && meet(charactersOf(body), starts)) return 'is tried anew at each place of its loop'
  const round = { ...begin, mayBeNothing: true, mayFail: false }
  return faultIn(body, joined([round, after]), starts)
}

function nextOf(part: Part): Next {
  switch (part.kind) {
    case 'character':
      return { characters: part.characters, mayBeNothing: false, mayFail: true }
    case 'anchor':
      return { ...NOTHING, mayFail: true }
    case 'ahead':
      return { ...nextOf(part.body), mayFail: true }
    case 'loop': {
      const next = nextOf(part.body)
      return part.least === 0 ? { ...next, mayBeNothing: true, mayFail: false } : next
    }
    case 'sequence':
      return joined(part.parts.map(nextOf))
    case 'choice': {
      const all = part.parts.map(nextOf)
      return {
        characters: union(all.map(({ characters }) => characters)),
        mayBeNothing: all.some(({ mayBeNothing }) => mayBeNothing),
        mayFail: all.every(({ mayFail }) => mayFail),
      }
    }
  }
}

/** Concatenates. */
function joined(all: readonly Next[]): Next {
  const last = all.findIndex(({ mayBeNothing }) => !mayBeNothing)
  const reached = last === -1 ? all : all.slice(0, last + 1)
  return {
    characters: union(reached.map(({ characters }) => characters)),
    mayBeNothing: last === -1,
    mayFail: all.some(({ mayFail }) => mayFail),
  }
}

function isAnchored(part: Part): boolean {
  if (part.kind === 'sequence') return part.parts[0] !== undefined && isAnchored(part.parts[0])
  if (part.kind === 'choice') return part.parts.every(isAnchored)
  return part.kind === 'anchor' && part.isStart
}

function partsOf(part: Part): readonly Part[] {
  if (part.kind === 'sequence' || part.kind === 'choice') return part.parts
  return part.kind === 'loop' || part.kind === 'ahead' ? [part.body] : []
}

function hasLikeChoices(part: Part): boolean {
  const begins = part.kind === 'choice' ? part.parts.map((each) => nextOf(each).characters) : []
  const isLike = begins.some((one, index) => begins.slice(index + 1).some((other) => meet(one, other)))
  return isLike || partsOf(part).some(hasLikeChoices)
}

function charactersOf(part: Part): ReadonlySet<string> {
  if (part.kind === 'character') return part.characters
  return union(partsOf(part).map(charactersOf))
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  return sets.reduce<ReadonlySet<string>>((all, each) => all.union(each), new Set())
}

function meet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return !one.isDisjointFrom(other)
}
