import { plainText } from '../text/plain-text.ts'
import type { LogLine } from './lead-in.ts'
import { type LineRule, LineRules } from './line-rules.ts'
import { shapeOf } from './line-shape.ts'
import type { LineTemplate, LineTemplates } from './line-templates.ts'
import { parsePattern } from './pattern.ts'
import { takesShape } from './shape-match.ts'

/** What a proposed rule did with the lines that it was tried on. */
export interface Proposal {
  readonly template: LineTemplate
  /** The rule as a typed template; or why there is none, in words that follow "no rule:". */
  readonly rule: { readonly text: string } | { readonly none: string }
  /** How many lines it hides. */
  readonly hides: number
  /** How many of them have another template, and how many such templates there are. */
  readonly others: { readonly lines: number; readonly templates: number }
}

/** Most shapes of lines of which it is remembered what becomes of them. */
const SHAPES = 4096

/** Characters of a shape that is remembered. */
const LONGEST = 512

/** What becomes of every line of a shape. */
interface Fate {
  readonly template: LineTemplate | undefined
  /** What takes each of these lines; undefined if that depends on the line. */
  readonly matching: readonly Candidate[] | undefined
}

interface Candidate {
  readonly template: LineTemplate
  readonly text: string
  /** Why it is no rule after all. */
  none: string | undefined
  hides: number
  otherLines: number
  readonly otherTemplates: Set<LineTemplate | undefined>
}

/** Rules that are made of templates, and tried on lines before anybody sees them. */
export class Proposals {
  readonly #templates: LineTemplates
  readonly #byTemplate = new Map<LineTemplate, Candidate>()
  readonly #byRule = new Map<LineRule, Candidate>()
  readonly #rules: LineRules
  readonly #fates = new Map<string, Fate | 'seen once'>()

  /** Makes a rule of each of these templates that allows it. */
  constructor(templates: LineTemplates, chosen: readonly LineTemplate[]) {
    this.#templates = templates
    for (const template of chosen) this.#propose(template)
    this.#rules = new LineRules([...this.#byRule.keys()])
  }

  /**
   * Tries all rules on all lines that the templates were made of, without reading them again. False, and nothing is
   * done, if their shapes alone do not tell what takes them.
   */
  trySeen(): boolean {
    const { counts } = this.#templates
    if (counts === undefined) return false
    const taken: (readonly [Fate, readonly Candidate[], number])[] = []
    for (const [shape, count] of counts) {
      const fate = this.#fateOf(shape)
      if (fate.matching === undefined) return false
      taken.push([fate, fate.matching, count])
    }
    for (const [{ template }, matching, count] of taken) this.#take(template, matching, count)
    return true
  }

  /** Tries all rules on a line; `isKnown` says whether it is hidden already, and is asked when that matters. */
  tryOn(line: LogLine, isKnown: () => boolean): void {
    const { template, matching } = this.#remembered(shapeOf(line))
    const all = matching ?? this.#rules.allThatKnow(line).flatMap((rule) => this.#byRule.get(rule) ?? [])
    if ((all.length === 0 && !this.#isMissed(template, all)) || isKnown()) return
    this.#take(template, all, 1)
  }

  /** What takes the first line of a shape is left open: most shapes have one, and to try that line costs less. */
  #remembered(shape: string): Fate {
    const known = this.#fates.get(shape)
    if (typeof known === 'object') return known
    const fate = known === 'seen once' ? this.#fateOf(shape) : undefined
    if (this.#fates.size === SHAPES) this.#fates.clear()
    if (shape.length <= LONGEST) this.#fates.set(shape, fate ?? 'seen once')
    return fate ?? { template: this.#templates.of(shape), matching: undefined }
  }

  #fateOf(shape: string): Fate {
    const template = this.#templates.of(shape)
    const words = shape.split(' ')
    const matching: Candidate[] = []
    for (const candidate of this.#byRule.values()) {
      const takes = takesShape(candidate.template.words, words)
      if (takes === undefined) return { template, matching: undefined }
      if (takes) matching.push(candidate)
    }
    return { template, matching }
  }

  /** Whether a template has a rule that does not take one of its lines. */
  #isMissed(template: LineTemplate | undefined, matching: readonly Candidate[]): boolean {
    const own = template && this.#byTemplate.get(template)
    return own !== undefined && own.none === undefined && !matching.includes(own)
  }

  #take(template: LineTemplate | undefined, matching: readonly Candidate[], count: number): void {
    const own = template && this.#byTemplate.get(template)
    if (own !== undefined && this.#isMissed(template, matching))
      own.none = 'what its lines have in common is not certain; write one by hand'
    for (const candidate of matching) {
      candidate.hides += count
      if (candidate === own) continue
      candidate.otherLines += count
      candidate.otherTemplates.add(template)
    }
  }

  /** What came of it, in the order of the templates. */
  get results(): readonly Proposal[] {
    return [...this.#byTemplate.values()].map(({ template, text, none, hides, otherLines, otherTemplates }) => ({
      template,
      rule: none === undefined && hides > 0 ? { text } : { none: none ?? 'none of its lines was tried' },
      hides,
      others: { lines: otherLines, templates: otherTemplates.size },
    }))
  }

  #propose(template: LineTemplate): void {
    const text = template.words.join(' ')
    const pattern = parsePattern(text)
    const none = template.count === 1 ? 'it was seen once' : whyNone(text, pattern)
    const counts = { hides: 0, otherLines: 0, otherTemplates: new Set<LineTemplate | undefined>() }
    const candidate: Candidate = { template, text, none, ...counts }
    this.#byTemplate.set(template, candidate)
    if (none === undefined && !('fault' in pattern))
      this.#byRule.set({ condition: { pattern }, from: 'proposal' }, candidate)
  }
}

function whyNone(text: string, pattern: ReturnType<typeof parsePattern>): string | undefined {
  if ('fault' in pattern) return `it ${pattern.fault}`
  if (text.startsWith('/')) return 'it begins with a slash, as an expression does; write one by hand'
  if (plainText(text) !== text) return 'it holds control characters'
  return pattern.literal === undefined ? 'its lines share no text of 3 or more characters' : undefined
}
